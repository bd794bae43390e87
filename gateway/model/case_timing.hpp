#pragma once
// What stands beside the two clocks of a case: pauses and recorded procedures (R9), the extension,
// silence and its D25 (R8), reminders and cards (R10), paper lead (R11), feedback and serving
// limits (R14, R39). Every instant was decided by the event that brought it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/time.hpp"
#include "gateway/model/clocks.hpp"

namespace ow::model {

struct CaseState;
struct CaseClock;

/// A procedure that stops at least one clock.
struct ClockPause {
    std::string procedure;  ///< id
    std::string name;       ///< 听证
    std::string basis;      ///< the law
    std::string approver;
    std::string notice;  ///< number of its D23
    Instant from{};
    std::optional<Limit> needed{};   ///< the time the applicant was told
    std::optional<Instant> until{};  ///< it has run out; none: 中止
    std::optional<Instant> ended{};
    bool statutory = false;
    bool promised = false;
};

/// A procedure that stops nothing (R9).
struct RecordedProcedure {
    std::string procedure;
    std::string name;
    Instant begun{};
    std::optional<Instant> ended{};
    std::string result{};
};

struct CaseTiming {
    std::string calendar;  ///< version the due times were counted with
    std::vector<ClockPause> pauses{};
    std::vector<RecordedProcedure> procedures{};
    std::optional<Limit> extension{};  ///< of the statutory clock; once
    int notices = 0;                   ///< D23 so far
    std::string notice{};              ///< what the last one is about: "pause", "extension"
    std::string notice_reason{};       ///< personal
    std::string extension_approver{};
    std::string extension_basis{};
    std::string extension_notice{};

    bool deems_approval = false;              ///< R8, as the hall and the item had it
    std::optional<Instant> approval_alarm{};  ///< not yet raised; when it will be
    bool approval_near = false;               ///< it was raised
    bool deemed_approved = false;
    bool delay_registered = false;       ///< D25
    std::optional<Day> delay_until{};    ///< the new date it names
    std::string delay_reason{};          ///< personal
    std::optional<Instant> yellow_at{};  ///< R10: not yet shown
    std::optional<Instant> red_at{};
    std::string card{};  ///< the last one: "yellow", "red"
    int reminders = 0;
    int cards = 0;
    std::string urged{};     ///< what D20 is about: "reminder", "yellow", "red"
    std::string urged_by{};  ///< of a reminder: who, and how
    std::string urged_how{};
    std::optional<Instant> paper_at{};      ///< R11: not yet reminded
    bool paper_near = false;                ///< it was
    std::optional<Instant> serve_due{};     ///< R39, 行政许可法44
    std::optional<Instant> feedback_due{};  ///< R14
    bool serve_overdue = false;
    bool feedback_overdue = false;
};

enum class ClockKind : std::uint8_t { kStatutory, kPromised };
enum class ClockPhase : std::uint8_t { kNotStarted, kRunning, kPaused, kStopped };

/// R27. By the state alone.
[[nodiscard]] ClockPhase phase_of(const CaseState& state, ClockKind kind);
/// `not_started`, `running`, `paused`, `stopped`; and 未起算, 计时中, 暂停, 已停止.
[[nodiscard]] std::string_view to_code(ClockPhase phase);
[[nodiscard]] std::string_view to_chinese(ClockPhase phase);
/// The pauses that count for one clock.
[[nodiscard]] std::vector<Pause> pauses_of(const CaseTiming& timing, ClockKind kind);
/// The due time counted anew with `timing`; nullopt: unknown (or the clock has not started).
[[nodiscard]] std::optional<Due> count_due(const CaseClock& clock, const CaseTiming& timing,
                                           ClockKind kind, const Calendar& calendar,
                                           const OpeningHours& hours);
/// Every day of a clock (R27), as clocks.hpp writes it; empty: it has not started.
[[nodiscard]] std::vector<std::string> explain_clock(const CaseState& state, ClockKind kind,
                                                     const Calendar& calendar,
                                                     const OpeningHours& hours);

}  // namespace ow::model
