#pragma once
// Inside of case_view(): what only papers say – reminders and cards (D20), special circumstances
// (D25), what was checked at intake (D8A), what a person added (D24), the item's own facts.

#include <boost/json/object.hpp>

#include "gateway/flow/setting.hpp"
#include "gateway/model/case_state.hpp"

namespace ow::flow {

/// urge, delay, delivered/by, intake, note/line[], item/{handling_cn,results}; `at`: the paper's
/// day.
void add_paper_views(boost::json::object& tree, const model::CaseState& state,
                     const Setting& setting, Instant at);

/// materials/material[] of an item as its list names them: {name,form_cn,copies,need_cn}.
[[nodiscard]] boost::json::object list_of_materials(const model::Item& item);

/// document/title: the hall's own (`titles`), else what the paper is in this case (黄牌督办单,
/// 不予行政许可决定书), else its general name.
[[nodiscard]] std::string title_of_paper(const model::CaseState& state, const Setting& setting,
                                         const std::string& kind);

/// phones/{query,complaint}: where a number is not published, the hall where one asks instead.
[[nodiscard]] boost::json::object phones_view(const model::Hall& hall);

}  // namespace ow::flow
