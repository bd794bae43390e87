// Clocks: special procedures, extension, special circumstances, reminders (R8, R9, R10, R47).

#include <algorithm>

#include "gateway/flow/desk_action_row.hpp"

namespace ow::flow {
namespace {

using boost::json::object;
using model::text_at;
using Values = object;

constexpr std::string_view kDepartmentSide = "department operator admin";

constexpr FieldRow kBegin[] = {
    {"procedure", "特殊环节（如 听证、检验、专家评审、现场勘验）", "text", true, ""},
    {"at", "开始时间（不填为现在；补录填实际时间）", "datetime", false, ""},
    {"reason", "事由（停钟的必填）", "textarea", false, ""},
    {"evidence", "依据材料及文号（停钟的必填）", "text", false, ""},
    {"approver", "批准人（停钟的必填）", "text", false, ""},
    {"amount", "告知申请人的所需时间：数字（停钟的必填）", "text", false, ""},
    {"unit", "所需时间：单位", "radio", false, "wd=工作日|nd=自然日"},
    {"notice", "部门自己的告知文号（不填由本厅出具告知书）", "text", false, ""}};
constexpr FieldRow kEnd[] = {
    {"procedure", "特殊环节", "text", true, ""},
    {"result", "结果", "textarea", true, ""},
    {"at", "结束时间（不填为现在；补录填实际时间）", "datetime", false, ""}};
constexpr FieldRow kExtend[] = {
    {"reason", "延期理由", "textarea", true, ""},
    {"approver", "批准人", "text", true, ""},
    {"notice", "部门自己的告知文号（不填由本厅出具告知书）", "text", false, ""}};
constexpr FieldRow kStart[] = {{"reason", "起算事由", "text", true, ""},
                               {"at", "起算时间（不填为现在）", "datetime", false, ""}};
constexpr FieldRow kDelay[] = {{"reason", "特殊情况", "textarea", true, ""},
                               {"until", "新的办结日期（如 2024-10-20）", "text", true, ""}};
constexpr FieldRow kRemind[] = {
    {"how", "方式", "radio", true, "phone=电话|message=消息|visit=当面"},
    {"note", "说明（不要填号码）", "text", false, ""},
    {"at", "时间（不填为现在）", "datetime", false, ""}};

bool any_open(const model::CaseTiming& timing) {
    const auto open = [](const auto& p) { return !p.ended; };
    return std::any_of(timing.pauses.begin(), timing.pauses.end(), open) ||
           std::any_of(timing.procedures.begin(), timing.procedures.end(), open);
}

model::Command begin_of(const Values& v, const model::CaseState&, const model::Item&, Instant now) {
    const std::string unit = text_at(v, "unit");
    return model::BeginProcedure{
        text_at(v, "procedure"),
        text_at(v, "reason"),
        text_at(v, "evidence"),
        text_at(v, "approver"),
        text_at(v, "notice"),
        model::parse_limit(text_at(v, "amount") + (unit.empty() ? "wd" : unit)),
        stated_time(v, now)};
}

const ActionRow kActions[] = {
    {"begin_procedure", "特殊环节开始", "accepted", kDepartmentSide, "", kBegin, &begin_of, nullptr,
     true},
    {"end_procedure", "特殊环节结束", "accepted decided", kDepartmentSide, "", kEnd,
     [](const Values& v, const model::CaseState&, const model::Item&,
        Instant now) -> model::Command {
         return model::EndProcedure{text_at(v, "procedure"), text_at(v, "result"),
                                    stated_time(v, now)};
     },
     [](const model::CaseState& s, const model::Item&) { return any_open(s.timing); }, true},
    {"extend", "延长法定期限", "accepted", kDepartmentSide, "只能延长一次，确认？", kExtend,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::Extend{text_at(v, "reason"), text_at(v, "approver"), text_at(v, "notice")};
     },
     [](const model::CaseState& s, const model::Item& item) {
         return item.extension && !s.timing.extension && s.statutory.started;
     },
     true},
    {"start_clock", "法定期限起算", "accepted", kDepartmentSide, "", kStart,
     [](const Values& v, const model::CaseState&, const model::Item&,
        Instant now) -> model::Command {
         return model::StartClock{text_at(v, "reason"), stated_time(v, now)};
     },
     [](const model::CaseState& s, const model::Item&) {
         return !s.statutory.unit.empty() && !s.statutory.started;
     },
     true},
    {"register_delay", "登记特殊情况说明", "accepted", kIssuance, "", kDelay,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::RegisterDelay{text_at(v, "reason"), parse_day(text_at(v, "until"))};
     },
     [](const model::CaseState& s, const model::Item&) { return !s.timing.delay_registered; }},
    {"remind", "催办", "accepted decided", kIssuance, "", kRemind,
     [](const Values& v, const model::CaseState&, const model::Item&,
        Instant now) -> model::Command {
         return model::Remind{text_at(v, "how"), text_at(v, "note"), stated_time(v, now)};
     }},
};

}  // namespace

std::span<const ActionRow> timing_actions() {
    return kActions;
}

}  // namespace ow::flow
