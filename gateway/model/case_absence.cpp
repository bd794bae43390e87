// 缺席默认 (R7): late, refusing or absent departments are deemed to have received. 会审 (R15). The
// limits that a leg has of its own.

#include <algorithm>

#include "gateway/model/case_decide.hpp"

namespace ow::model {
namespace {

using boost::json::array;
using boost::json::object;

bool waits_for_signature(const Leg& leg) {
    return leg.is_open() && !leg.signed_at && leg.sign_due;
}

bool runs(const Leg& leg) {
    return leg.is_open() && !leg.overdue && leg.due;
}

const Leg* first_unsigned(const CaseState& s) {
    const Leg* first = nullptr;
    for (const Leg& leg : s.legs.all) {
        if (waits_for_signature(leg) && (first == nullptr || *leg.sign_due < *first->sign_due))
            first = &leg;
    }
    return s.stage == Stage::kAccepted ? first : nullptr;
}

const Leg* first_running(const CaseState& s) {
    const Leg* first = nullptr;
    for (const Leg& leg : s.legs.all) {
        if (runs(leg) && (first == nullptr || *leg.due < *first->due)) first = &leg;
    }
    return s.stage == Stage::kAccepted ? first : nullptr;
}

Event deemed(const Leg& leg, std::string_view why, const CaseFacts& f) {
    // R7: received from the moment of the push.
    return event("leg.deemed_signed", *leg.pushed_at, f,
                 {{"department", leg.department.str()}, {"order", leg.order}, {"why", why}});
}

/// Whoever the hall's setting names convenes and records a joint review.
Status may_convene(const CaseState& s, const CaseFacts& f) {
    const bool by_lead = f.hall.settings.joint_review_by == ReviewBy::kLead;
    const bool is_lead = f.department == s.department;
    if (by_lead ? is_lead : f.department.empty()) return ok();
    return not_allowed(s, by_lead ? "会审由牵头部门召集（R15）" : "会审由大厅召集（R15）");
}

bool has(const std::vector<DepartmentId>& list, const DepartmentId& one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

array texts(const std::vector<DepartmentId>& list) {
    array out;
    for (const DepartmentId& one : list) out.push_back(boost::json::value(one.str()));
    return out;
}

bool takes_part(const CaseState& s, const DepartmentId& department) {
    return department == s.department || s.legs.find(department) != nullptr;
}

}  // namespace

std::optional<Instant> leg_deemed_signed_due(const CaseState& s) {
    const Leg* leg = first_unsigned(s);
    return leg == nullptr ? std::nullopt : leg->sign_due;
}

Decided fire_leg_deemed_signed(const CaseState& s, const CaseFacts& f, Instant) {
    const Instant due = *first_unsigned(s)->sign_due;
    std::vector<Event> events;  // of all that are due at the moment
    for (const Leg& leg : s.legs.all) {
        if (waits_for_signature(leg) && *leg.sign_due == due)
            events.push_back(deemed(leg, "late", f));
    }
    return events;
}

std::optional<Instant> leg_overdue_due(const CaseState& s) {
    const Leg* leg = first_running(s);
    return leg == nullptr ? std::nullopt : leg->due;
}

Decided fire_leg_overdue(const CaseState& s, const CaseFacts& f, Instant) {
    const Instant due = *first_running(s)->due;
    std::vector<Event> events;  // of all that are due at the moment
    for (const Leg& leg : s.legs.all) {
        if (!runs(leg) || *leg.due != due) continue;
        events.push_back(event("leg.overdue", due, f,
                               {{"department", leg.department.str()}, {"order", leg.order}}));
    }
    return events;
}

Decided decide_on(const CaseState& s, const RefuseToSign& c, const CaseFacts& f, Instant) {
    if (s.stage != Stage::kAccepted || !f.department.empty()) return not_allowed(s);
    if (!f.hall.settings.deemed_receipt) return not_allowed(s, "本厅没有缺席默认（R7）");
    if (c.reason.empty()) return Error{Code::kFieldMissing, {"reason", {}, 0, 0}};
    std::vector<Event> events;
    if (c.department.empty() || c.department == s.department) {
        const auto pushed = s.listed_at ? s.listed_at : s.legs.pushed_at;
        if (!pushed || s.signed_at) return not_allowed(s);
        events.push_back(event("case.deemed_signed", *pushed, f, {{"why", "refused"}}));
    } else {
        const Leg* leg = s.legs.find(c.department);
        if (leg == nullptr || !leg->is_open() || leg->signed_at) return not_allowed(s);
        events.push_back(deemed(*leg, "refused", f));
    }
    events.front().secret["reason"] = c.reason;
    return events;
}

Decided decide_on(const CaseState& s, const ConveneReview& c, const CaseFacts& f, Instant now) {
    if (s.stage != Stage::kAccepted || s.legs.empty()) return not_allowed(s);
    if (auto may = may_convene(s, f); !may) return may.error();
    if (c.where.empty()) return Error{Code::kFieldMissing, {"where", {}, 0, 0}};
    if (c.at <= now) return Error{Code::kFieldFormat, {"at", {}, 0, 0}, "会审时间须在以后"};
    std::vector<DepartmentId> invited = c.departments;
    if (invited.empty()) {
        for (const Leg& leg : s.legs.all) {
            if (!has(invited, leg.department)) invited.push_back(leg.department);
        }
    }
    for (const DepartmentId& one : invited) {
        if (!takes_part(s, one))
            return Error{Code::kFieldFormat, {"departments", {}, 0, 0}, one.str()};
    }
    return one(event("review.convened", now, f,
                     {{"at", to_iso(c.at)}, {"where", c.where}, {"departments", texts(invited)}}));
}

Decided decide_on(const CaseState& s, const RecordReview& c, const CaseFacts& f, Instant now) {
    const auto& review = s.legs.review;
    if (s.stage != Stage::kAccepted || !review || review->held) return not_allowed(s);
    if (auto may = may_convene(s, f); !may) return may.error();
    if (now < review->at) return not_allowed(s, "会审时间未到");
    if (c.result.empty()) return Error{Code::kFieldMissing, {"result", {}, 0, 0}};
    std::vector<DepartmentId> absent;
    for (const DepartmentId& one : review->departments) {
        if (!has(c.present, one)) absent.push_back(one);
    }
    std::vector<Event> events =
        one(event("review.held", now, f, {{"absent", texts(absent)}}, {{"result", c.result}}));
    if (!f.hall.settings.deemed_receipt) return events;
    for (const DepartmentId& one : absent) {  // R7
        const Leg* leg = s.legs.find(one);
        if (leg != nullptr && leg->is_open() && !leg->signed_at && one != s.department)
            events.push_back(deemed(*leg, "absent", f));
    }
    return events;
}

}  // namespace ow::model
