#include "gateway/flow/back_off.hpp"

#include <algorithm>
#include <random>

namespace ow::flow {

Dice thrown_dice() {
    return [] {
        thread_local std::minstd_rand engine{std::random_device{}()};
        return std::uniform_real_distribution<double>{0.0, 1.0}(engine);
    };
}

Millis back_off(const model::PartnerRetry& retry, int attempts, double dice) {
    Millis wait = retry.first;
    for (int i = 1; i < attempts && wait < retry.most; ++i) wait *= 2;
    wait = std::min(wait, retry.most);
    wait += Millis{static_cast<std::int64_t>(static_cast<double>(wait.count()) * 0.2 * dice)};
    return std::min(wait, retry.most);
}

}  // namespace ow::flow
