#include "gateway/model/clocks.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ow::model {
namespace {

Instant midnight(Day day) {
    return from_local({day, Millis{0}});
}

Due end_of(Day day) {
    return {day, midnight(add_days(day, 1))};
}

std::string why(const DayFact& fact) {
    switch (fact.kind) {
        case DayKind::kWeekday:
            return "工作日";
        case DayKind::kWeekend:
            return "周末";
        case DayKind::kHoliday:
            return fmt::format("{}放假", fact.name);
        case DayKind::kMakeUp:
            return fmt::format("{}调休上班", fact.name);
        case DayKind::kUnknown:
            break;
    }
    return "放假安排未公布";
}

std::string unpublished(Day day) {
    return fmt::format("{}年放假安排未公布", int(day.year()));
}

/// The pause that takes `day` out, or nullptr.
const Pause* pause_on(Day day, std::span<const Pause> pauses) {
    for (const Pause& pause : pauses) {
        if (day_of(pause.from) < day && (!pause.to || day <= day_of(*pause.to))) return &pause;
    }
    return nullptr;
}

/// Whether the pause on `day` has no end: nothing after it can be known.
bool never_ends(Day day, std::span<const Pause> pauses) {
    return std::any_of(pauses.begin(), pauses.end(),
                       [&](const Pause& pause) { return !pause.to && day_of(pause.from) < day; });
}

std::string why(const Pause& pause) {
    std::string text = "暂停（" + pause.reason;
    if (!pause.basis.empty()) text += "，" + pause.basis;
    return text + "）";
}

/// Walks day by day after the start; what a day is worth is the unit's business.
class DayWalk {
  public:
    DayWalk(Day start, const Calendar& calendar, std::span<const Pause> pauses)
        : calendar_(calendar), pauses_(pauses), day_(start) {
        run_.days.push_back({start, false, 0, "起算日不计入"});
    }

    ClockRun workdays(int amount) {
        while (number_ < amount && step()) {
            if (fact_.kind == DayKind::kUnknown) return give_up(unpublished(day_));
            const Pause* paused = pause_on(day_, pauses_);
            const bool counted = fact_.is_workday() && paused == nullptr;
            note(counted, paused != nullptr && fact_.is_workday() ? why(*paused) : why(fact_));
        }
        return finish();
    }

    ClockRun natural_days(int amount) {
        while (number_ < amount && step()) {
            const Pause* paused = pause_on(day_, pauses_);
            note(paused == nullptr, paused != nullptr ? why(*paused) : why(fact_));
        }
        return move_on();
    }

  private:
    bool step() {
        day_ = add_days(day_, 1);
        fact_ = calendar_.fact(day_);
        if (!never_ends(day_, pauses_)) return true;
        stuck_ = true;
        return false;
    }
    void note(bool counted, std::string reason) {
        if (counted) ++number_;
        run_.days.push_back({day_, counted, number_, std::move(reason)});
    }
    ClockRun give_up(std::string because) {
        run_.days.push_back({day_, false, number_, because});
        run_.unknown_because = std::move(because);
        return std::move(run_);
    }
    ClockRun finish() {
        if (stuck_) return give_up("暂停中，尚未恢复");
        run_.due = end_of(day_);
        return std::move(run_);
    }
    /// A last day off moves to the next working day that is not paused (民法典 203).
    ClockRun move_on() {
        if (stuck_ || number_ == 0) return finish();
        for (;;) {
            fact_ = calendar_.fact(day_);
            if (fact_.kind == DayKind::kUnknown) {
                run_.days.pop_back();
                return give_up(unpublished(day_));
            }
            const bool fits = fact_.is_workday() && pause_on(day_, pauses_) == nullptr;
            if (fits) return finish();
            run_.days.back().why += "，期限末日不是工作日，顺延";
            if (!step()) return finish();
            run_.days.push_back({day_, false, number_, why(fact_)});
        }
    }

    const Calendar& calendar_;
    std::span<const Pause> pauses_;
    Day day_;
    DayFact fact_{};
    int number_ = 0;
    bool stuck_ = false;
    ClockRun run_;
};

struct Stretch {
    Instant from;
    Instant to;
};

/// `stretch` without what the pauses cover, in order.
std::vector<Stretch> without(Stretch stretch, std::span<const Pause> pauses) {
    std::vector<Stretch> left{stretch};
    for (const Pause& pause : pauses) {
        const Instant until = pause.to.value_or(Instant::max());
        std::vector<Stretch> next;
        for (const Stretch& part : left) {
            if (part.from < std::min(part.to, pause.from)) {
                next.push_back({part.from, std::min(part.to, pause.from)});
            }
            if (std::max(part.from, until) < part.to) {
                next.push_back({std::max(part.from, until), part.to});
            }
        }
        left = std::move(next);
    }
    return left;
}

std::string in_words(Millis time) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(time).count();
    return fmt::format("{}小时{}分", minutes / 60, minutes % 60);
}

class HourWalk {
  public:
    HourWalk(Limit limit, Instant start, const Calendar& calendar, const OpeningHours& hours,
             std::span<const Pause> pauses)
        : left_(std::chrono::hours{limit.amount}),
          start_(start),
          calendar_(calendar),
          hours_(hours),
          pauses_(pauses) {}

    ClockRun run() {
        for (Day day = day_of(start_);; day = add_days(day, 1)) {
            const DayFact fact = calendar_.fact(day);
            if (fact.kind == DayKind::kUnknown) return give_up(day, unpublished(day));
            if (never_ends(day, pauses_)) return give_up(day, "暂停中，尚未恢复");
            const Millis used = fact.is_workday() ? use(day) : Millis{0};
            std::string text = why(fact);
            if (used > Millis{0}) text += "，计" + in_words(used);
            if (used == Millis{0} && fact.is_workday()) text += "，开放时间外或暂停";
            run_.days.push_back({day, used > Millis{0}, 0, std::move(text)});
            if (run_.due) return std::move(run_);
        }
    }

  private:
    Millis use(Day day) {
        Millis used{0};
        for (const OpeningSpan& span : hours_) {
            const Instant opens = std::max(start_, midnight(day) + span.from);
            for (const Stretch& part : without({opens, midnight(day) + span.to}, pauses_)) {
                if (part.to <= part.from) continue;
                const Millis take = std::min(left_, part.to - part.from);
                left_ -= take;
                used += take;
                if (left_ > Millis{0}) continue;
                run_.due = Due{day, part.from + take};
                return used;
            }
        }
        return used;
    }
    ClockRun give_up(Day day, std::string because) {
        run_.days.push_back({day, false, 0, because});
        run_.unknown_because = std::move(because);
        return std::move(run_);
    }

    Millis left_;
    Instant start_;
    const Calendar& calendar_;
    const OpeningHours& hours_;
    std::span<const Pause> pauses_;
    ClockRun run_;
};

ClockRun impossible(std::string because) {
    return {std::nullopt, std::move(because), {}};
}

/// Days from `start` to the same day `months` later, or to that month's last day.
int days_of_months(Day start, int months) {
    const auto month = start.year() / start.month() + std::chrono::months{months};
    Day end = month / start.day();
    if (!end.ok()) end = Day{month / std::chrono::last};
    return static_cast<int>((std::chrono::sys_days{end} - std::chrono::sys_days{start}).count());
}

}  // namespace

ClockRun run_clock(Limit limit, Instant start, const Calendar& calendar, const OpeningHours& hours,
                   std::span<const Pause> pauses) {
    if (limit.amount < 0) return impossible("期限不能为负");
    const Day first = day_of(start);
    if (limit.unit == LimitUnit::kHour) {
        if (hours.empty()) return impossible("大厅未设开放时间");
        return HourWalk{limit, start, calendar, hours, pauses}.run();
    }
    DayWalk walk{first, calendar, pauses};
    if (limit.unit == LimitUnit::kWorkday) return walk.workdays(limit.amount);
    const bool months = limit.unit == LimitUnit::kMonth;
    return walk.natural_days(months ? days_of_months(first, limit.amount) : limit.amount);
}

std::optional<Due> due_of(Limit limit, Instant start, const Calendar& calendar,
                          const OpeningHours& hours, std::span<const Pause> pauses) {
    return run_clock(limit, start, calendar, hours, pauses).due;
}

std::optional<Instant> before(const Due& due, Limit ahead, const Calendar& calendar) {
    if (ahead.unit == LimitUnit::kMonth || ahead.amount < 0) return std::nullopt;
    if (ahead.unit == LimitUnit::kHour) return due.instant - std::chrono::hours{ahead.amount};
    Day day = due.day;
    for (int left = ahead.amount; left > 0;) {
        day = add_days(day, -1);
        const auto works = calendar.is_workday(day);
        if (ahead.unit == LimitUnit::kWorkday && !works) return std::nullopt;
        if (ahead.unit == LimitUnit::kNaturalDay || *works) --left;
    }
    return from_local({day, {}});
}

std::vector<std::string> explain(Limit limit, Instant start, const Calendar& calendar,
                                 const OpeningHours& hours, std::span<const Pause> pauses) {
    const ClockRun run = run_clock(limit, start, calendar, hours, pauses);
    std::vector<std::string> lines;
    for (const DayNote& note : run.days) {
        const std::string number = note.counted && note.number > 0
                                       ? fmt::format("第{}日", note.number)
                                   : note.counted ? "计"
                                                  : "不计";
        lines.push_back(fmt::format("{}  {}  {}", to_iso(note.day), number, note.why));
    }
    lines.push_back(run.due ? "到期：" + to_iso(run.due->day) : "待公布：" + run.unknown_because);
    return lines;
}

}  // namespace ow::model
