#pragma once
// A fixed number of threads and a bounded queue: where blocking code runs.
//
// Owned by the composition root. post() may be called from any thread. stop() runs what is queued
// and joins; afterwards post() refuses. An exception that leaves a job is a broken invariant and
// ends the process.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ow {

class WorkerPool {
  public:
    using Job = std::function<void()>;

    WorkerPool(std::size_t threads, std::size_t queue_limit);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// False if the queue is full or the pool is stopped: nothing was taken.
    [[nodiscard]] bool post(Job job);
    /// Jobs that may wait.
    [[nodiscard]] std::size_t limit() const { return limit_; }
    /// Jobs waiting and running.
    [[nodiscard]] std::size_t depth() const;
    /// Drops the jobs that only wait.
    void discard();
    void stop();

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

}  // namespace ow
