// Due times that move: an event per clock with the old one, the new one and why (R9, R29, R47).

#include "gateway/model/case_recompute.hpp"

#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

boost::json::value iso_or_null(const std::optional<Instant>& at) {
    return at ? boost::json::value(to_iso(*at)) : boost::json::value(nullptr);
}

Event recomputed(std::string_view clock, const std::optional<Instant>& old,
                 const std::optional<Instant>& due, std::string_view why, const CaseFacts& f,
                 Instant at) {
    return {"clock.recomputed",
            1,
            at,
            f.actor,
            {{"clock", clock},
             {"old", iso_or_null(old)},
             {"due", iso_or_null(due)},
             {"why", why},
             {"calendar", f.calendar.version()}},
            {}};
}

/// The event if the due time is another one now.
std::optional<Event> moved(const CaseState& s, ClockKind kind, std::string_view why,
                           const CaseFacts& f, Instant at) {
    const bool statutory = kind == ClockKind::kStatutory;
    const CaseClock& clock = statutory ? s.statutory : s.promised;
    if (!clock.started || clock.stopped || clock.unit.empty()) return std::nullopt;
    const auto due = count_due(clock, s.timing, kind, f.calendar, f.hall.opening);
    const std::optional<Instant> fresh = due ? std::optional{due->instant} : std::nullopt;
    if (fresh == clock.due) return std::nullopt;
    Event event = recomputed(statutory ? "statutory" : "promised", clock.due, fresh, why, f, at);
    if (!statutory) add_watch(event.clear, due, f, s.listed_at.has_value());
    return event;
}

/// R8, R10, R11: what of the watch is another moment now, or was unknown; what was raised is done.
boost::json::object watch_moved(const CaseState& s, const std::optional<Due>& promised,
                                const CaseFacts& f) {
    boost::json::object fresh;
    add_watch(fresh, promised, f, s.listed_at.has_value());
    const boost::json::object watch = object_at(fresh, "watch");
    const CaseTiming& t = s.timing;
    const struct {
        std::string_view key;
        const std::optional<Instant>& old;
        bool raised;
    } rows[] = {{"alarm", t.approval_alarm, t.approval_near},
                {"paper", t.paper_at, t.paper_near},
                {"red", t.red_at, t.card == "red"},
                {"yellow", t.yellow_at, !t.card.empty()}};
    boost::json::object moved;
    for (const auto& row : rows) {
        const auto at = instant_at(watch, row.key);
        if (at && !row.raised && at != row.old) moved[row.key] = to_iso(*at);
    }
    return moved;
}

/// The promised limit stands, but not what is counted from it.
std::optional<Event> watch_event(const CaseState& s, const CaseFacts& f, Instant at) {
    const CaseClock& clock = s.promised;
    if (!clock.started || clock.stopped || !clock.due || s.accepted_how == "deemed")
        return std::nullopt;
    const auto due = count_due(clock, s.timing, ClockKind::kPromised, f.calendar, f.hall.opening);
    if (!due || due->instant != *clock.due) return std::nullopt;
    boost::json::object watch = watch_moved(s, due, f);
    if (watch.empty()) return std::nullopt;
    Event event = recomputed("watch", clock.due, clock.due, "calendar", f, at);
    event.clear["watch"] = std::move(watch);
    return event;
}

/// R26: the period for telling 补正 was unknown, or ends on another day now.
std::optional<Event> correction_moved(const CaseState& s, const CaseFacts& f, Instant at) {
    if (s.stage != Stage::kReceived || !s.received_at) return std::nullopt;
    const auto due = due_of(f.item.correction, *s.received_at, f.calendar, f.hall.opening);
    const std::optional<Instant> fresh = due ? std::optional{due->instant} : std::nullopt;
    if (fresh == s.correction_due) return std::nullopt;
    Event event = recomputed("correction", s.correction_due, fresh, "calendar", f, at);
    event.clear["deems_accepted"] = f.item.deems_accepted ? "yes" : "no";
    if (due && f.item.deems_accepted && !s.deemed_soon) {
        const auto alarm = before(*due, f.hall.settings.correction_alarm, f.calendar);
        if (alarm && *alarm < due->instant) event.clear["alarm"] = to_iso(*alarm);
    }
    return event;
}

/// A limit beside the clocks: what it is counted from, while it is still to be kept.
struct LimitRow {
    std::string_view clock;
    std::optional<Instant> (*from)(const CaseState&, const CaseFacts&);
    std::optional<Instant> (*old)(const CaseState&);
    Limit HallSettings::*limit;
};

std::optional<Instant> serve_from(const CaseState& s, const CaseFacts&) {
    const bool open = s.decision && s.decision->outcome == "approved" && !s.delivered_at;
    return open && !s.timing.serve_overdue ? std::optional{s.decision->decided_at} : std::nullopt;
}

std::optional<Instant> feedback_from(const CaseState& s, const CaseFacts&) {
    const bool open = s.stage == Stage::kDelivered && !s.timing.feedback_overdue;
    return open ? s.delivered_at : std::nullopt;
}

std::optional<Instant> pre_acceptance_from(const CaseState& s, const CaseFacts& f) {
    const HallSettings& settings = f.hall.settings;
    const bool owed = !s.people.by_person && !settings.formal_check_automatic &&
                      settings.pre_acceptance.amount > 0;
    const bool open =
        s.stage == Stage::kReceived && !s.pre_acceptance.answered_at && !s.pre_acceptance.overdue;
    return owed && open ? s.received_at : std::nullopt;
}

// Sorted.
constexpr LimitRow kLimits[] = {
    {"feedback", &feedback_from, [](const CaseState& s) { return s.timing.feedback_due; },
     &HallSettings::result_feedback},  // R14
    {"pre_acceptance", &pre_acceptance_from,
     [](const CaseState& s) { return s.pre_acceptance.due; }, &HallSettings::pre_acceptance},  // R3
    {"serve", &serve_from, [](const CaseState& s) { return s.timing.serve_due; },
     &HallSettings::issue_and_serve},  // R39
};

void add_limits_moved(std::vector<Event>& events, const CaseState& s, const CaseFacts& f,
                      Instant at) {
    for (const LimitRow& row : kLimits) {
        const auto from = row.from(s, f);
        if (!from) continue;
        const auto due = due_of(f.hall.settings.*row.limit, *from, f.calendar, f.hall.opening);
        if (!due || due->instant == row.old(s)) continue;
        events.push_back(recomputed(row.clock, row.old(s), due->instant, "calendar", f, at));
    }
}

/// R7: pushed, and by when it had to be signed for was not known.
std::optional<Event> sign_moved(const CaseState& s, const CaseFacts& f, Instant at) {
    const auto pushed = s.listed_at ? s.listed_at : s.legs.pushed_at;
    if (s.stage != Stage::kAccepted || !pushed || s.signed_at || !s.deems_signed)
        return std::nullopt;
    const auto due = sign_due(f, *pushed);
    if (!due || due == s.sign_due) return std::nullopt;
    return recomputed("sign", s.sign_due, due, "calendar", f, at);
}

/// R9: how long the applicant was told a pause takes ends on another day now.
void add_pauses_moved(std::vector<Event>& events, const CaseState& s, const CaseFacts& f,
                      Instant at) {
    for (const ClockPause& pause : s.timing.pauses) {
        if (pause.ended || !pause.needed) continue;
        const auto due = due_of(*pause.needed, pause.from, f.calendar, f.hall.opening);
        if (!due || due->instant == pause.until) continue;
        events.push_back(recomputed("pause", pause.until, due->instant, "calendar", f, at));
        events.back().clear["procedure"] = pause.procedure;
    }
}

/// R16: what the county only checks for form has a limit of its own.
void add_legs_moved(std::vector<Event>& events, const CaseState& s, const CaseFacts& f,
                    Instant at) {
    for (const Leg& leg : s.legs.all) {
        if (leg.reports != "form" || !leg.is_open()) continue;
        const auto due =
            due_of(f.hall.settings.reported_up, *leg.pushed_at, f.calendar, f.hall.opening);
        const std::optional<Instant> fresh = due ? std::optional{due->instant} : std::nullopt;
        if (fresh == leg.due) continue;
        events.push_back(recomputed("leg", leg.due, fresh, "calendar", f, at));
        events.back().clear["department"] = leg.department.str();
    }
}

}  // namespace

void add_moved(std::vector<Event>& events, const CaseState& after, std::string_view why,
               const CaseFacts& f, Instant at) {
    for (const ClockKind kind : {ClockKind::kStatutory, ClockKind::kPromised}) {
        if (auto event = moved(after, kind, why, f, at)) events.push_back(std::move(*event));
    }
}

Decided decide_on(const CaseState& s, const Recompute&, const CaseFacts& f, Instant now) {
    if (s.stage == Stage::kNone || row_of(s.stage).closed) return std::vector<Event>{};
    std::vector<Event> events;
    if (auto event = correction_moved(s, f, now)) events.push_back(std::move(*event));
    if (auto event = sign_moved(s, f, now)) events.push_back(std::move(*event));
    add_pauses_moved(events, s, f, now);
    CaseState paused = s;
    for (const Event& event : events) evolve(paused, {event, paused.version + 1, now, {}, {}});
    add_moved(events, paused, "calendar", f, now);
    if (auto event = watch_event(paused, f, now)) events.push_back(std::move(*event));
    add_limits_moved(events, s, f, now);
    add_legs_moved(events, s, f, now);
    if (auto event = stage_moved(s, f, now)) events.push_back(std::move(*event));
    return events;
}

}  // namespace ow::model
