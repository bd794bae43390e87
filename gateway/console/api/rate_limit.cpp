#include "gateway/console/api/rate_limit.hpp"

namespace ow::console {
namespace {

constexpr std::size_t kAddresses = 20'000;

}  // namespace

bool RateLimit::allow(const std::string& address) {
    const auto minute = std::chrono::floor<std::chrono::minutes>(clock_.now());
    const std::scoped_lock lock{mutex_};
    if (minute != minute_ || counts_.size() >= kAddresses) {
        minute_ = minute;
        counts_.clear();
    }
    return ++counts_[address] <= per_minute_;
}

}  // namespace ow::console
