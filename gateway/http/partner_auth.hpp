#pragma once
// Who is calling: a configured partner, by client certificate or by a signed request.
//
// Signed requests carry X-OW-Partner, X-OW-Time (Unix seconds), X-OW-Nonce (8 … 128 characters) and
//   X-OW-Signature = hex HMAC-SHA256(key, METHOD \n target \n time \n nonce \n hex SHA-256(body))
// with the request target as it stands in the request line. The time must be within five minutes of
// ours; a nonce is taken once (kAuthReplay). What was seen is kept in memory only: after a restart
// the message's own idempotency key still catches a repetition.

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "gateway/base/address_range.hpp"
#include "gateway/base/time.hpp"
#include "gateway/http/rate_limiter.hpp"
#include "gateway/ports/http.hpp"

namespace ow::http {

/// Several of a kind while one takes the other's place.
struct Credential {
    std::string
        value;  ///< certificate: SHA-256 in hex, either case, colons allowed; key: raw bytes
    Instant until = Instant::max();  ///< from here on it is refused, saying why
};

struct PartnerCredentials {
    PartnerId id;
    std::vector<Credential> certificates;
    std::vector<Credential> hmac_keys;
    std::vector<AddressRange> addresses;  ///< empty = any
    Rate rate{};
};

/// HMAC of the scheme above in hex.
[[nodiscard]] std::string sign_request(std::string_view key, std::string_view method,
                                       std::string_view target, std::string_view time,
                                       std::string_view nonce, std::string_view body);

/// Nonces of one partner for as long as their time is within the window. Not thread-safe.
class NonceMemory {
  public:
    explicit NonceMemory(std::size_t limit) : limit_(limit) {}
    enum class Seen : std::uint8_t { kNew, kBefore, kFull };
    /// `stamp` is the request's own time, already checked to be within `window` of `now`.
    Seen take(std::string_view nonce, std::chrono::seconds stamp, std::chrono::seconds now,
              std::chrono::seconds window);

  private:
    const std::size_t limit_;
    std::size_t count_ = 0;
    std::map<std::int64_t, std::unordered_set<std::string>> by_minute_;  ///< 12 digest bytes each
};

/// Thread-safe.
class PartnerAuth {
  public:
    PartnerAuth(std::vector<PartnerCredentials> partners, const Clock& clock,
                std::size_t nonces_per_partner = 500'000);
    /// The partner, or why not: kAuthCredentialsMissing (none, or a partner nobody configured),
    /// kAuthCertificateUnknown, kAuthSignatureInvalid, kAuthTimeOutsideWindow, kAuthReplay,
    /// kAuthForbidden (address), kOverloaded (more requests in the window than can be remembered),
    /// kRateLimited (more than the partner may ask; only what it proved to have sent counts).
    [[nodiscard]] Result<PartnerId> authenticate(const ports::HttpRequest& request);
    /// Takes new credentials while running; nonces seen are kept.
    void replace(std::vector<PartnerCredentials> partners);

  private:
    using Partners = std::vector<PartnerCredentials>;
    [[nodiscard]] std::shared_ptr<const Partners> partners() const;
    /// Who it is, without asking how often.
    [[nodiscard]] Result<const PartnerCredentials*> identify(const Partners& partners,
                                                             const ports::HttpRequest& request);
    [[nodiscard]] Result<const PartnerCredentials*> by_signature(const Partners& partners,
                                                                 const ports::HttpRequest& request);
    [[nodiscard]] Status take_nonce(const PartnerId& partner, std::string_view nonce,
                                    std::chrono::seconds stamp, std::chrono::seconds now);

    const Clock& clock_;
    const std::size_t nonces_per_partner_;
    mutable std::mutex mutex_;
    std::shared_ptr<const Partners> partners_;
    std::map<PartnerId, NonceMemory> nonces_;
    RateLimiter rates_;
};

}  // namespace ow::http
