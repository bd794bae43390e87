#pragma once
// Forms as a story fills them: labels of fields and options in Chinese, as they stand on the page.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "gateway/model/catalogue.hpp"
#include "gateway/model/hall.hpp"
#include "gateway/model/partner.hpp"
#include "gateway/yaml/node.hpp"

namespace ow::app {

/// The values of a case action's form. `filled` may be nullptr (nothing is filled in). A list under
/// the head of a label ticks the boxes: {需补正: [平面图]} is 需补正：平面图. A comparison is 一致,
/// or {申请人: 不一致}. kConfigInvalid at the label, naming the nearest right one.
[[nodiscard]] Result<boost::json::object> filled_form(const yaml::Node* filled,
                                                      const boost::json::array& fields);

/// By name, by a short form that fits one item only, or by id; kConfigInvalid at the node.
[[nodiscard]] Result<const model::Item*> item_called(const yaml::Node& word,
                                                     const model::Catalogue& catalogue);

/// By id or short form of the name; kConfigInvalid at the node unless it is exactly one.
[[nodiscard]] Result<const model::PartnerConfig*> partner_called(
    const yaml::Node& word, const std::map<PartnerId, model::PartnerConfig>& partners);

/// The first that sends us this kind of message; nullptr: none.
[[nodiscard]] const model::PartnerConfig* partner_with_inbound(
    const std::map<PartnerId, model::PartnerConfig>& partners, const std::string& kind);

/// The item's materials that `step` has handed in: those under 材料, else all that are always
/// needed, less those under 缺.
[[nodiscard]] Result<std::vector<std::string>> materials_of(const yaml::Node& step,
                                                            const model::Item& item);

}  // namespace ow::app
