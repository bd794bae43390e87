#include "gateway/console/api/sessions.hpp"

#include <algorithm>

#include "gateway/crypto/digest.hpp"

namespace ow::console {
namespace {

std::string digest_of(std::string_view token) {
    return crypto::digest(crypto::Hash::kSha256, token);
}

}  // namespace

std::string Sessions::begin(const ports::StaffUser& user) {
    std::string token = crypto::random_token(32);
    const Instant now = clock_.now();
    const std::scoped_lock lock{mutex_};
    make_room(now);
    by_digest_[digest_of(token)] = Session{user, crypto::random_token(32), now, now};
    return token;
}

Result<Session> Sessions::find(std::string_view token, Presence presence) {
    const Instant now = clock_.now();
    const std::scoped_lock lock{mutex_};
    const auto found = by_digest_.find(digest_of(token));
    if (token.empty() || found == by_digest_.end()) return Error{Code::kAuthSessionExpired};
    if (is_over(found->second, now)) {
        by_digest_.erase(found);
        return Error{Code::kAuthSessionExpired};
    }
    if (presence == Presence::kPerson) found->second.seen = now;
    return found->second;
}

void Sessions::end(std::string_view token) {
    const std::scoped_lock lock{mutex_};
    by_digest_.erase(digest_of(token));
}

bool Sessions::is_over(const Session& session, Instant now) const {
    return now - session.seen >= settings_.idle || now - session.began >= settings_.absolute;
}

void Sessions::make_room(Instant now) {
    if (by_digest_.size() < settings_.capacity) return;
    std::erase_if(by_digest_, [&](const auto& entry) { return is_over(entry.second, now); });
    if (by_digest_.size() < settings_.capacity) return;
    by_digest_.erase(std::min_element(
        by_digest_.begin(), by_digest_.end(),
        [](const auto& a, const auto& b) { return a.second.seen < b.second.seen; }));
}

}  // namespace ow::console
