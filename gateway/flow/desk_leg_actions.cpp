// Several departments: opinions, handing on, reporting up, joint reviews, who will not sign (R7,
// R15, R16).

#include <algorithm>

#include "gateway/flow/desk_action_row.hpp"

namespace ow::flow {
namespace {

using boost::json::object;
using model::text_at;
using Values = object;

constexpr FieldRow kOpinion[] = {
    {"outcome", "意见", "radio", true, "approved=同意|refused=不同意|returned=退件"},
    {"number", "文书编号（没有不填）", "text", false, ""},
    {"reason", "理由", "textarea", true, "", "outcome=refused"},
    {"return_reason", "退件原因", "textarea", true, "", "outcome=returned"},
    {"at", "时间（不填为现在；补录填实际时间）", "datetime", false, ""}};
constexpr FieldRow kSignLeg[] = {
    {"at", "签收时间（不填为现在；补录填实际时间）", "datetime", false, ""},
    {"difference", "与清单不一致之处（一致不填）", "textarea", false, ""}};
constexpr FieldRow kReportUp[] = {
    {"opinion", "上报意见（只核实形式的不填，用固定表述）", "textarea", false, ""},
    {"at", "上报时间（不填为现在；补录填实际时间）", "datetime", false, ""}};
constexpr FieldRow kRefusal[] = {{"department", "部门", "leg", false, ""},
                                 {"reason", "拒不收件的情况", "textarea", true, ""}};
constexpr FieldRow kConvene[] = {{"when", "会审时间", "moment", true, ""},
                                 {"where", "会审地点", "text", true, ""},
                                 {"departments", "参加（不选为全部）：", "legs", false, ""}};
constexpr FieldRow kHeld[] = {{"present", "到会：", "legs", false, ""},
                              {"result", "会审意见", "textarea", true, ""}};

bool has_open_leg(const model::CaseState& s, const model::Item&) {
    return std::any_of(s.legs.all.begin(), s.legs.all.end(),
                       [](const model::Leg& leg) { return leg.is_open() && leg.reports.empty(); });
}

bool may_report_up(const model::CaseState& s, const model::Item&) {
    return std::any_of(s.legs.all.begin(), s.legs.all.end(),
                       [](const model::Leg& leg) { return leg.is_open() && !leg.reports.empty(); });
}

bool may_refuse_to_sign(const model::CaseState& s, const model::Item&) {
    const bool own = (s.listed_at || s.legs.pushed_at) && !s.signed_at && s.deems_signed;
    return own || std::any_of(s.legs.all.begin(), s.legs.all.end(), [](const model::Leg& leg) {
               return leg.is_open() && leg.sign_due && !leg.signed_at;
           });
}

model::Command opinion_of(const Values& v, const model::CaseState& s, const model::Item&,
                          Instant now) {
    model::CaseDecision d;
    d.outcome = text_at(v, "outcome");
    d.number = text_at(v, "number");
    d.decided_at = stated_time(v, now);
    d.reason = text_at(v, d.outcome == "returned" ? "return_reason" : "reason");
    d.result = {{"item_code", s.item_code}};
    return model::Decide{std::move(d)};
}

const ActionRow kActions[] = {
    {"leg_opinion", "登记分办意见", "accepted", kDepartment, "", kOpinion, &opinion_of,
     &has_open_leg},
    {"sign_leg", "签收分办材料", "accepted", kDepartment, "", kSignLeg,
     [](const Values& v, const model::CaseState&, const model::Item&,
        Instant now) -> model::Command {
         return model::SignFor{stated_time(v, now), text_at(v, "difference"), {}};
     },
     &has_open_leg},
    {"pass_on",
     "分送下一部门",
     "accepted",
     kWindow,
     "材料已取回，分送下一部门？",
     {},
     [](const Values&, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::PassOn{};
     },
     [](const model::CaseState& s, const model::Item&) {
         return s.legs.passed_by == "window" && s.legs.next_order() > 0;
     }},
    {"report_up", "上报上级部门", "accepted", kDepartment, "", kReportUp,
     [](const Values& v, const model::CaseState&, const model::Item&,
        Instant now) -> model::Command {
         return model::ReportUp{text_at(v, "opinion"), stated_time(v, now)};
     },
     &may_report_up},
    {"refuse_to_sign", "登记部门拒不收件", "accepted", kWindow,
     "按缺席默认，视为自推送时起已收到？", kRefusal,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::RefuseToSign{DepartmentId{text_at(v, "department")}, text_at(v, "reason")};
     },
     &may_refuse_to_sign},
    {"convene_review", "召集会审", "accepted", kWindowOrDepartment, "", kConvene,
     [](const Values& v, const model::CaseState& s, const model::Item&, Instant) -> model::Command {
         return model::ConveneReview{parse_instant(text_at(v, "when")).value_or(Instant{}),
                                     text_at(v, "where"), ticked_departments(v, s)};
     },
     &has_open_leg},
    {"record_review", "登记会审情况", "accepted", kWindowOrDepartment, "", kHeld,
     [](const Values& v, const model::CaseState& s, const model::Item&, Instant) -> model::Command {
         return model::RecordReview{ticked_departments(v, s), text_at(v, "result")};
     },
     [](const model::CaseState& s, const model::Item&) {
         return s.legs.review && !s.legs.review->held;
     }},
};

}  // namespace

std::span<const ActionRow> leg_actions() {
    return kActions;
}

}  // namespace ow::flow
