#pragma once
// The link to the booking page: bound to one openid, expiring, opaque. Pure, thread-safe.
//
// The token is AES-256-GCM over openid and end, so that a URL shows neither and cannot be made by
// anyone else. Its key is derived from the account's secret: a new secret ends all links.

#include <string>
#include <string_view>

#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"

namespace ow::wechat {

class BookingLink {
  public:
    explicit BookingLink(std::string_view secret);

    /// URL-safe.
    [[nodiscard]] std::string make(std::string_view openid, Instant end) const;
    /// The openid. Not made by us or changed: kAuthSignatureInvalid; over: kAuthSessionExpired.
    [[nodiscard]] Result<std::string> open(std::string_view token, Instant now) const;

  private:
    std::string key_;
};

}  // namespace ow::wechat
