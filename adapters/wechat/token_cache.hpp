#pragma once
// The account's access token: fetched once for everyone, kept until five minutes before its end.

#include <mutex>
#include <string>

#include "adapters/wechat/settings.hpp"
#include "gateway/base/result.hpp"
#include "gateway/ports/http.hpp"

namespace ow::wechat {

/// Thread-safe; while one thread fetches, the others wait for its result. Nothing has been sent to
/// a user when it fails, so a time-out here is kPartnerUnreachable.
class TokenCache {
  public:
    TokenCache(const Settings& settings, ports::HttpClient& http, const Clock& clock)
        : settings_(settings), http_(http), clock_(clock) {}

    [[nodiscard]] Result<std::string> get(Millis deadline);
    /// After the platform refused `bad`: a newer one. If it still gives the same one, a new one is
    /// forced, at most every 30 seconds (20 a day are allowed); else kPartnerCredentials.
    [[nodiscard]] Result<std::string> replace(const std::string& bad, Millis deadline);

  private:
    Status fetch(bool force, Millis deadline);

    const Settings& settings_;
    ports::HttpClient& http_;
    const Clock& clock_;
    std::mutex mutex_;
    std::string token_;
    Instant fresh_until_{};
    Instant forced_at_{};
};

}  // namespace ow::wechat
