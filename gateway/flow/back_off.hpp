#pragma once
// How long to wait before the next attempt. Randomness is passed in: many rows that failed together
// must not come back together, and a test must know when they do.

#include <functional>

#include "gateway/model/partner.hpp"

namespace ow::flow {

/// A number of [0, 1) each time. Called from several threads.
using Dice = std::function<double()>;
/// Seeded by the system.
[[nodiscard]] Dice thrown_dice();

/// After `attempts` failures: exponential with up to 20 % of jitter drawn from `dice` (0 … 1),
/// never above `retry.most`.
[[nodiscard]] Millis back_off(const model::PartnerRetry& retry, int attempts, double dice);

}  // namespace ow::flow
