#pragma once
// Ends calls whose time is over. Poco has no deadline for a whole call (one byte a second goes on
// for ever), so one thread shuts the socket down under it and the blocked read or write returns.

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace ow::http {

/// Thread-safe; outlives its guards.
class Watchdog {
  public:
    using Time = std::chrono::steady_clock::time_point;

    Watchdog();
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

    /// While it lives, `socket` is shut down at `deadline`. Must die before the socket is closed:
    /// its number may then be another file.
    class Guard {
      public:
        Guard(Watchdog& dog, int socket, Time deadline);
        ~Guard();
        Guard(const Guard&) = delete;
        Guard& operator=(const Guard&) = delete;
        [[nodiscard]] bool fired() const;

      private:
        Watchdog& dog_;
        std::multimap<Time, Guard*>::iterator place_;
        int socket_;
        bool fired_ = false;
        friend class Watchdog;
    };

  private:
    void run();

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::multimap<Time, Guard*> guards_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace ow::http
