#include "gateway/flow/ledger_way.hpp"

#include "gateway/model/case_state.hpp"

namespace ow::flow {

Way way_of(const model::Event& received, const Setting& setting) {
    if (!model::text_at(received.clear, "taken_by").empty()) return Way::kDepartment;  // R43
    if (received.actor.starts_with("staff:")) return Way::kWindow;
    const auto* partner = setting.partner(PartnerId{model::text_at(received.clear, "source")});
    return partner != nullptr && partner->has_role("decider") ? Way::kDepartment : Way::kOnline;
}

}  // namespace ow::flow
