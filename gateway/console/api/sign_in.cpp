#include "gateway/console/api/sign_in.hpp"

#include <algorithm>

#include "gateway/crypto/digest.hpp"

namespace ow::console {
namespace {

constexpr std::chrono::seconds kPatience{1};

}  // namespace

SignIn::SignIn(std::vector<UserRecord> users, const Clock& clock, SignInSettings settings)
    : clock_(clock), settings_(settings) {
    for (UserRecord& record : users) {
        std::string id = record.user.id;
        users_.emplace(std::move(id), std::move(record));
    }
    nobody_.salt = crypto::random_bytes(16);
    nobody_.hash = crypto::random_bytes(32);
}

Result<ports::StaffUser> SignIn::check(std::string_view id, std::string_view password) {
    if (is_locked(id)) return Error{Code::kAuthLockedOut};
    if (!comparing_.try_acquire_for(kPatience)) return Error{Code::kOverloaded};
    const auto found = users_.find(id);
    const UserRecord& record = found == users_.end() ? nobody_ : found->second;
    const bool matches = password_matches(record, password);
    comparing_.release();
    // Guesses sent side by side must not outrun the lock.
    if (is_locked(id)) return Error{Code::kAuthLockedOut};
    if (!matches || found == users_.end()) {
        remember_failure(id);
        return Error{is_locked(id) ? Code::kAuthLockedOut : Code::kAuthPasswordWrong};
    }
    const std::scoped_lock lock{mutex_};
    if (const auto failed = failures_.find(id); failed != failures_.end()) failures_.erase(failed);
    return record.user;
}

bool SignIn::is_locked(std::string_view id) {
    const std::scoped_lock lock{mutex_};
    const auto found = failures_.find(id);
    if (found == failures_.end()) return false;
    if (clock_.now() - found->second.last >= settings_.lock) {
        failures_.erase(found);
        return false;
    }
    return found->second.count >= settings_.failures;
}

void SignIn::remember_failure(std::string_view id) {
    const std::scoped_lock lock{mutex_};
    if (failures_.size() >= settings_.capacity && !failures_.contains(id))
        failures_.erase(std::min_element(
            failures_.begin(), failures_.end(),
            [](const auto& a, const auto& b) { return a.second.last < b.second.last; }));
    Failures& failures = failures_[std::string{id}];
    ++failures.count;
    failures.last = clock_.now();
}

}  // namespace ow::console
