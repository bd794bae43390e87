#pragma once
// The State Council's working days (R29), from the yearly notices as data.
//
// * The notice's year is not the date's year: 2018-12-29 (a make-up day) stands in the notice of
//   2019. So all notices are merged, a later notice winning over an earlier one.
// * A year is published when its own notice has days. Days of any other year are unknown, and so is
//   every period that touches one: nothing is guessed from Monday to Friday.
// * A date that no notice names is a working day from Monday to Friday and off at the weekend.
// * The last days of a published year may still be moved by the next year's notice; until that is
//   imported the year's own notice counts, and the import recomputes (R29).
// Immutable after construction; share freely between threads.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"

namespace ow::model {

struct NoticeDay {
    Day day;
    bool off = false;  ///< false: a make-up working day (调休上班)
    std::string name;  ///< 国庆节
};

/// One yearly notice (with its amendments already merged by the data's source).
struct Notice {
    int year = 0;
    std::vector<NoticeDay> days;  ///< empty: not published yet
};

enum class DayKind : std::uint8_t { kWeekday, kWeekend, kHoliday, kMakeUp, kUnknown };

struct DayFact {
    DayKind kind = DayKind::kUnknown;
    std::string_view name =
        {};  ///< of the holiday, for kHoliday and kMakeUp; lives in the calendar
    [[nodiscard]] bool is_workday() const {
        return kind == DayKind::kWeekday || kind == DayKind::kMakeUp;
    }
};

class Calendar {
  public:
    Calendar() = default;  ///< knows nothing
    /// `version`: a hash of the data, recorded by every event that carries a due date.
    explicit Calendar(std::vector<Notice> notices, std::string version = {});

    [[nodiscard]] const std::string& version() const { return version_; }
    [[nodiscard]] bool is_published(int year) const { return published_.contains(year); }
    [[nodiscard]] const std::set<int>& published_years() const { return published_; }

    [[nodiscard]] DayFact fact(Day day) const;
    /// nullopt: the day's year is not published.
    [[nodiscard]] std::optional<bool> is_workday(Day day) const;

    /// The n-th working day after `start`, `start` itself not counted (R9); n = 0 is `start`.
    /// kCalendarUnknown (naming the year) if a day on the way is unknown; n < 0 is kRequestInvalid.
    [[nodiscard]] Result<Day> add_workdays(Day start, int n) const;
    /// `day` itself if it is a working day, else the next one (a last day off moves on, R27).
    [[nodiscard]] Result<Day> workday_from(Day day) const;
    /// Working days in (from, to]; negative order counts as 0.
    [[nodiscard]] Result<int> workdays_between(Day from, Day to) const;

  private:
    struct Named {
        bool off;
        std::string name;
    };
    std::unordered_map<int, Named> named_;  ///< by days since 1970
    std::set<int> published_;
    std::string version_;
};

}  // namespace ow::model
