#include "gateway/http/watchdog.hpp"

#include <sys/socket.h>

namespace ow::http {

Watchdog::Watchdog() : thread_([this] { run(); }) {}

Watchdog::~Watchdog() {
    {
        const std::scoped_lock lock{mutex_};
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Watchdog::run() {
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        if (guards_.empty()) {
            wake_.wait(lock);
            continue;
        }
        const Time next = guards_.begin()->first;
        if (std::chrono::steady_clock::now() < next) {
            wake_.wait_until(lock, next);
            continue;
        }
        Guard* guard = guards_.begin()->second;
        guards_.erase(guards_.begin());
        guard->place_ = guards_.end();
        guard->fired_ = true;
        ::shutdown(guard->socket_, SHUT_RDWR);
    }
}

Watchdog::Guard::Guard(Watchdog& dog, int socket, Time deadline) : dog_(dog), socket_(socket) {
    bool first = false;
    {
        const std::scoped_lock lock{dog_.mutex_};
        place_ = dog_.guards_.emplace(deadline, this);
        first = place_ == dog_.guards_.begin();
    }
    if (first) dog_.wake_.notify_one();
}

Watchdog::Guard::~Guard() {
    const std::scoped_lock lock{dog_.mutex_};
    if (place_ != dog_.guards_.end()) dog_.guards_.erase(place_);
}

bool Watchdog::Guard::fired() const {
    const std::scoped_lock lock{dog_.mutex_};
    return fired_;
}

}  // namespace ow::http
