#pragma once
// A limit as laws and halls write it – a number and its unit – and a hall's opening hours, in which
// limits of hours run (R27). How a limit is counted: clocks.hpp.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/time.hpp"

namespace ow::model {

enum class LimitUnit : std::uint8_t { kWorkday, kNaturalDay, kHour, kMonth };

struct Limit {
    int amount = 0;  ///< 0 working or natural days: the same day
    LimitUnit unit = LimitUnit::kWorkday;
    friend bool operator==(const Limit&, const Limit&) = default;
};

/// `wd`, `nd`, `h`, `mo`; the only spelling in events, options and configuration.
[[nodiscard]] std::string_view to_code(LimitUnit unit);
[[nodiscard]] std::optional<LimitUnit> parse_limit_unit(std::string_view code);
/// `5wd`, `30nd`, `4h`, `2mo`: how limits are written in configuration and options. Amounts 0 …
/// 9999.
[[nodiscard]] std::optional<Limit> parse_limit(std::string_view text);
[[nodiscard]] std::string to_code(Limit limit);
/// `5个工作日`, `30日`, `4小时`, `2个月`: for notices.
[[nodiscard]] std::string to_chinese(Limit limit);

/// When the hall is open on a working day; spans in order, not overlapping.
struct OpeningSpan {
    Millis from{};  ///< since midnight
    Millis to{};
};
using OpeningHours = std::vector<OpeningSpan>;
/// `09:00-12:00`; nullopt if malformed, empty or beyond 24:00.
[[nodiscard]] std::optional<OpeningSpan> parse_opening_span(std::string_view text);

}  // namespace ow::model
