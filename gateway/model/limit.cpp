#include "gateway/model/limit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ow::model {
namespace {

struct UnitRow {
    LimitUnit unit;
    std::string_view code;
    std::string_view chinese;
};
constexpr std::array<UnitRow, 4> kUnits{{{LimitUnit::kWorkday, "wd", "个工作日"},
                                         {LimitUnit::kNaturalDay, "nd", "日"},
                                         {LimitUnit::kHour, "h", "小时"},
                                         {LimitUnit::kMonth, "mo", "个月"}}};

}  // namespace

std::string_view to_code(LimitUnit unit) {
    return kUnits[static_cast<std::size_t>(unit)].code;
}

std::optional<LimitUnit> parse_limit_unit(std::string_view code) {
    for (const UnitRow& row : kUnits) {
        if (row.code == code) return row.unit;
    }
    return std::nullopt;
}

std::optional<Limit> parse_limit(std::string_view text) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto unit = parse_limit_unit(text.substr(digits));
    if (digits == 0 || digits > 4 || !unit) return std::nullopt;
    int amount = 0;
    for (char c : text.substr(0, digits)) amount = amount * 10 + (c - '0');
    return Limit{amount, *unit};
}

std::string to_code(Limit limit) {
    return fmt::format("{}{}", limit.amount, to_code(limit.unit));
}

std::string to_chinese(Limit limit) {
    return fmt::format("{}{}", limit.amount, kUnits[static_cast<std::size_t>(limit.unit)].chinese);
}

std::optional<OpeningSpan> parse_opening_span(std::string_view text) {
    // hh:mm-hh:mm; 24:00 is allowed as an end.
    constexpr std::size_t kSize = 11;
    if (text.size() != kSize || text[5] != '-') return std::nullopt;
    const auto clock = [](std::string_view part) -> std::optional<Millis> {
        if (part == "24:00") return Millis{std::chrono::days{1}};
        const auto read = parse_instant("2000-01-01T" + std::string{part});
        if (!read) return std::nullopt;
        return to_local(*read).since_midnight;
    };
    const auto from = clock(text.substr(0, 5));
    const auto to = clock(text.substr(6));
    if (!from || !to || *from >= *to) return std::nullopt;
    return OpeningSpan{*from, *to};
}

}  // namespace ow::model
