#pragma once
// So many requests an address and a minute; for what anyone may ask. Thread-safe, bounded memory.

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

#include "gateway/base/time.hpp"

namespace ow::console {

class RateLimit {
  public:
    RateLimit(const Clock& clock, int per_minute) : clock_(clock), per_minute_(per_minute) {}

    /// Counts one request; false once the address used up its minute. When more than 20 000
    /// addresses are active in one minute, all counts start anew.
    [[nodiscard]] bool allow(const std::string& address);

  private:
    const Clock& clock_;
    int per_minute_;
    std::mutex mutex_;
    std::chrono::sys_time<std::chrono::minutes> minute_{};
    std::map<std::string, int> counts_;
};

}  // namespace ow::console
