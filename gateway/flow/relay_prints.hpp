#pragma once
// Rows for a printer: the stored file's own bytes and a ticket that names the document. Nothing is
// rendered here; a file that is not what was asked for is not printed. Thread-safe; blocks.

#include "gateway/flow/plan.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::flow {

/// kStoreDamaged if the stored bytes are no longer those of the event.
[[nodiscard]] Result<ports::Delivery> print_delivery(ports::Store& store, const ports::Claim& claim,
                                                     const RowBody& body, Millis deadline);

}  // namespace ow::flow
