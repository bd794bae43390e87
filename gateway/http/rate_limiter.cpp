#include "gateway/http/rate_limiter.hpp"

#include <algorithm>

namespace ow::http {

bool RateLimiter::take(const PartnerId& partner, const Rate& rate, Instant now) {
    if (rate.per_second <= 0) return true;
    const auto [slot, fresh] =
        buckets_.try_emplace(partner, Bucket{static_cast<double>(rate.burst), now});
    Bucket& bucket = slot->second;
    const double seconds = std::chrono::duration<double>(now - bucket.filled).count();
    bucket.tokens =
        std::min<double>(rate.burst, bucket.tokens + std::max(0.0, seconds) * rate.per_second);
    bucket.filled = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
}

}  // namespace ow::http
