#pragma once
// Whose paper D14 is. A department that works in our browser has no other; one with a system of its
// own sends its own. What is no administrative act has none: the items of a public utility (R31),
// and a return (R20). Pure; thread-safe.

#include "gateway/model/case_state.hpp"
#include "gateway/model/hall.hpp"

namespace ow::model {

/// Gas, water, power, heat: its notices are none of an authority.
[[nodiscard]] inline bool is_utility(const Department& department) {
    return department.organ_type == "utility";
}

[[nodiscard]] bool is_decision_of_ours(const CaseState& state, const Hall& hall);

}  // namespace ow::model
