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

/// R38: of the case only what the department of one leg works with: its own part, nothing of the
/// others', of the delivery or of the result.
void narrow_to_leg(boost::json::object& tree, const model::CaseState& state,
                   const DepartmentId& department, const Setting& setting);

/// 同意, 不同意 …: a leg's opinion; "" while there is none.
[[nodiscard]] std::string opinion_label(std::string_view opinion);

/// 准予 / 不予许可; 自取 / 邮寄; 工作日 / 日 / 小时: words for codes.
[[nodiscard]] std::string outcome_label(std::string_view outcome);
[[nodiscard]] std::string delivery_way_label(std::string_view way);
[[nodiscard]] std::string unit_label(std::string_view unit);

/// 河南省郑州市新郑市样本路1号: where a result is mailed, in one line.
[[nodiscard]] std::string mailing_address(const boost::json::object& content);

/// The last day of a limit in Chinese, 待公布 if the calendar is not published (R29).
[[nodiscard]] std::string due_label(const model::CaseClock& clock);

}  // namespace ow::flow
