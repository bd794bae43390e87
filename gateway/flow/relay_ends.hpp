#pragma once
// How attempts end in the outbox. Each call returns when the end is durable, or lost with its
// lease: then somebody else has the row. Thread-safe.

#include <string>
#include <vector>

#include "gateway/ports/store.hpp"

namespace ow::flow {

class RelayEnds {
  public:
    RelayEnds(ports::Store& store, const Clock& clock) : store_(store), clock_(clock) {}

    /// Sent without a receipt, parked, unknown, cancelled.
    void stop(const ports::Claim& claim, ports::OutboxState state, std::string reason);
    /// Tried in vain; again at `at`.
    void put_off(const ports::Claim& claim, std::string reason, Instant at, bool counts);
    /// Not tried; again as soon as the partner may be called.
    void give_back(const std::vector<ports::Claim>& claims);

  private:
    void write(std::vector<ports::OutboxFinish> finishes);

    ports::Store& store_;
    const Clock& clock_;
};

/// The number in `case:<no>` and `booking:<no>`.
[[nodiscard]] CaseNo number_of(const StreamId& stream);

}  // namespace ow::flow
