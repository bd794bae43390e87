#pragma once
// Fair shares of the worker pool: however many requests one partner sends at once, only so many of
// them are taken in at a time, so that there is room for the others. Thread-safe; tickets outlive
// it.

#include <cstddef>
#include <memory>
#include <string>

namespace ow::http {

class PoolShares {
  public:
    /// Held from the request until its answer.
    using Ticket = std::shared_ptr<const void>;

    /// `most`: requests of one owner at a time.
    explicit PoolShares(std::size_t most);

    /// nullptr: the owner's share is used up.
    [[nodiscard]] Ticket enter(const std::string& owner) const;

  private:
    struct Counts;
    std::shared_ptr<Counts> counts_;
};

}  // namespace ow::http
