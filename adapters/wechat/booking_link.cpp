#include "adapters/wechat/booking_link.hpp"

#include <algorithm>
#include <charconv>

#include "gateway/crypto/cipher.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::wechat {
namespace {

constexpr std::string_view kContext = "booking link 1";
constexpr std::size_t kLongest = 400;

Error forged() {
    return Error{Code::kAuthSignatureInvalid, {.field = "t"}};
}

}  // namespace

BookingLink::BookingLink(std::string_view secret)
    : key_(crypto::hmac(crypto::Hash::kSha256, secret, kContext)) {}

std::string BookingLink::make(std::string_view openid, Instant end) const {
    const std::string plain =
        std::to_string(end.time_since_epoch().count()) + ' ' + std::string{openid};
    std::string token = crypto::to_base64(crypto::seal(key_, plain, kContext));
    while (token.ends_with('=')) token.pop_back();
    std::replace(token.begin(), token.end(), '+', '-');
    std::replace(token.begin(), token.end(), '/', '_');
    return token;
}

Result<std::string> BookingLink::open(std::string_view token, Instant now) const {
    if (token.size() > kLongest) return forged();
    std::string text{token};
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    const auto sealed = crypto::from_base64(text);
    if (!sealed) return forged();
    const auto plain = crypto::open(key_, *sealed, kContext);
    if (!plain) return forged();
    std::int64_t end = 0;
    const auto [stop, error] = std::from_chars(plain->data(), plain->data() + plain->size(), end);
    const auto used = static_cast<std::size_t>(stop - plain->data());
    if (error != std::errc{} || used >= plain->size()) return forged();
    if (now >= Instant{Millis{end}}) return Error{Code::kAuthSessionExpired, {.field = "t"}};
    return plain->substr(used + 1);
}

}  // namespace ow::wechat
