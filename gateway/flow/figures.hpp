#pragma once
// The month's figures (月度考核) from the events: one table of what is counted, for each department
// and for each person. What no event tells of yet is no column, so that nothing unknown shows as 0.
//
// An event counts in the month it happened in (R36), an end of a case (R39) in the month of the
// version that stands now (R30). So a month may be corrected by what comes later.

#include <vector>

#include "gateway/flow/month.hpp"
#include "gateway/flow/setting.hpp"
#include "gateway/model/sheet.hpp"
#include "gateway/ports/history.hpp"

namespace ow::flow {

/// 部门月度统计, 人员月度统计. Rows by department (as the hall's file names it) and by person's id;
/// a department or person without any count has no row. Of a month that `now` is in, a case is
/// overdue only if its limit is over by now.
[[nodiscard]] Result<std::vector<model::Sheet>> figures(const Month& month, Instant now,
                                                        const Setting& setting,
                                                        ports::History& history);

}  // namespace ow::flow
