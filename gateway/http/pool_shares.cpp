#include "gateway/http/pool_shares.hpp"

#include <map>
#include <mutex>

namespace ow::http {

struct PoolShares::Counts {
    explicit Counts(std::size_t limit) : most(limit) {}
    const std::size_t most;
    std::mutex mutex;
    std::map<std::string, std::size_t> taken;
};

PoolShares::PoolShares(std::size_t most) : counts_(std::make_shared<Counts>(most)) {}

PoolShares::Ticket PoolShares::enter(const std::string& owner) const {
    {
        const std::scoped_lock lock{counts_->mutex};
        std::size_t& taken = counts_->taken[owner];
        if (taken >= counts_->most) return nullptr;
        ++taken;
    }
    return {counts_.get(), [counts = counts_, owner](const void*) {
                const std::scoped_lock lock{counts->mutex};
                --counts->taken[owner];
            }};
}

}  // namespace ow::http
