#include "gateway/flow/relay_trees.hpp"

#include "gateway/flow/case_view.hpp"
#include "gateway/flow/relay_ends.hpp"

namespace ow::flow {

Result<boost::json::object> RelayTrees::of(const ports::Claim& claim, const RowBody& body) {
    boost::json::object tree;
    if (claim.row.stream.str().starts_with("booking:")) {
        const auto booking = appointments_.booking(number_of(claim.row.stream));
        if (!booking) return booking.error();
        tree = appointments_.booking_view(*booking, body.kind);
    } else {
        const auto state = cases_.load_at(number_of(claim.row.stream), body.as_of);
        if (!state) return state.error();
        tree = case_view(*state, setting_, body.kind, state->last_at);
        if (!body.leg.empty()) narrow_to_leg(tree, *state, DepartmentId{body.leg}, setting_);
    }
    tree["message"].get_object()["id"] = claim.row.id;
    return tree;
}

}  // namespace ow::flow
