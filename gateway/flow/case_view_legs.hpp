#pragma once
// Inside of case_view().

#include <boost/json/object.hpp>

#include "gateway/flow/setting.hpp"
#include "gateway/model/case_state.hpp"

namespace ow::flow {

/// legs/leg[], review, returned: only where the case has them.
void add_leg_views(boost::json::object& tree, const model::CaseState& state,
                   const Setting& setting);

}  // namespace ow::flow
