#include "gateway/model/case_timing.hpp"

#include "gateway/model/case_state.hpp"

namespace ow::model {
namespace {

bool is_open(const ClockPause& pause, Instant now) {
    return !pause.ended && (!pause.until || now < *pause.until);
}

const CaseClock& clock_of(const CaseState& s, ClockKind kind) {
    return kind == ClockKind::kStatutory ? s.statutory : s.promised;
}

bool counts_for(const ClockPause& pause, ClockKind kind) {
    return kind == ClockKind::kStatutory ? pause.statutory : pause.promised;
}

/// What is run: the clock's limit, with an extension in the same unit.
struct Span {
    Limit limit{};
    std::optional<Limit> further{};  ///< an extension in another unit runs behind it
};

std::optional<Span> span_of(const CaseClock& clock, const CaseTiming& timing, ClockKind kind) {
    const auto unit = parse_limit_unit(clock.unit);
    if (!unit) return std::nullopt;
    Span span{{clock.amount, *unit}, {}};
    if (kind != ClockKind::kStatutory || !timing.extension) return span;
    if (timing.extension->unit == *unit)
        span.limit.amount += timing.extension->amount;
    else
        span.further = timing.extension;
    return span;
}

}  // namespace

ClockPhase phase_of(const CaseState& s, ClockKind kind) {
    const CaseClock& clock = clock_of(s, kind);
    if (!clock.started) return ClockPhase::kNotStarted;
    if (clock.stopped) return ClockPhase::kStopped;
    for (const ClockPause& pause : s.timing.pauses) {
        if (counts_for(pause, kind) && is_open(pause, s.last_at)) return ClockPhase::kPaused;
    }
    return ClockPhase::kRunning;
}

std::string_view to_code(ClockPhase phase) {
    constexpr std::string_view kCodes[] = {"not_started", "running", "paused", "stopped"};
    return kCodes[static_cast<std::size_t>(phase)];
}

std::string_view to_chinese(ClockPhase phase) {
    constexpr std::string_view kWords[] = {"未起算", "计时中", "暂停", "已停止"};
    return kWords[static_cast<std::size_t>(phase)];
}

std::vector<Pause> pauses_of(const CaseTiming& timing, ClockKind kind) {
    std::vector<Pause> pauses;
    for (const ClockPause& pause : timing.pauses) {
        if (!counts_for(pause, kind)) continue;
        // The time told ends with its last day: its first moment that is too late is the next one.
        std::optional<Instant> to = pause.until ? *pause.until - Millis{1} : pause.until;
        if (pause.ended && (!to || *pause.ended < *to)) to = pause.ended;
        pauses.push_back({pause.from, to, pause.name, pause.basis});
    }
    return pauses;
}

std::optional<Due> count_due(const CaseClock& clock, const CaseTiming& timing, ClockKind kind,
                             const Calendar& calendar, const OpeningHours& hours) {
    const auto span = span_of(clock, timing, kind);
    if (!span || !clock.started) return std::nullopt;
    const auto pauses = pauses_of(timing, kind);
    const auto due = due_of(span->limit, *clock.started, calendar, hours, pauses);
    if (!due || !span->further) return due;
    return due_of(*span->further, due->instant - Millis{1}, calendar, hours, pauses);
}

std::vector<std::string> explain_clock(const CaseState& s, ClockKind kind, const Calendar& calendar,
                                       const OpeningHours& hours) {
    const CaseClock& clock = clock_of(s, kind);
    const auto span = span_of(clock, s.timing, kind);
    if (!span || !clock.started) return {};
    const auto pauses = pauses_of(s.timing, kind);
    auto lines = explain(span->limit, *clock.started, calendar, hours, pauses);
    if (!span->further) return lines;
    const auto due = due_of(span->limit, *clock.started, calendar, hours, pauses);
    if (!due) return lines;
    lines.push_back("延长" + to_chinese(*span->further) + "（" + s.timing.extension_basis + "）");
    for (std::string& line :
         explain(*span->further, due->instant - Millis{1}, calendar, hours, pauses))
        lines.push_back(std::move(line));
    return lines;
}

}  // namespace ow::model
