#pragma once
// `onewindow case show`: a case as an engineer reads it, personal data masked.

#include <iosfwd>
#include <vector>

#include "gateway/flow/setting.hpp"
#include "gateway/model/event.hpp"
#include "gateway/ports/store.hpp"

namespace ow::app {

/// `events` is the whole stream, not empty.
void print_case(std::ostream& out, const std::vector<model::StoredEvent>& events,
                const std::vector<ports::OutboxView>& outbox, const flow::Setting& setting);

/// What is left of a case whose key was destroyed: its row and its messages' names, no event.
void print_destroyed_case(std::ostream& out, const CaseNo& no, const ports::StreamView& view,
                          const std::vector<ports::OutboxView>& outbox,
                          const flow::Setting& setting);

}  // namespace ow::app
