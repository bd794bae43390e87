#pragma once
// Who is signed in. Kept in memory: a restart signs everybody out. Only the SHA-256 of a token is
// kept, so that a memory image opens no session. Thread-safe.

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"
#include "gateway/ports/desk.hpp"

namespace ow::console {

struct SessionSettings {
    Millis idle{15 * 60'000};           ///< ends after this time without a request of the person
    Millis absolute{10 * 60 * 60'000};  ///< ends after this time whatever happens
    std::size_t capacity = 2'000;       ///< of all people together; the longest idle one makes room
};

struct Session {
    ports::StaffUser user;
    std::string csrf;  ///< every POST carries it in `x-csrf-token`
    Instant began{};
    Instant seen{};
};

/// Whether a request shows that the person is there. A page that refreshes itself does not.
enum class Presence : std::uint8_t { kPerson, kBackground };

class Sessions {
  public:
    Sessions(const Clock& clock, SessionSettings settings) : clock_(clock), settings_(settings) {}

    /// The token for the cookie, 256 random bits.
    [[nodiscard]] std::string begin(const ports::StaffUser& user);
    /// kAuthSessionExpired for an unknown, idle or overaged one.
    [[nodiscard]] Result<Session> find(std::string_view token, Presence presence);
    void end(std::string_view token);

  private:
    [[nodiscard]] bool is_over(const Session& session, Instant now) const;
    void make_room(Instant now);

    const Clock& clock_;
    SessionSettings settings_;
    std::mutex mutex_;
    std::map<std::string, Session> by_digest_;
};

}  // namespace ow::console
