#include "gateway/model/service_hours.hpp"

#include <algorithm>

#include "gateway/base/text.hpp"

namespace ow::model {
namespace {

constexpr int kDaysAhead = 62;
constexpr OpeningSpan kWholeDay{Millis{0}, Millis{std::chrono::days{1}}};

/// The first instant of the day within the hours, not before `from`.
std::optional<Instant> first_of_day(const OpeningHours& spans, Day day, Millis from) {
    for (const OpeningSpan& span : spans) {
        if (from < span.to) return from_local({day, Millis{0}}) + std::max(from, span.from);
    }
    return std::nullopt;
}

}  // namespace

std::optional<ServiceHours> parse_service_hours(std::string_view text) {
    ServiceHours hours;
    for (const std::string_view word : split(text, ' ')) {
        const auto span = parse_opening_span(word);
        if (word == "workdays" && !hours.workdays_only) {
            hours.workdays_only = true;
        } else if (span) {
            hours.spans.push_back(*span);
        } else {
            return std::nullopt;
        }
    }
    std::sort(hours.spans.begin(), hours.spans.end(),
              [](const OpeningSpan& a, const OpeningSpan& b) { return a.from < b.from; });
    for (std::size_t i = 1; i < hours.spans.size(); ++i) {
        if (hours.spans[i].from < hours.spans[i - 1].to) return std::nullopt;
    }
    return hours;
}

std::optional<Instant> next_service(const ServiceHours& hours, const Calendar& calendar,
                                    Instant now) {
    const OpeningHours whole{kWholeDay};
    const OpeningHours& spans = hours.spans.empty() ? whole : hours.spans;
    const LocalTime local = to_local(now);
    for (int ahead = 0; ahead < kDaysAhead; ++ahead) {
        const Day day = add_days(local.day, ahead);
        if (hours.workdays_only && !calendar.is_workday(day).value_or(true)) continue;
        const Millis from = ahead == 0 ? local.since_midnight : Millis{0};
        if (const auto found = first_of_day(spans, day, from)) return found;
    }
    return std::nullopt;
}

bool is_in_service(const ServiceHours& hours, const Calendar& calendar, Instant now) {
    if (hours.spans.empty() && !hours.workdays_only) return true;
    return next_service(hours, calendar, now) == now;
}

}  // namespace ow::model
