#pragma once
// Commands sent on together: counts those under way, waits for the last. Many share one commit of
// the store that way. Callbacks may come from any thread; wait() before it goes.

#include <condition_variable>
#include <mutex>

namespace ow::flow {

class Round {
  public:
    void begin() {
        const std::scoped_lock lock{mutex_};
        ++under_way_;
    }
    void end() {
        // Told under the lock: whoever waits may destroy this as soon as it has it.
        const std::scoped_lock lock{mutex_};
        if (--under_way_ == 0) last_.notify_all();
    }
    void wait() {
        std::unique_lock lock{mutex_};
        last_.wait(lock, [&] { return under_way_ == 0; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable last_;
    int under_way_ = 0;
};

}  // namespace ow::flow
