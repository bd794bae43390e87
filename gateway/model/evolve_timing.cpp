// Pauses, silence, reminders, cards and further limits (R8 – R11, R14, R27, R29, R39).

#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

using boost::json::object;

void paused(CaseState& s, const StoredEvent& e) {
    const object& c = e.event.clear;
    s.timing.pauses.push_back({text_at(c, "procedure"),
                               text_at(c, "name"),
                               text_at(c, "basis"),
                               text_at(c, "approver"),
                               text_at(c, "notice"),
                               e.event.happened_at,
                               parse_limit(text_at(c, "needed")),
                               instant_at(c, "until"),
                               {},
                               text_at(c, "statutory") == "yes",
                               text_at(c, "promised") == "yes"});
    ++s.timing.notices;
    s.timing.notice = "pause";
    s.timing.notice_reason = text_at(e.event.secret, "reason");
}

void resumed(CaseState& s, const StoredEvent& e) {
    for (ClockPause& pause : s.timing.pauses) {
        if (!pause.ended && pause.procedure == text_at(e.event.clear, "procedure"))
            pause.ended = e.event.happened_at;
    }
}

void procedure_begun(CaseState& s, const StoredEvent& e) {
    s.timing.procedures.push_back({text_at(e.event.clear, "procedure"),
                                   text_at(e.event.clear, "name"),
                                   e.event.happened_at,
                                   {},
                                   {}});
    if (const auto limit = parse_limit(text_at(e.event.clear, "statutory"))) {  // R47
        s.statutory.amount = limit->amount;
        s.statutory.unit = to_code(limit->unit);
    }
}

void procedure_ended(CaseState& s, const StoredEvent& e) {
    for (RecordedProcedure& p : s.timing.procedures) {
        if (p.ended || p.procedure != text_at(e.event.clear, "procedure")) continue;
        p.ended = e.event.happened_at;
        p.result = text_at(e.event.secret, "result");
    }
}

void extended(CaseState& s, const StoredEvent& e) {
    const object& c = e.event.clear;
    s.timing.extension = parse_limit(text_at(c, "limit"));
    s.timing.extension_approver = text_at(c, "approver");
    s.timing.extension_basis = text_at(c, "basis");
    s.timing.extension_notice = text_at(c, "notice");
    ++s.timing.notices;
    s.timing.notice = "extension";
    s.timing.notice_reason = text_at(e.event.secret, "reason");
}

void started(CaseState& s, const StoredEvent& e) {
    s.statutory.started = e.event.happened_at;
    s.statutory.due = instant_at(e.event.clear, "due");
}

void correction_moved(CaseState& s, const object& c) {
    s.correction_due = instant_at(c, "due");
    s.deems_accepted = text_at(c, "deems_accepted") == "yes";
    if (c.contains("alarm")) s.correction_alarm = instant_at(c, "alarm");
}

void pause_moved(CaseState& s, const object& c) {
    for (ClockPause& pause : s.timing.pauses) {
        if (!pause.ended && pause.procedure == text_at(c, "procedure"))
            pause.until = instant_at(c, "due");
    }
}

/// Only what moved stands in it.
void watch_moved(CaseState& s, const object& c) {
    const object watch = object_at(c, "watch");
    CaseTiming& t = s.timing;
    if (const auto at = instant_at(watch, "alarm")) t.approval_alarm = at;
    if (const auto at = instant_at(watch, "paper")) t.paper_at = at;
    if (const auto at = instant_at(watch, "red")) t.red_at = at;
    if (const auto at = instant_at(watch, "yellow")) t.yellow_at = at;
}

// Limits that move, but for the clocks themselves. Sorted.
constexpr struct {
    std::string_view clock;
    void (*apply)(CaseState&, const object&);
} kMoves[] = {
    {"correction", &correction_moved},
    {"feedback",
     [](CaseState& s, const object& c) { s.timing.feedback_due = instant_at(c, "due"); }},
    {"pause", &pause_moved},
    {"pre_acceptance",
     [](CaseState& s, const object& c) { s.pre_acceptance.due = instant_at(c, "due"); }},
    {"serve", [](CaseState& s, const object& c) { s.timing.serve_due = instant_at(c, "due"); }},
    {"sign", [](CaseState& s, const object& c) { s.sign_due = instant_at(c, "due"); }},
    {"watch", &watch_moved},
};

void recomputed(CaseState& s, const StoredEvent& e) {
    const object& c = e.event.clear;
    const std::string which = text_at(c, "clock");
    s.timing.calendar = text_at(c, "calendar");
    for (const auto& row : kMoves) {
        if (row.clock == which) row.apply(s, c);
    }
    if (which != "statutory" && which != "promised") return;  // R45: case_parent.cpp; a leg's
    CaseClock& clock = which == "statutory" ? s.statutory : s.promised;
    clock.due = instant_at(c, "due");
    if (which == "promised" && c.contains("calendar")) apply_watch(s.timing, object_at(c, "watch"));
}

void deemed_approved(CaseState& s, const StoredEvent& e) {
    s.stage = Stage::kDecided;
    s.decision = CaseDecision{"approved", {}, "视为准予（超时默认）", e.event.happened_at, {}, {}};
    s.timing.deemed_approved = true;
    s.timing.approval_near = false;
    s.timing.serve_due = instant_at(e.event.clear, "serve_due");
    if (!s.statutory.stopped) s.statutory.stopped = e.event.happened_at;
}

void approval_near(CaseState& s, const StoredEvent&) {
    s.timing.approval_alarm.reset();
    s.timing.approval_near = true;
}

void delay_registered(CaseState& s, const StoredEvent& e) {
    s.timing.delay_registered = true;
    s.timing.delay_until = parse_day(text_at(e.event.clear, "until"));
    s.timing.delay_reason = text_at(e.event.secret, "reason");
    s.timing.approval_near = false;
}

void card(CaseState& s, const StoredEvent& e) {
    s.timing.card = text_at(e.event.clear, "colour");
    s.timing.urged = s.timing.card;
    ++s.timing.cards;
    (s.timing.card == "yellow" ? s.timing.yellow_at : s.timing.red_at).reset();
}

void paper_near(CaseState& s, const StoredEvent&) {
    s.timing.paper_at.reset();
    s.timing.paper_near = true;
}

void overdue(CaseState& s, const StoredEvent& e) {
    const bool serve = text_at(e.event.clear, "what") == "serve";
    (serve ? s.timing.serve_overdue : s.timing.feedback_overdue) = true;
}

void reminded(CaseState& s, const StoredEvent& e) {
    ++s.timing.reminders;
    s.timing.urged = "reminder";
    s.timing.urged_by = text_at(e.event.clear, "by");
    s.timing.urged_how = text_at(e.event.clear, "how");
}

// Sorted.
constexpr EvolveRow kRows[] = {
    {"case.approval_near", &approval_near},
    {"case.deemed_approved", &deemed_approved},
    {"case.delay_registered", &delay_registered},
    {"case.paper_near", &paper_near},
    {"clock.card", &card},
    {"clock.extended", &extended},
    {"clock.overdue", &overdue},
    {"clock.paused", &paused},
    {"clock.recomputed", &recomputed},
    {"clock.resumed", &resumed},
    {"clock.started", &started},
    {"procedure.begun", &procedure_begun},
    {"procedure.ended", &procedure_ended},
    {"reminder.made", &reminded},
};

}  // namespace

void apply_watch(CaseTiming& timing, const object& watch) {
    timing.approval_near = false;
    timing.paper_near = false;
    timing.deems_approval = text_at(watch, "deems") == "yes";
    timing.approval_alarm = instant_at(watch, "alarm");
    timing.yellow_at = instant_at(watch, "yellow");
    timing.red_at = instant_at(watch, "red");
    timing.paper_at = instant_at(watch, "paper");
}

std::span<const EvolveRow> timing_rows() {
    return kRows;
}

}  // namespace ow::model
