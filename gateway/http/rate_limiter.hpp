#pragma once
// How often each partner may ask: a bucket of `burst` tokens that fills by `per_second`.

#include <map>

#include "gateway/base/ids.hpp"
#include "gateway/base/time.hpp"

namespace ow::http {

struct Rate {
    int per_second = 0;  ///< 0: no limit
    int burst = 0;
};

/// Not thread-safe. A clock that goes back fills nothing and takes nothing away.
class RateLimiter {
  public:
    /// Whether the partner may ask once more now. After a no the next token is at most a second
    /// away. A changed rate counts from the next request on.
    bool take(const PartnerId& partner, const Rate& rate, Instant now);

  private:
    struct Bucket {
        double tokens = 0;
        Instant filled{};
    };
    std::map<PartnerId, Bucket> buckets_;
};

}  // namespace ow::http
