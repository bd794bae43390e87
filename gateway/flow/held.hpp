#pragma once
// After a restore every partner is held: it may be ahead of our books (design §1). A person ends
// the hold, one partner at a time, and says whether the partner was asked; what may have reached it
// stands in the queue as `unknown` then and is sent to nobody until a person has decided.

#include <string>
#include <vector>

#include "gateway/flow/queue_view.hpp"

namespace ow::flow {

/// For the queue: one a held partner.
[[nodiscard]] std::vector<QueueCause> held_causes(ports::Store& store, const Setting& setting);

/// `received`: "none" – everything unsent goes – or "some": what the partner cannot recognise by
/// its id becomes unknown. How many rows do; kRequestInvalid if it is not held.
[[nodiscard]] Result<std::int64_t> release_partner(ports::Store& store, const Setting& setting,
                                                   const PartnerId& partner,
                                                   const std::string& received, Instant now);

}  // namespace ow::flow
