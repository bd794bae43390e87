// A department that works in the browser (S8; R6, R36).

#include "gateway/flow/desk_action_row.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;
using Values = object;

constexpr FieldRow kSign[] = {
    {"at", "签收时间（不填为现在；补录填实际时间）", "datetime", false, ""},
    {"difference", "与清单不一致之处（一致不填）", "textarea", false, ""}};
constexpr FieldRow kEnterProgress[] = {{"stage", "办理环节", "text", true, ""},
                                       {"note", "说明", "textarea", false, ""},
                                       {"at", "发生时间（不填为现在）", "datetime", false, ""}};
constexpr FieldRow kEnterDecision[] = {
    {"outcome", "决定", "radio", true, "approved=准予|refused=不予许可|returned=退件"},
    {"number", "文书编号", "text", true, ""},
    {"document_name", "文书或证照名称", "text", true, ""},
    {"applicant_name", "文书上的申请人姓名或名称", "text", true, ""},
    {"reason", "理由", "textarea", true, "", "outcome=refused"},
    {"return_reason", "退件原因", "textarea", true, "", "outcome=returned"},
    {"merits", "是否经实体审查", "radio", true, "no=否，只因形式|yes=是，另作不予许可决定",
     "outcome=returned"},
    {"refusal_number", "不予许可决定书文号", "text", true, "", "merits=yes"},
    {"at", "决定时间（不填为现在；补录填实际时间）", "datetime", false, ""}};

model::Command decision_of(const Values& v, const model::CaseState& s, const model::Item&,
                           Instant now) {
    model::CaseDecision d;
    d.outcome = text_at(v, "outcome");
    d.number = text_at(v, "number");
    d.document_name = text_at(v, "document_name");
    d.decided_at = stated_time(v, now);
    d.reason = text_at(v, d.outcome == "returned" ? "return_reason" : "reason");
    if (d.outcome == "returned") {
        d.merits = text_at(v, "merits");
        d.refusal_number = text_at(v, "refusal_number");
    }
    d.result = {{"applicant_name", text_at(v, "applicant_name")}, {"item_code", s.item_code}};
    return model::Decide{std::move(d)};
}

const ActionRow kActions[] = {
    {"sign_for", "签收材料", "accepted decided", kDepartment, "", kSign,
     [](const Values& v, const model::CaseState&, const model::Item&,
        Instant now) -> model::Command {
         return model::SignFor{stated_time(v, now), text_at(v, "difference"), {}};
     },
     [](const model::CaseState& s, const model::Item&) {
         return s.listed_at && !s.is_signed_by_person;
     }},
    {"enter_progress", "登记办理环节", "accepted", kDepartment, "", kEnterProgress,
     [](const Values& v, const model::CaseState&, const model::Item&,
        Instant now) -> model::Command {
         return model::Progress{text_at(v, "stage"), text_at(v, "note"), stated_time(v, now)};
     },
     [](const model::CaseState& s, const model::Item&) { return s.signed_at.has_value(); }},
    {"enter_decision", "登记决定和结果", "accepted", kDepartment,
     "决定登记后送出证窗口核对，不能改写？", kEnterDecision, &decision_of,
     [](const model::CaseState& s, const model::Item&) { return s.signed_at.has_value(); }},
};

}  // namespace

std::span<const ActionRow> department_actions() {
    return kActions;
}

}  // namespace ow::flow
