// Due times that move: an event per clock with the old one, the new one and why (R9, R29, R47).

#include "gateway/model/case_recompute.hpp"

namespace ow::model {
namespace {

boost::json::value iso_or_null(const std::optional<Instant>& at) {
    return at ? boost::json::value(to_iso(*at)) : boost::json::value(nullptr);
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
    boost::json::object clear{{"clock", statutory ? "statutory" : "promised"},
                              {"old", iso_or_null(clock.due)},
                              {"due", iso_or_null(fresh)},
                              {"why", why},
                              {"calendar", f.calendar.version()}};
    if (!statutory) add_watch(clear, due, f, s.listed_at.has_value());
    return Event{"clock.recomputed", 1, at, f.actor, std::move(clear), {}};
}

/// R26: the period for telling 补正 was unknown, or ends on another day now.
std::optional<Event> correction_moved(const CaseState& s, const CaseFacts& f, Instant at) {
    if (s.stage != Stage::kReceived || !s.received_at) return std::nullopt;
    const auto due = due_of(f.item.correction, *s.received_at, f.calendar, f.hall.opening);
    const std::optional<Instant> fresh = due ? std::optional{due->instant} : std::nullopt;
    if (fresh == s.correction_due) return std::nullopt;
    boost::json::object clear{{"clock", "correction"},
                              {"old", iso_or_null(s.correction_due)},
                              {"due", iso_or_null(fresh)},
                              {"why", "calendar"},
                              {"deems_accepted", f.item.deems_accepted ? "yes" : "no"},
                              {"calendar", f.calendar.version()}};
    return Event{"clock.recomputed", 1, at, f.actor, std::move(clear), {}};
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
        events.push_back({"clock.recomputed",
                          1,
                          at,
                          f.actor,
                          {{"clock", "leg"},
                           {"department", leg.department.str()},
                           {"old", iso_or_null(leg.due)},
                           {"due", iso_or_null(fresh)},
                           {"why", "calendar"},
                           {"calendar", f.calendar.version()}},
                          {}});
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
    add_moved(events, s, "calendar", f, now);
    add_legs_moved(events, s, f, now);
    if (auto event = stage_moved(s, f, now)) events.push_back(std::move(*event));
    return events;
}

}  // namespace ow::model
