#pragma once
// A case as one JSON tree: what documents print, outward mappings send and pages show. The shape is
// described in mappings/README.md; casetree turns it into XML for XPath.

#include <boost/json/object.hpp>
#include <string>

#include "gateway/flow/setting.hpp"
#include "gateway/model/case_state.hpp"

namespace ow::flow {

/// `kind` is the message or document the tree is made for; it stands at message/kind.
[[nodiscard]] boost::json::object case_view(const model::CaseState& state, const Setting& setting,
                                            const std::string& kind, Instant at);

/// 自取 / 邮寄; 工作日 / 日 / 小时: words for codes.
[[nodiscard]] std::string delivery_way_label(std::string_view way);
[[nodiscard]] std::string unit_label(std::string_view unit);

/// The last day of a limit in Chinese, 待公布 if the calendar is not published (R29).
[[nodiscard]] std::string due_label(const model::CaseClock& clock);

}  // namespace ow::flow
