#pragma once
// A clock that stands until it is turned by hand.

#include "gateway/base/time.hpp"

namespace ow::test {

class TurnedClock final : public Clock {
  public:
    explicit TurnedClock(std::string_view local) : now_(parse_instant(local).value()) {}
    [[nodiscard]] Instant now() const override { return now_; }
    void forward(Millis by) { now_ += by; }

  private:
    Instant now_;
};

}  // namespace ow::test
