#pragma once
// Name and password. A name that does not exist is answered like a wrong password: same error, same
// work, same lock-out. Thread-safe.

#include <map>
#include <mutex>
#include <semaphore>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"
#include "gateway/console/api/users.hpp"

namespace ow::console {

struct SignInSettings {
    int failures = 5;               ///< wrong passwords in a row until the name is locked
    Millis lock{15 * 60'000};       ///< for this long; also how long a failure is remembered
    std::size_t capacity = 10'000;  ///< names whose failures are remembered
};

class SignIn {
  public:
    SignIn(std::vector<UserRecord> users, const Clock& clock, SignInSettings settings);

    /// kAuthPasswordWrong; kAuthLockedOut, even for the right password, while the name is locked;
    /// kOverloaded when two passwords are being compared (each takes 32 MB) and neither is
    /// done within a second.
    [[nodiscard]] Result<ports::StaffUser> check(std::string_view id, std::string_view password);
    [[nodiscard]] bool knows(std::string_view id) const { return users_.contains(id); }

  private:
    struct Failures {
        int count = 0;
        Instant last{};
    };
    [[nodiscard]] bool is_locked(std::string_view id);
    void remember_failure(std::string_view id);

    std::map<std::string, UserRecord, std::less<>> users_;
    UserRecord nobody_;  ///< compared with when the name is unknown
    const Clock& clock_;
    SignInSettings settings_;
    std::counting_semaphore<2> comparing_{2};
    std::mutex mutex_;
    std::map<std::string, Failures, std::less<>> failures_;
};

}  // namespace ow::console
