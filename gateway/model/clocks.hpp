#pragma once
// The two clocks of a case (R9, R27, R47): statutory and promised. From a limit, a start and the
// pauses they tell the due time and account for every day of it.
//
// * Working days: the day the period begins is not counted; a day off is not counted.
// * Natural days: every day after the first is counted; a last day off moves to the next working
// day.
// * Months: the same day of the later month (its last day if there is none); moves on like above.
// * Hours: from the very instant, only inside the hall's opening hours on working days.
// * A pause takes out the days after the one it begins on, up to and including the one it ends on –
//   counted like any period (R9), so a pause inside one day takes out nothing. For hours it takes
//   out exactly its span. Pauses may overlap. One without an end leaves the due time unknown,
//   unless the limit ran out no later than the day it begins on.
// * A due day ends at 24:00: `Due::instant` is 00:00 of the day after, +08:00; being late is
//   `now >= due.instant`.
// * Whatever touches an unpublished year is unknown (nullopt), never guessed (R29).
// Pure functions; no clock is read.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"
#include "gateway/model/calendar.hpp"
#include "gateway/model/limit.hpp"

namespace ow::model {

struct Pause {
    Instant from{};
    std::optional<Instant> to{};  ///< none: still paused
    std::string reason = {};      ///< 检验检测
    std::string basis = {};       ///< 行政许可法45
};

struct Due {
    Day day{};          ///< the last day (for hours: the day of `instant`)
    Instant instant{};  ///< the first moment that is too late
    friend bool operator==(const Due&, const Due&) = default;
};

/// One line of the account.
struct DayNote {
    Day day{};
    bool counted = false;
    int number = 0;     ///< how many are counted up to and including this day (days only)
    std::string why{};  ///< 起算日不计入 / 工作日 / 周末 / 国庆节放假 / 国庆节调休上班 / 暂停（…）…
};

struct ClockRun {
    std::optional<Due> due{};
    std::string unknown_because{};  ///< 中文; set when there is no due
    std::vector<DayNote> days{};    ///< up to the due day, or to the first unknown one
};

/// A negative amount, or hours without opening hours, is unknown with that reason.
[[nodiscard]] ClockRun run_clock(Limit limit, Instant start, const Calendar& calendar,
                                 const OpeningHours& hours, std::span<const Pause> pauses = {});

[[nodiscard]] std::optional<Due> due_of(Limit limit, Instant start, const Calendar& calendar,
                                        const OpeningHours& hours,
                                        std::span<const Pause> pauses = {});

/// 00:00 of the day `ahead` before the last day (working days for `wd`, else calendar days); for
/// hours that much before the very instant. nullopt: an unpublished year, or months.
[[nodiscard]] std::optional<Instant> before(const Due& due, Limit ahead, const Calendar& calendar);

/// The account as text lines: `2024-10-01  不计  国庆节放假`.
[[nodiscard]] std::vector<std::string> explain(Limit limit, Instant start, const Calendar& calendar,
                                               const OpeningHours& hours,
                                               std::span<const Pause> pauses = {});

}  // namespace ow::model
