#pragma once
// What has to be done outside after something happened: one literal table from event to message.
//
// A row of the outbox names the event it is for (`version`) and the state it speaks of (`as_of`),
// so that every attempt says the same bytes. A message speaks of the event's own state; a paper of
// the state after the whole step: what is taken in and accepted at once has its limits on its slip.
// Its id is made from case, version and kind: the same step planned twice has the same ids.

#include <string>
#include <string_view>
#include <vector>

#include "gateway/flow/setting.hpp"
#include "gateway/model/case_state.hpp"
#include "gateway/ports/store.hpp"

namespace ow::flow {

/// Partner id of work done by the gateway itself (rendering documents).
inline constexpr std::string_view kRenderPartner = "render";

struct PlanInput {
    const model::CaseState& after;  ///< state with `events` applied
    const std::vector<model::Event>& events;
    StreamId stream;
    Instant now;
};

/// Outbox rows of a step, in the order they must go. A partner without an outbound mapping for the
/// kind gets nothing, but a department its application (the relay parks it); a printer needs none.
[[nodiscard]] std::vector<ports::OutboxRow> plan(const PlanInput& input, const Setting& setting);

/// Ids of the papers that the gateway may have to make, sorted: of the plan, and those made when a
/// person asks for them.
[[nodiscard]] std::vector<std::string_view> papers_made();

/// The id of a row: the same step planned twice has the same ids.
[[nodiscard]] std::string row_id(const CaseNo& no, std::int64_t version, std::string_view kind,
                                 const std::string& leg, const PartnerId& partner);

/// {"kind","version","as_of"?,"leg"?} of a row's body.
struct RowBody {
    std::string kind;
    std::int64_t version = 0;
    std::int64_t as_of = 0;  ///< `version` where the row does not say
    std::string leg = {};    ///< the department whose leg it is about
};
[[nodiscard]] RowBody parse_row_body(const std::string& body);

}  // namespace ow::flow
