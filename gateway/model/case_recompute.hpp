#pragma once
// Inside of decide(): the events of due times that moved. Not for use outside gateway/model.

#include <string_view>
#include <vector>

#include "gateway/model/case_decide.hpp"

namespace ow::model {

/// Adds a clock.recomputed for every running clock of `after` whose due time is another one now:
/// old, new, `why` ("calendar", "extension", "inspection", "pause", "resumed").
void add_moved(std::vector<Event>& events, const CaseState& after, std::string_view why,
               const CaseFacts& facts, Instant at);

}  // namespace ow::model
