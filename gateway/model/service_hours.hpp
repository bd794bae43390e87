#pragma once
// When a partner may be called: its service hours in +08:00. Outside of them due messages wait; no
// attempt is used up.

#include <optional>
#include <string_view>

#include "gateway/model/calendar.hpp"
#include "gateway/model/limit.hpp"

namespace ow::model {

struct ServiceHours {
    OpeningHours spans{};        ///< in order, not overlapping; empty: at any hour
    bool workdays_only = false;  ///< by the calendar; a day of an unpublished year counts as one
};

/// `08:30-17:30`, `08:30-12:00 13:30-17:30 workdays`, `22:00-24:00 00:00-06:00`, `workdays`;
/// nullopt: something else.
[[nodiscard]] std::optional<ServiceHours> parse_service_hours(std::string_view text);

[[nodiscard]] bool is_in_service(const ServiceHours& hours, const Calendar& calendar, Instant now);

/// `now` itself within the hours, else when they begin next; nullopt: not within two months.
[[nodiscard]] std::optional<Instant> next_service(const ServiceHours& hours,
                                                  const Calendar& calendar, Instant now);

}  // namespace ow::model
