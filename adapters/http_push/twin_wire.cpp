#include "adapters/http_push/twin_wire.hpp"

#include <array>
#include <numeric>

#include "gateway/crypto/digest.hpp"

namespace ow::http_push::twin {
namespace {

using crypto::Hash;

std::string mac_of(const std::string& key, const std::array<std::string, 5>& lines) {
    const std::string text = std::accumulate(
        std::next(lines.begin()), lines.end(), lines.front(),
        [](std::string sum, const std::string& line) { return std::move(sum) + "\n" + line; });
    return crypto::to_hex(crypto::hmac(Hash::kSha256, key, text));
}

std::string body_digest(const std::string& body) {
    return crypto::to_hex(crypto::digest(Hash::kSha256, body));
}

}  // namespace

bool is_signed(const ports::HttpRequest& request, const std::string& key) {
    const auto& headers = request.headers;
    if (!headers.contains("x-ow-partner") || !headers.contains("x-ow-time") ||
        !headers.contains("x-ow-nonce") || !headers.contains("x-ow-signature"))
        return false;
    const std::string expected =
        mac_of(key, {request.method, request.raw_target, headers.at("x-ow-time"),
                     headers.at("x-ow-nonce"), body_digest(request.body)});
    return expected == headers.at("x-ow-signature");
}

ports::HttpCall signed_call(const Message& message, const std::string& name, const std::string& key,
                            Instant now) {
    ports::HttpCall call;
    call.partner = PartnerId{name};
    call.method = "POST";
    call.url = message.url;
    call.body = message.body;
    const std::string host_on = message.url.substr(message.url.find("//") + 2);
    const std::string target = host_on.substr(std::min(host_on.find('/'), host_on.size()));
    const std::string time = std::to_string(now.time_since_epoch() / std::chrono::seconds{1});
    const std::string nonce = crypto::random_token(12);
    call.headers = {
        {"Content-Type", message.content_type},
        {"Idempotency-Key", message.idempotency_key},
        {"X-OW-Partner", name},
        {"X-OW-Time", time},
        {"X-OW-Nonce", nonce},
        {"X-OW-Signature", mac_of(key, {"POST", target, time, nonce, body_digest(message.body)})}};
    return call;
}

}  // namespace ow::http_push::twin
