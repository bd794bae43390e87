#pragma once
// Time window and replay rule for signed requests.
//
// A request is too old after 10 minutes and too new after 60 seconds. Inside the window a signature
// stands for one body only: the same signature with another body is a replay (in plain mode the
// signature does not cover the body, so a captured URL would sign anything). The same signature
// with the same body is the platform's own retry after a lost answer; it passes and is recognised
// further in by its message id.

#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"

namespace ow::wechat {

/// Thread-safe. Remembers signatures in memory; a restart forgets them, which the window bounds.
class Freshness {
  public:
    struct Settings {
        Millis oldest = std::chrono::minutes{10};
        Millis newest = std::chrono::seconds{60};
        std::size_t remembered = 100'000;  ///< signatures; the oldest is forgotten first
    };
    Freshness() : Freshness(Settings{}) {}
    explicit Freshness(Settings settings) : settings_(settings) {}

    /// `timestamp` is decimal Unix seconds. kAuthTimeOutsideWindow; not a number: kRequestInvalid.
    [[nodiscard]] Status check_time(std::string_view timestamp, Instant now) const;
    /// Call only after the signature was found right. kAuthReplay.
    [[nodiscard]] Status admit(std::string_view signature, std::string_view body, Instant now);

  private:
    struct Seen {
        Instant at;
        std::string signature;
    };
    void forget(Instant now);
    void drop_oldest();

    Settings settings_;
    std::mutex mutex_;
    std::map<std::string, std::string, std::less<>> body_of_;  ///< signature → digest of the body
    std::deque<Seen> order_;
};

}  // namespace ow::wechat
