#include "gateway/storage/read_pool.hpp"

namespace ow::storage {

ReadPool::ReadPool(const ConnectionSettings& settings, int connections) {
    for (int i = 0; i < connections; ++i) {
        all_.push_back(std::make_unique<Connection>(settings));
        free_.push_back(all_.back().get());
    }
}

ReadPool::Loan ReadPool::lend() {
    std::unique_lock lock{mutex_};
    returned_.wait(lock, [&] { return closed_ || !free_.empty(); });
    if (closed_) throw SqlError{SQLITE_CANTOPEN, "the store is closed"};
    Connection* connection = free_.back();
    free_.pop_back();
    return {*this, connection};
}

void ReadPool::give_back(Connection* connection) {
    {
        const std::scoped_lock lock{mutex_};
        free_.push_back(connection);
    }
    returned_.notify_all();
}

void ReadPool::close() {
    std::unique_lock lock{mutex_};
    closed_ = true;
    returned_.notify_all();
    returned_.wait(lock, [&] { return free_.size() == all_.size(); });
    free_.clear();
    all_.clear();
}

}  // namespace ow::storage
