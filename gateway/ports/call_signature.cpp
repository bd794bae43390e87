#include "gateway/ports/call_signature.hpp"

#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::ports {
namespace {

constexpr std::size_t kShortestKey = 16;

}  // namespace

Result<Signing> signing_of(const PartnerSettings& partner) {
    Signing signing{"gateway", {}};
    if (const auto name = partner.settings.find("our_name"); name != partner.settings.end())
        signing.name = name->second;
    const auto key = partner.files.find("hmac_key_file");
    if (key == partner.files.end()) return signing;
    signing.key = std::string{trim(key->second)};
    if (signing.key.size() < kShortestKey)
        return Error{Code::kPartnerConfiguration,
                     At{.field = "hmac_key_file", .where = partner.id.str()},
                     "shorter than 16 bytes"};
    return signing;
}

std::string_view target_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) return "/";
    const std::size_t path = url.find('/', scheme + 3);
    return path == std::string_view::npos ? "/" : url.substr(path);
}

Headers sign_call(const Signing& signing, const HttpCall& call, Instant now,
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

}  // namespace ow::ports
