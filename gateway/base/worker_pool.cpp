#include "gateway/base/worker_pool.hpp"

#include <utility>

namespace ow {

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue_limit) : limit_(queue_limit) {
    threads_.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

WorkerPool::~WorkerPool() {
    stop();
}

bool WorkerPool::post(Job job) {
    {
        const std::scoped_lock lock{mutex_};
        if (stopping_ || queue_.size() >= limit_) return false;
        queue_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

std::size_t WorkerPool::depth() const {
    const std::scoped_lock lock{mutex_};
    return queue_.size() + running_;
}

void WorkerPool::discard() {
    std::deque<Job> dropped;  // destroyed outside the lock: a job may answer when it goes
    const std::scoped_lock lock{mutex_};
    dropped.swap(queue_);
}

void WorkerPool::stop() {
    {
        const std::scoped_lock lock{mutex_};
        stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

void WorkerPool::run() {
    for (;;) {
        Job job;
        {
            std::unique_lock lock{mutex_};
            wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            job = std::move(queue_.front());
            queue_.pop_front();
            ++running_;
        }
        job();
        const std::scoped_lock lock{mutex_};
        --running_;
    }
}

}  // namespace ow
