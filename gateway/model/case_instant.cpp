// 即办件: taken, decided and issued by the department's own staff in one entry (R43).

#include "gateway/model/case_decide.hpp"

namespace ow::model {
namespace {

bool is_instant(const CaseFacts& f) {
    return f.item.handling == Handling::kInstant;
}

Status of_own_department(const CaseState& s, const CaseFacts& f) {
    if (f.department == f.item.department) return ok();
    return not_allowed(s, "即办件由承办部门的工作人员受理、决定并发证（R43）");
}

CaseDecision decision_of(const CaseState& s, const FinishAtOnce& c, Instant now) {
    return {c.outcome,
            c.number,
            c.document_name,
            now,
            {{"applicant_name", c.applicant_name}, {"item_code", s.item_code}},
            c.reason};
}

Status check_words(const FinishAtOnce& c) {
    if (c.outcome != "approved" && c.outcome != "refused")
        return Error{Code::kFieldFormat, {"outcome", {}, 0, 0}};
    if (c.number.empty()) return Error{Code::kFieldMissing, {"number", {}, 0, 0}};
    if (c.applicant_name.empty()) return Error{Code::kFieldMissing, {"applicant_name", {}, 0, 0}};
    if (c.outcome == "refused" && c.reason.empty())
        return Error{Code::kFieldMissing, {"reason", {}, 0, 0}};
    return ok();
}

/// A received case is accepted with it; it has to be complete.
Result<std::vector<Event>> accepted_first(const CaseState& s, const CaseFacts& f, Instant now) {
    if (s.stage != Stage::kReceived) return std::vector<Event>{};
    if (auto waits = acceptance_waits(s, false)) return std::move(*waits);
    if (auto complete = complete_for(s, f.item); !complete) return complete.error();
    return one(accepted_event(now, "instant", *s.received_at, f));
}

}  // namespace

Status may_take_in(const CaseState& s, const Receive& c, const CaseFacts& f) {
    if (!f.department.empty() && f.department != f.item.department)
        return Error{Code::kAuthForbidden, {"item.code", {}, 0, 0}, "another department's item"};
    if (c.at_once && !is_instant(f)) return not_allowed(s, "只有即办件当场办结（R43）");
    const bool by_mail = c.origin.starts_with("parcel:");
    if (!is_instant(f) || !c.by_person || by_mail) return ok();
    return of_own_department(s, f);
}

Status not_instant(const CaseState& s, const CaseFacts& f) {
    if (!is_instant(f) || s.stage != Stage::kAccepted) return ok();
    return not_allowed(s, "即办件不分送，由承办部门的工作人员当场决定并发证（R43）");
}

Decided decide_on(const CaseState& s, const FinishAtOnce& c, const CaseFacts& f, Instant now) {
    const bool open =
        s.stage == Stage::kReceived || s.stage == Stage::kAccepted || s.stage == Stage::kDecided;
    if (!open) return not_allowed(s);
    if (!is_instant(f)) return not_allowed(s, "只有即办件当场办结（R43）");
    if (auto own = of_own_department(s, f); !own) return own.error();
    if (auto complete = check_words(c); !complete) return complete.error();
    auto events = accepted_first(s, f, now);
    if (!events) return events.error();
    const CaseDecision decision = decision_of(s, c, now);
    if (auto fits = result_fits(s, decision.result); !fits) return fits.error();
    if (auto fits = not_against_silence(s, decision); !fits) return fits.error();
    auto delivered = delivered_event(s, {"instant", c.recipient, c.authorisation}, f, now);
    if (!delivered) return delivered.error();
    events->push_back(decided_event(decision, f));
    events->push_back(event("case.at_issuance", now, f));
    events->push_back(std::move(*delivered));
    events->push_back(event("case.fed_back", now, f));
    for (Event& one : *events) one.clear["instant"] = "yes";
    return events;
}

}  // namespace ow::model
