#include "tests/scenarios/relay_partners.hpp"

namespace ow::scenario {
namespace {

constexpr Millis kMinute{60'000};

}  // namespace

void BookedPartner::set_mood(Mood mood) {
    {
        const std::scoped_lock lock{mutex_};
        mood_ = mood;
    }
    turned_.notify_all();
}

void BookedPartner::set_speed(int calls_a_minute) {
    const std::scoped_lock lock{mutex_};
    speed_ = calls_a_minute;
}

void BookedPartner::cut_every(int n) {
    const std::scoped_lock lock{mutex_};
    cut_every_ = n;
}

void BookedPartner::act(const ports::Delivery& delivery) {
    int& times = acted_[delivery.idempotency_key];
    if (deduplicates_ && times > 0) return;
    ++times;
    order_[delivery.case_no].push_back(delivery.kind);
}

bool BookedPartner::is_full() const {
    const std::int64_t minute = clock_.now().time_since_epoch() / kMinute;
    return speed_ > 0 && minute == minute_ && calls_this_minute_ >= speed_;
}

Result<ports::Receipt> BookedPartner::answer(const ports::Delivery& delivery,
                                             std::unique_lock<std::mutex>& lock) {
    if (mood_ == Mood::kDown) return Error{Code::kPartnerUnreachable};
    if (mood_ == Mood::kExpired) return Error{Code::kPartnerCredentials};
    if (mood_ == Mood::kHanging) {
        if (calls_ % 2 == 0) act(delivery);
        const Instant deadline = clock_.now() + delivery.deadline;
        turned_.wait(lock, [&] { return clock_.now() >= deadline || mood_ != Mood::kHanging; });
        return Error{Code::kPartnerTimeout};
    }
    const Instant now = clock_.now();
    if (is_full()) {
        const Millis left = kMinute - now.time_since_epoch() % kMinute;
        return Error{Code::kPartnerBusy}.ask_after(left);
    }
    const std::int64_t minute = now.time_since_epoch() / kMinute;
    if (minute != minute_) calls_this_minute_ = 0;
    minute_ = minute;
    ++calls_this_minute_;
    act(delivery);
    if (cut_every_ > 0 && calls_ % static_cast<std::size_t>(cut_every_) == 0)
        return Error{Code::kPartnerTimeout};
    return ports::Receipt{};
}

Result<ports::Receipt> BookedPartner::send(const ports::Delivery& delivery) {
    Result<ports::Receipt> said = Error{};
    {
        std::unique_lock lock{mutex_};
        ++calls_;
        said = answer(delivery, lock);
    }
    nudge_();
    return said;
}

std::size_t BookedPartner::acted() const {
    const std::scoped_lock lock{mutex_};
    return acted_.size();
}

std::vector<std::string> BookedPartner::doubled() const {
    const std::scoped_lock lock{mutex_};
    std::vector<std::string> keys;
    for (const auto& [key, times] : acted_) {
        if (times > 1) keys.push_back(key);
    }
    return keys;
}

bool BookedPartner::has(const std::string& key) const {
    const std::scoped_lock lock{mutex_};
    return acted_.contains(key);
}

std::size_t BookedPartner::calls() const {
    const std::scoped_lock lock{mutex_};
    return calls_;
}

bool BookedPartner::is_full_now() const {
    const std::scoped_lock lock{mutex_};
    return is_full();
}

std::map<std::string, std::vector<std::string>> BookedPartner::order() const {
    const std::scoped_lock lock{mutex_};
    return order_;
}

}  // namespace ow::scenario
