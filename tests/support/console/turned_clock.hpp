#pragma once
// A clock that stands still until it is turned.

#include <mutex>

#include "gateway/base/time.hpp"

namespace ow::testing {

class TurnedClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override {
        const std::scoped_lock lock{mutex_};
        return now_;
    }
    void turn(Millis by) {
        const std::scoped_lock lock{mutex_};
        now_ += by;
    }

  private:
    mutable std::mutex mutex_;
    Instant now_ = *parse_instant("2024-10-12T09:00");
};

}  // namespace ow::testing
