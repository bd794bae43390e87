#include "gateway/mapping/date_pattern.hpp"

#include <fmt/format.h>

#include <charconv>

#include "gateway/base/text.hpp"

namespace ow::mapping {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

struct Parts {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int millis = 0;
};

struct Token {
    char letter;
    std::size_t width;
    int Parts::*part;
};

constexpr Token kTokens[] = {
    {'y', 4, &Parts::year},   {'M', 2, &Parts::month},  {'d', 2, &Parts::day},
    {'H', 2, &Parts::hour},   {'m', 2, &Parts::minute}, {'s', 2, &Parts::second},
    {'S', 3, &Parts::millis},
};

/// The token at the pattern's beginning and how many letters it has there; 0: a plain character.
std::pair<const Token*, std::size_t> token_at(std::string_view pattern) {
    for (const Token& token : kTokens) {
        std::size_t width = 0;
        while (width < pattern.size() && pattern[width] == token.letter) ++width;
        if (width == token.width) return {&token, width};
        const bool may_be_short = token.letter == 'M' || token.letter == 'd' || token.letter == 'H';
        if (width == 1 && may_be_short) return {&token, 1};
    }
    return {nullptr, 0};
}

std::size_t digits_at(std::string_view text, std::size_t most) {
    std::size_t count = 0;
    while (count < most && count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
    return count;
}

bool take(std::string_view& text, std::size_t width, bool exact, int& into) {
    const std::size_t digits = digits_at(text, width);
    if (digits == 0 || (exact && digits != width)) return false;
    std::from_chars(text.data(), text.data() + digits, into);
    text.remove_prefix(digits);
    return true;
}

std::optional<LocalTime> checked(const Parts& p) {
    const Day date{year{p.year}, month{static_cast<unsigned>(p.month)},
                   day{static_cast<unsigned>(p.day)}};
    if (!date.ok() || p.hour > 23 || p.minute > 59 || p.second > 59) return std::nullopt;
    const Millis since = std::chrono::hours{p.hour} + std::chrono::minutes{p.minute} +
                         std::chrono::seconds{p.second} + Millis{p.millis};
    return LocalTime{date, since};
}

std::optional<LocalTime> parse_one(std::string_view text, std::string_view pattern) {
    Parts parts;
    while (!pattern.empty()) {
        const auto [token, width] = token_at(pattern);
        if (token != nullptr) {
            if (!take(text, token->width, width == token->width, parts.*(token->part)))
                return std::nullopt;
            pattern.remove_prefix(width);
            continue;
        }
        if (text.empty() || text.front() != pattern.front()) return std::nullopt;
        text.remove_prefix(1);
        pattern.remove_prefix(1);
    }
    return text.empty() ? checked(parts) : std::nullopt;
}

std::optional<LocalTime> parse_epoch(std::string_view text, std::int64_t per_unit) {
    std::int64_t count = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
    constexpr std::int64_t kYear9999 = 253'402'300'799;
    const bool whole = failure == std::errc{} && end == text.data() + text.size();
    if (!whole || count < 0 || count / (1000 / per_unit) > kYear9999) return std::nullopt;
    return to_local(Instant{Millis{count * per_unit}});
}

std::optional<LocalTime> parse_iso(std::string_view text) {
    if (const auto date = parse_day(text)) return LocalTime{*date, Millis{0}};
    if (const auto instant = parse_instant(text)) return to_local(*instant);
    return std::nullopt;
}

int value_of(const LocalTime& time, char letter) {
    const std::chrono::hh_mm_ss<Millis> clock{time.since_midnight};
    switch (letter) {
        case 'y':
            return static_cast<int>(time.day.year());
        case 'M':
            return static_cast<int>(static_cast<unsigned>(time.day.month()));
        case 'd':
            return static_cast<int>(static_cast<unsigned>(time.day.day()));
        case 'H':
            return static_cast<int>(clock.hours().count());
        case 'm':
            return static_cast<int>(clock.minutes().count());
        case 's':
            return static_cast<int>(clock.seconds().count());
        default:
            return static_cast<int>(clock.subseconds().count());
    }
}

}  // namespace

std::optional<LocalTime> parse_date(std::string_view text, std::string_view patterns) {
    for (const std::string_view pattern : split(patterns, '|')) {
        std::optional<LocalTime> found;
        if (pattern.empty()) {
            found = parse_iso(text);
        } else if (pattern == "epoch") {
            found = parse_epoch(text, 1000);
        } else if (pattern == "epoch_ms") {
            found = parse_epoch(text, 1);
        } else {
            found = parse_one(text, pattern);
        }
        if (found) return found;
    }
    return std::nullopt;
}

std::string format_date(LocalTime time, std::string_view pattern) {
    if (pattern.empty()) return to_iso(from_local(time));
    std::string out;
    while (!pattern.empty()) {
        const auto [token, width] = token_at(pattern);
        if (token == nullptr) {
            out.push_back(pattern.front());
            pattern.remove_prefix(1);
            continue;
        }
        out += fmt::format("{:0{}}", value_of(time, token->letter), width);
        pattern.remove_prefix(width);
    }
    return out;
}

std::string pattern_problem(std::string_view patterns) {
    for (std::string_view pattern : split(patterns, '|')) {
        if (pattern.empty() || pattern == "epoch" || pattern == "epoch_ms") continue;
        std::string seen;
        while (!pattern.empty()) {
            const auto [token, width] = token_at(pattern);
            if (token != nullptr) seen.push_back(token->letter);
            pattern.remove_prefix(token == nullptr ? 1 : width);
        }
        for (const char letter : std::string_view{"yMd"}) {
            if (seen.find(letter) == std::string::npos) {
                return "a date pattern has yyyy, MM and dd (or M and d)";
            }
        }
    }
    return {};
}

}  // namespace ow::mapping
