// What is recorded at any time: calls and prints.

#include "gateway/flow/desk_action_row.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;
using Values = object;

constexpr FieldRow kCall[] = {
    {"to", "打给", "radio", true, "department=部门|applicant=申请人"},
    {"outcome", "结果", "radio", true, "reached=已接通|not_reached=未接通"},
    {"note", "说明（不要填号码）", "text", false, ""},
    {"at", "时间（不填为现在）", "datetime", false, ""}};
constexpr FieldRow kMake[] = {
    {"document", "文书", "radio", true,
     "D1=材料受理及接收凭证|D8=收件通知单|D8A=收件档案|D8B=信用承诺书|D12=申请材料收件凭证|"
     "D13=业务受理回执单|D16=送达回证|D16A=保证声明（通知单遗失）|"
     "D24=“双告知”告知书"},
    {"note", "需要办理的后置审批及审批部门，一行一项", "textarea", true, "", "document=D24"}};
constexpr FieldRow kPrint[] = {{"document", "文书", "text", true, ""}};

const ActionRow kActions[] = {
    {"log_call", "登记电话通知", "accepted at_issuance decided notified", kAll, "", kCall,
     [](const Values& v, const model::CaseState&, const model::Item&,
        Instant now) -> model::Command {
         return model::LogCall{text_at(v, "to"), text_at(v, "outcome"), text_at(v, "note"),
                               stated_time(v, now)};
     },
     [](const model::CaseState& s, const model::Item&) { return s.listed_at.has_value(); }},
    {"make_document", "出具文书",
     "received correction accepted decided at_issuance notified mailed delivered", kAll, "", kMake,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::MakeDocument{text_at(v, "document"), text_at(v, "note")};
     },
     nullptr, true},
    {"make_decision",
     "出具决定书",
     "decided at_issuance notified mailed delivered",
     kDepartment,
     "",
     {},
     [](const Values&, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::MakeDocument{"D14", {}};
     },
     [](const model::CaseState& s, const model::Item&) {
         return s.department_partner.empty() && model::may_make(s, "D14");
     },
     true},
    {"print", "打印", "", kAll, "", kPrint,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::DocumentPrinted{text_at(v, "document")};
     }},
};

}  // namespace

std::span<const ActionRow> record_actions() {
    return kActions;
}

}  // namespace ow::flow
