#include "adapters/wechat/freshness.hpp"

#include <charconv>

#include "gateway/crypto/digest.hpp"

namespace ow::wechat {

Status Freshness::check_time(std::string_view timestamp, Instant now) const {
    std::int64_t seconds = 0;
    const char* end = timestamp.data() + timestamp.size();
    const auto [stop, error] = std::from_chars(timestamp.data(), end, seconds);
    constexpr std::int64_t kLatest =
        253'402'300'799;  // 9999-12-31, so that nothing overflows below
    if (error != std::errc{} || stop != end || seconds < 0 || seconds > kLatest) {
        return Error{Code::kRequestInvalid, {.field = "timestamp"}};
    }
    const Instant sent{std::chrono::seconds{seconds}};
    if (now - sent > settings_.oldest || sent - now > settings_.newest) {
        return Error{Code::kAuthTimeOutsideWindow, {.field = "timestamp"}};
    }
    return ok();
}

Status Freshness::admit(std::string_view signature, std::string_view body, Instant now) {
    std::string digest = crypto::digest(crypto::Hash::kSha256, body);
    const std::scoped_lock lock{mutex_};
    forget(now);
    const auto found = body_of_.find(signature);
    if (found != body_of_.end()) {
        if (found->second == digest) return ok();
        return Error{Code::kAuthReplay, {.field = "signature"}};
    }
    if (order_.size() >= settings_.remembered) drop_oldest();
    body_of_.emplace(signature, std::move(digest));
    order_.push_back({now, std::string{signature}});
    return ok();
}

void Freshness::forget(Instant now) {
    const Millis kept = settings_.oldest + settings_.newest;
    while (!order_.empty() && now - order_.front().at > kept) drop_oldest();
}

void Freshness::drop_oldest() {
    body_of_.erase(order_.front().signature);
    order_.pop_front();
}

}  // namespace ow::wechat
