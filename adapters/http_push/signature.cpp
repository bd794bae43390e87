#include "adapters/http_push/signature.hpp"

#include "gateway/crypto/digest.hpp"

namespace ow::http_push {

std::string_view target_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) return "/";
    const std::size_t path = url.find('/', scheme + 3);
    return path == std::string_view::npos ? "/" : url.substr(path);
}

ports::Headers sign(const Signing& signing, const ports::HttpCall& call, Instant now,
                    const std::string& nonce) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
    const std::string time = std::to_string(seconds.count());
    std::string text = call.method + '\n';
    text += target_of(call.url);
    text += '\n' + time + '\n' + nonce + '\n' +
            crypto::to_hex(crypto::digest(crypto::Hash::kSha256, call.body));
    return {
        {"x-ow-partner", signing.name},
        {"x-ow-time", time},
        {"x-ow-nonce", nonce},
        {"x-ow-signature", crypto::to_hex(crypto::hmac(crypto::Hash::kSha256, signing.key, text))}};
}

}  // namespace ow::http_push
