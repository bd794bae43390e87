#include "adapters/twin_signature.hpp"

#include <algorithm>
#include <cstdlib>

#include "gateway/crypto/digest.hpp"

namespace ow::adapters {
namespace {

using crypto::Hash;

constexpr std::int64_t kWindowSeconds = 300;

std::int64_t seconds_of(Instant at) {
    return at.time_since_epoch() / std::chrono::seconds{1};
}

std::string said(const ports::HttpRequest& request, const char* name) {
    const auto found = request.headers.find(name);
    return found == request.headers.end() ? std::string{} : found->second;
}

std::string mac(const std::string& key, const std::string& before_body, const std::string& body) {
    const std::string digest = crypto::to_hex(crypto::digest(Hash::kSha256, body));
    return crypto::to_hex(crypto::hmac(Hash::kSha256, key, before_body + "\n" + digest));
}

}  // namespace

bool is_signed(const ports::HttpRequest& request, const std::string& key) {
    const std::string expected =
        mac(key,
            request.method + "\n" + request.raw_target + "\n" + said(request, "x-ow-time") + "\n" +
                said(request, "x-ow-nonce"),
            request.body);
    return !said(request, "x-ow-partner").empty() && said(request, "x-ow-signature") == expected;
}

bool is_item_code(std::string_view text) {
    return text.find_first_not_of(
               "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
           std::string_view::npos;
}

bool is_timely(const ports::HttpRequest& request, Instant now) {
    const std::int64_t stamp = std::strtoll(said(request, "x-ow-time").c_str(), nullptr, 10);
    return std::abs(stamp - seconds_of(now)) <= kWindowSeconds;
}

ports::HttpCall signed_by(const std::string& name, const std::string& key, ports::HttpCall call,
                          Instant now) {
    call.partner = PartnerId{name};
    const std::string host_on = call.url.substr(call.url.find("//") + 2);
    const std::string target = host_on.substr(std::min(host_on.find('/'), host_on.size()));
    const std::string time = std::to_string(seconds_of(now));
    const std::string nonce = crypto::random_token(12);
    call.headers["X-OW-Partner"] = name;
    call.headers["X-OW-Time"] = time;
    call.headers["X-OW-Nonce"] = nonce;
    call.headers["X-OW-Signature"] =
        mac(key, call.method + "\n" + target + "\n" + time + "\n" + nonce, call.body);
    return call;
}

}  // namespace ow::adapters
