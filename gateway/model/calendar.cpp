#include "gateway/model/calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ow::model {
namespace {

int number_of(Day day) {
    return static_cast<int>(std::chrono::sys_days{day}.time_since_epoch().count());
}

Error unknown(Day day) {
    return {Code::kCalendarUnknown,
            {"calendar"},
            fmt::format("the working days of {} are not published", int(day.year()))};
}

}  // namespace

Calendar::Calendar(std::vector<Notice> notices, std::string version)
    : version_(std::move(version)) {
    std::sort(notices.begin(), notices.end(),
              [](const Notice& a, const Notice& b) { return a.year < b.year; });
    for (Notice& notice : notices) {
        if (!notice.days.empty()) published_.insert(notice.year);
        for (NoticeDay& day : notice.days) {
            named_.insert_or_assign(number_of(day.day), Named{day.off, std::move(day.name)});
        }
    }
}

DayFact Calendar::fact(Day day) const {
    if (!is_published(int(day.year()))) return {};
    const auto found = named_.find(number_of(day));
    if (found != named_.end()) {
        return {found->second.off ? DayKind::kHoliday : DayKind::kMakeUp, found->second.name};
    }
    const std::chrono::weekday weekday{std::chrono::sys_days{day}};
    const bool weekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
    return {weekend ? DayKind::kWeekend : DayKind::kWeekday};
}

std::optional<bool> Calendar::is_workday(Day day) const {
    const DayFact known = fact(day);
    if (known.kind == DayKind::kUnknown) return std::nullopt;
    return known.is_workday();
}

Result<Day> Calendar::add_workdays(Day start, int n) const {
    if (n < 0) return Error{Code::kRequestInvalid, {"days"}, "a period cannot be negative"};
    Day day = start;
    while (n > 0) {
        day = add_days(day, 1);
        const auto workday = is_workday(day);
        if (!workday) return unknown(day);
        if (*workday) --n;
    }
    return day;
}

Result<Day> Calendar::workday_from(Day day) const {
    for (;; day = add_days(day, 1)) {
        const auto workday = is_workday(day);
        if (!workday) return unknown(day);
        if (*workday) return day;
    }
}

Result<int> Calendar::workdays_between(Day from, Day to) const {
    int count = 0;
    while (from < to) {
        from = add_days(from, 1);
        const auto workday = is_workday(from);
        if (!workday) return unknown(from);
        if (*workday) ++count;
    }
    return count;
}

}  // namespace ow::model
