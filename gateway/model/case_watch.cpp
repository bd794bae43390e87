// What hangs on a limit: silence (R8), reminders and cards (R10), the paper lead (R11), serving
// (R39, 行政许可法44), feedback (R14); and what a clock starts with (R47).

#include <algorithm>

#include "gateway/model/case_decide.hpp"

namespace ow::model {
namespace {

using boost::json::object;

/// So long past the limit; 0: the limit itself.
std::optional<Instant> past(const Due& due, const std::optional<Limit>& by, const CaseFacts& f) {
    if (!by) return std::nullopt;
    const auto later = due_of(*by, due.instant - Millis{1}, f.calendar, f.hall.opening);
    return later ? std::optional{later->instant} : std::nullopt;
}

void put(object& o, std::string_view key, const std::optional<Instant>& at) {
    if (at) o[key] = to_iso(*at);
}

Event overdue(std::string_view what, Instant due, const CaseFacts& f) {
    return {"clock.overdue", 1, due, f.actor, {{"what", what}, {"due", to_iso(due)}}, {}};
}

bool is_before_issue(const CaseState& s) {
    return s.stage == Stage::kAccepted || s.stage == Stage::kDecided;
}

}  // namespace

void add_watch(object& clear, const std::optional<Due>& promised, const CaseFacts& f,
               bool is_listed) {
    if (!promised) return;
    const HallSettings& rules = f.hall.settings;
    object watch;
    if (rules.deemed_approval && !f.item.silent_excluded) {  // R8
        watch["deems"] = "yes";
        put(watch, "alarm", before(*promised, rules.approval_alarm, f.calendar));
    }
    put(watch, "yellow", past(*promised, rules.yellow_card, f));
    put(watch, "red", past(*promised, rules.red_card, f));
    if (is_listed) put(watch, "paper", before(*promised, rules.result_paper_lead, f.calendar));
    if (!watch.empty()) clear["watch"] = std::move(watch);
}

void add_paper_lead(object& clear, const CaseState& s, const CaseFacts& f) {
    if (!s.promised.due) return;
    const Due due{day_of(*s.promised.due - Millis{1}), *s.promised.due};
    put(clear, "paper", before(due, f.hall.settings.result_paper_lead, f.calendar));
}

void add_serve_due(object& clear, const CaseFacts& f, Instant decided_at) {
    const auto due =
        due_of(f.hall.settings.issue_and_serve, decided_at, f.calendar, f.hall.opening);
    if (due) clear["serve_due"] = to_iso(due->instant);
}

void add_feedback_due(object& clear, const CaseFacts& f, Instant delivered_at) {
    const auto due =
        due_of(f.hall.settings.result_feedback, delivered_at, f.calendar, f.hall.opening);
    if (due) clear["feedback_due"] = to_iso(due->instant);
}

Status not_against_silence(const CaseState& s, const CaseDecision& d) {
    if (!s.timing.deemed_approved || d.outcome == "approved") return ok();
    Error error = not_allowed(s);
    return Error{error.code(), {}, error.cause() + "；已超时默认视为准予，不能再作相反决定（R8）"};
}

std::optional<Instant> statutory_start(const Item& item, std::string_view how, Instant received,
                                       Instant accepted) {
    // Words nobody has read start nothing by themselves.
    switch (parse_clock_start(item.statutory_start).value_or(ClockStart::kByEvent)) {
        case ClockStart::kAcceptance:
            return accepted;
        case ClockStart::kReceipt:
            // R28: after 补正 the day the last material arrived is the day of receipt.
            return how == "corrected" ? accepted : received;
        case ClockStart::kByEvent:
            break;
    }
    return std::nullopt;
}

Decided decide_on(const CaseState& s, const RegisterDelay& c, const CaseFacts& f, Instant now) {
    if (auto own = own_case(s, f); !own) return own.error();
    if (s.stage != Stage::kAccepted) return not_allowed(s);
    if (c.reason.empty()) return Error{Code::kFieldMissing, {"reason", {}, 0, 0}};
    if (!c.until || *c.until < day_of(now))
        return Error{Code::kFieldFormat, {"until", {}, 0, 0}, "须写明新的办结日期"};
    if (s.promised.due && now >= *s.promised.due) {
        Error error = not_allowed(s);
        return Error{error.code(), {}, error.cause() + "；特殊情况说明须在期限届满前登记（R8）"};
    }
    return one({"case.delay_registered",
                1,
                now,
                f.actor,
                {{"until", to_iso(*c.until)}},
                {{"reason", c.reason}}});
}

Decided decide_on(const CaseState& s, const Remind& c, const CaseFacts& f, Instant now) {
    if (!is_before_issue(s)) return not_allowed(s);
    if (c.how.empty()) return Error{Code::kFieldMissing, {"how", {}, 0, 0}};
    if (auto possible = stated(c.at, s.accepted_at, "受理", now); !possible)
        return possible.error();
    const bool late = s.promised.due && c.at >= *s.promised.due;
    return one({"reminder.made",
                1,
                c.at,
                f.actor,
                {{"how", c.how}, {"by", f.actor_name}, {"overdue", late ? "yes" : "no"}},
                {{"note", c.note}}});
}

std::optional<Instant> deemed_approved_due(const CaseState& s) {
    const CaseTiming& t = s.timing;
    const bool silent = s.stage == Stage::kAccepted && !s.decision && !t.delay_registered;
    // R7, R26: what was accepted by silence reached the department late; its clock ran without it.
    if (s.accepted_how == "deemed") return std::nullopt;
    // R5: what is owed under 容缺 is the applicant's silence, not the department's.
    const CasePledge& p = s.pledge;
    const bool owes = p.is_tolerance() && (p.is_owing() || p.broken || p.examined == "no");
    if (!silent || owes || !s.legs.lets_grant() || !t.deems_approval || !s.promised.due)
        return std::nullopt;
    return t.approval_alarm ? t.approval_alarm : s.promised.due;
}

Decided fire_deemed_approved(const CaseState& s, const CaseFacts& f, Instant now) {
    const Instant due = *s.promised.due;
    // The alarm, unless the limit ran out as well while the gateway was down.
    if (s.timing.approval_alarm && now < due)
        return one({"case.approval_near",
                    1,
                    *s.timing.approval_alarm,
                    f.actor,
                    {{"due", to_iso(due)}},
                    {}});
    if (f.word_waits)
        return not_allowed(s, "承办部门发来的消息尚在隔离中，处理前不视为准予（R8、R33）");
    object clear{{"due", to_iso(due)}, {"outcome", "approved"}};
    add_serve_due(clear, f, due);
    return one({"case.deemed_approved", 1, due, f.actor, std::move(clear), {}});
}

std::optional<Instant> card_due(const CaseState& s) {
    const CaseTiming& t = s.timing;
    if (!is_before_issue(s) || s.promised.stopped) return std::nullopt;
    if (!t.yellow_at || !t.red_at) return t.yellow_at ? t.yellow_at : t.red_at;
    return std::min(*t.yellow_at, *t.red_at);
}

Decided fire_card(const CaseState& s, const CaseFacts& f, Instant) {
    const Instant at = *card_due(s);
    return one({"clock.card",
                1,
                at,
                f.actor,
                {{"colour", s.timing.yellow_at == at ? "yellow" : "red"},
                 {"due", to_iso(*s.promised.due)}},
                {}});
}

std::optional<Instant> paper_due(const CaseState& s) {
    return s.stage == Stage::kAccepted && s.listed_at ? s.timing.paper_at : std::nullopt;
}

Decided fire_paper(const CaseState& s, const CaseFacts& f, Instant) {
    return one({"case.paper_near",
                1,
                *s.timing.paper_at,
                f.actor,
                {{"due", to_iso(*s.promised.due)}},
                {}});
}

std::optional<Instant> serve_overdue_due(const CaseState& s) {
    const bool unserved = s.decision && !s.delivered_at && !row_of(s.stage).closed;
    return unserved && !s.timing.serve_overdue ? s.timing.serve_due : std::nullopt;
}

Decided fire_serve_overdue(const CaseState& s, const CaseFacts& f, Instant) {
    return one(overdue("serve", *s.timing.serve_due, f));
}

std::optional<Instant> feedback_overdue_due(const CaseState& s) {
    const bool waits = s.stage == Stage::kDelivered && !s.timing.feedback_overdue;
    return waits ? s.timing.feedback_due : std::nullopt;
}

Decided fire_feedback_overdue(const CaseState& s, const CaseFacts& f, Instant) {
    return one(overdue("feedback", *s.timing.feedback_due, f));
}

}  // namespace ow::model
