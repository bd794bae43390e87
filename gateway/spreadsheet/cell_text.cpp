#include "gateway/spreadsheet/cell_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "gateway/base/text.hpp"
#include "gateway/base/time.hpp"

namespace ow::spreadsheet {
namespace {

constexpr double kSecondsOfDay = 86'400;
constexpr double kLastSerial = 2'958'466;  // 9999-12-31 is one less
constexpr int kNoSuchDay = 60;             // 1900-02-29
constexpr double kExact = 1e15;
constexpr int kDays1904 = 1462;

Error broken(std::string cause) {
    return Error{Code::kRequestInvalid, {}, std::move(cause)};
}

std::optional<double> parse_number(std::string_view text) {
    double value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, value);
    if (failure != std::errc{} || stop != end || !std::isfinite(value)) return std::nullopt;
    return value;
}

/// The format without what is only shown: "…", [Red], \x, _x and *x.
std::string bare_format(std::string_view code) {
    std::string out;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        const char close = c == '"' ? '"' : c == '[' ? ']' : '\0';
        if (close != '\0') i = std::min(code.find(close, i + 1), code.size());
        if (c == '\\' || c == '_' || c == '*') ++i;
        if (close == '\0' && c != '\\' && c != '_' && c != '*') out.push_back(c);
    }
    return out;
}

std::string time_text(std::int64_t seconds) {
    return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace

bool shows_date(int format, std::string_view code) {
    if (!code.empty()) {
        const std::string bare = bare_format(code);
        return !iequals(bare, "general") && bare.find_first_of("ymdhsYMDHS") != std::string::npos;
    }
    const auto within = [&](int first, int last) { return format >= first && format <= last; };
    return within(14, 22) || within(27, 36) || within(45, 47) || within(50, 58);
}

Result<std::string> date_text(std::string_view serial, bool from_1904) {
    const auto value = parse_number(serial);
    if (!value || *value < 0 || *value >= kLastSerial) return broken("no day of the calendar");
    auto days = static_cast<int>(std::floor(*value));
    auto seconds = static_cast<std::int64_t>(std::llround((*value - days) * kSecondsOfDay));
    if (seconds == static_cast<std::int64_t>(kSecondsOfDay)) {
        ++days;
        seconds = 0;
    }
    const bool has_day = from_1904 || days > 0;
    if (!has_day) return time_text(seconds);
    if (!from_1904 && days == kNoSuchDay) return broken("29 February 1900 was no day");
    if (from_1904) days += kDays1904;
    // The 1900 system counts that day, so that those before it are one too few.
    const bool early = !from_1904 && days < kNoSuchDay;
    using namespace std::chrono_literals;
    const Day day = add_days(Day{1899y / 12 / 30}, early ? days + 1 : days);
    return seconds == 0 ? to_iso(day) : to_iso(day) + "T" + time_text(seconds);
}

Result<std::string> number_text(std::string_view value) {
    const auto number = parse_number(value);
    if (!number) return broken("no number");
    if (std::fabs(*number) >= kExact)
        return broken(
            "a number of more than 15 digits, which the spreadsheet has rounded; make "
            "the column text and type it again");
    if (std::floor(*number) == *number) return fmt::format("{:.0f}", *number);
    return fmt::format("{:.15g}", *number);
}

std::optional<CellPlace> parse_place(std::string_view reference) {
    CellPlace place;
    std::size_t at = 0;
    for (; at < reference.size() && at < 3 && reference[at] >= 'A' && reference[at] <= 'Z'; ++at)
        place.column = place.column * 26 + (reference[at] - 'A' + 1);
    const std::string_view digits = reference.substr(at);
    const char* end = digits.data() + digits.size();
    const auto [stop, failure] = std::from_chars(digits.data(), end, place.row);
    const bool right = at > 0 && failure == std::errc{} && stop == end && place.row > 0 &&
                       place.row <= 1'048'576 && place.column <= 16'384;
    return right ? std::optional{place} : std::nullopt;
}

std::string to_reference(const CellPlace& place) {
    std::string letters;
    for (std::int64_t left = place.column; left > 0; left = (left - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % 26));
    return letters + std::to_string(place.row);
}

std::string without_escapes(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::uint32_t point = 0;
        const char* digits = text.data() + i + 2;
        const bool shaped = text.size() - i >= 7 && text.substr(i, 2) == "_x" && text[i + 6] == '_';
        if (!shaped || std::from_chars(digits, digits + 4, point, 16).ptr != digits + 4 ||
            (point >= 0xD800 && point < 0xE000)) {
            out.push_back(text[i]);
            continue;
        }
        out += to_utf8(std::u32string(1, static_cast<char32_t>(point)));
        i += 6;
    }
    return out;
}

}  // namespace ow::spreadsheet
