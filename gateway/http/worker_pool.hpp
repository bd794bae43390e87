#pragma once
// A fixed number of threads and a bounded queue. Full is an answer, not a wait: the caller says
// "busy" to whoever asked. Thread-safe.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ow::http {

class WorkerPool {
  public:
    using Job = std::function<void()>;  ///< must not throw

    WorkerPool(std::size_t threads, std::size_t queue);
    ~WorkerPool();  ///< as stop()
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// Whether the job was taken; false if the queue is full or the pool has stopped.
    [[nodiscard]] bool post(Job job);
    /// Waits for the jobs that run, drops those that only queue. May be called twice.
    void stop();
    /// Jobs waiting and running.
    [[nodiscard]] std::size_t depth() const;

  private:
    void run();

    const std::size_t limit_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> queue_;
    std::size_t running_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace ow::http
