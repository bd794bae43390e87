// Before acceptance: the answer to an online application (R3), asking the department (R25).

#include "gateway/flow/desk_action_row.hpp"

namespace ow::flow {
namespace {

using boost::json::object;
using model::CaseState;
using model::Command;
using model::Item;
using model::text_at;
using Values = object;

constexpr FieldRow kWay[] = {
    {"way", "预受理结果", "radio", true, "online=全流程网办，不需纸质材料|on_site=现场递件"}};
constexpr FieldRow kCompare[] = {
    {"difference", "纸质材料与上传材料不一致之处（一致不填）", "textarea", false, ""}};
constexpr FieldRow kAsk[] = {{"question", "需部门答复的疑难", "textarea", true, ""}};
constexpr FieldRow kAnswer[] = {
    {"confirms", "部门意见", "radio", true, "yes=可以当场接收|no=不能接收"},
    {"note", "说明", "textarea", false, ""}};

Command pre_accept(const Values& v, const CaseState&, const Item&, Instant) {
    return model::PreAccept{text_at(v, "way")};
}

Command answer(const Values& v, const CaseState&, const Item&, Instant) {
    return model::DepartmentAnswers{text_at(v, "confirms") == "yes", text_at(v, "note")};
}

bool is_unanswered(const CaseState& s) {
    return s.pre_acceptance.due && !s.pre_acceptance.answered_at;
}

bool is_asked(const CaseState& s, const Item&) {
    return s.inquiry.asked_at && s.inquiry.answer.empty();
}

const ActionRow kActions[] = {
    {"pre_accept", "告知预受理结果", "received", kWindow, "", kWay, &pre_accept,
     [](const CaseState& s, const Item&) {
         return is_unanswered(s) && s.pre_acceptance.by != "department";
     }},
    {"pre_accept_department", "告知预受理结果", "received", kDepartment, "", kWay, &pre_accept,
     [](const CaseState& s, const Item&) {
         return is_unanswered(s) && s.pre_acceptance.by == "department";
     }},
    {"compare_papers", "现场核对纸质材料", "received", kWindow, "", kCompare,
     [](const Values& v, const CaseState&, const Item&, Instant) -> Command {
         return model::ComparePapers{text_at(v, "difference")};
     },
     [](const CaseState& s, const Item&) {
         return s.pre_acceptance.way == "on_site" && s.pre_acceptance.papers != "same";
     }},
    {"answer_inquiry", "答复窗口征求的意见", "received", kDepartment, "", kAnswer, &answer,
     &is_asked},
    {"log_answer", "登记部门答复", "received", kWindow, "", kAnswer, &answer, &is_asked},
    {"accept_silent",
     "部门未配合，窗口先行接收",
     "received",
     kWindow,
     "部门未答复。确认先行受理，由部门依法处理？",
     {},
     [](const Values&, const CaseState&, const Item&, Instant) -> Command {
         return model::Accept{true};
     },
     &is_asked},
    {"ask_department", "征求部门意见", "received", kWindow, "", kAsk,
     [](const Values& v, const CaseState&, const Item&, Instant) -> Command {
         return model::AskDepartment{text_at(v, "question")};
     },
     [](const CaseState& s, const Item&) { return !s.inquiry.asked_at; }},
};

}  // namespace

std::span<const ActionRow> inquiry_actions() {
    return kActions;
}

}  // namespace ow::flow
