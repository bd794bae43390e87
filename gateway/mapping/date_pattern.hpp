#pragma once
// Dates as partners write them. yyyy MM dd HH mm ss SSS are fixed-width digits, a single M d H
// takes one or two; every other character stands for itself (T, 年, blanks). No zone: +08:00.

#include <optional>
#include <string>
#include <string_view>

#include "gateway/base/time.hpp"

namespace ow::mapping {

/// The whole text must fit and name a real day and time. `|` separates patterns tried in order;
/// `epoch` and `epoch_ms` are seconds and milliseconds since 1970 UTC; an empty pattern is ISO 8601
/// (a date, or an instant with optional zone).
[[nodiscard]] std::optional<LocalTime> parse_date(std::string_view text, std::string_view patterns);

/// One pattern; a single M d H writes without leading zero. Empty: ISO 8601.
[[nodiscard]] std::string format_date(LocalTime time, std::string_view pattern);

/// Why `patterns` can name no day, or empty.
[[nodiscard]] std::string pattern_problem(std::string_view patterns);

}  // namespace ow::mapping
