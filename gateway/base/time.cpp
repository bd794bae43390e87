#include "gateway/base/time.hpp"

#include <fmt/format.h>

#include <charconv>

namespace ow {
namespace {

using namespace std::chrono;
constexpr auto kOffset = hours{8};

std::optional<int> digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return std::nullopt;
    int value = 0;
    for (char c : text.substr(0, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool skip(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Day> take_day(std::string_view& text) {
    auto y = digits(text, 4);
    if (!y || !skip(text, '-')) return std::nullopt;
    auto m = digits(text, 2);
    if (!m || !skip(text, '-')) return std::nullopt;
    auto d = digits(text, 2);
    if (!d) return std::nullopt;
    Day day{year{*y}, month{static_cast<unsigned>(*m)},
            std::chrono::day{static_cast<unsigned>(*d)}};
    return day.ok() ? std::optional{day} : std::nullopt;
}

std::optional<Millis> take_clock(std::string_view& text) {
    auto h = digits(text, 2);
    if (!h || *h > 23 || !skip(text, ':')) return std::nullopt;
    auto m = digits(text, 2);
    if (!m || *m > 59) return std::nullopt;
    Millis out = hours{*h} + minutes{*m};
    if (!skip(text, ':')) return out;
    auto s = digits(text, 2);
    if (!s || *s > 59) return std::nullopt;
    out += seconds{*s};
    if (skip(text, '.')) {
        auto ms = digits(text, 3);
        if (!ms) return std::nullopt;
        out += Millis{*ms};
    }
    return out;
}

std::optional<Millis> take_offset(std::string_view& text) {
    if (text.empty()) return Millis{kOffset};
    if (skip(text, 'Z')) return Millis{0};
    const bool minus = text.front() == '-';
    if (!minus && text.front() != '+') return std::nullopt;
    text.remove_prefix(1);
    auto h = digits(text, 2);
    skip(text, ':');
    auto m = digits(text, 2);
    if (!h || !m || *h > 14 || *m > 59) return std::nullopt;
    const Millis size = hours{*h} + minutes{*m};
    return minus ? -size : size;
}

/// `value` as `count` digits.
void put(char* at, int count, int value) {
    for (int i = count; i-- > 0; value /= 10) at[i] = static_cast<char>('0' + value % 10);
}

/// Year, month and day, `gap` characters apart.
void put_day(char* at, Day day, int gap) {
    put(at, 4, int(day.year()));
    put(at + 4 + gap, 2, static_cast<int>(unsigned(day.month())));
    put(at + 6 + 2 * gap, 2, static_cast<int>(unsigned(day.day())));
}

}  // namespace

Instant SystemClock::now() const {
    return floor<Millis>(system_clock::now());
}

LocalTime to_local(Instant t) {
    const auto local = t + kOffset;
    const auto midnight = floor<days>(local);
    return {Day{midnight}, local - midnight};
}

Instant from_local(LocalTime t) {
    return sys_days{t.day} + t.since_midnight - kOffset;
}

Day add_days(Day day, int count) {
    return Day{sys_days{day} + days{count}};
}

std::string to_iso(Day day) {
    std::string out(10, '-');
    put_day(out.data(), day, 1);
    return out;
}

std::string to_iso(Instant t) {
    const LocalTime local = to_local(t);
    const hh_mm_ss clock{local.since_midnight};
    std::string out{"0000-00-00T00:00:00.000+08:00"};
    put_day(out.data(), local.day, 1);
    put(out.data() + 11, 2, static_cast<int>(clock.hours().count()));
    put(out.data() + 14, 2, static_cast<int>(clock.minutes().count()));
    put(out.data() + 17, 2, static_cast<int>(clock.seconds().count()));
    put(out.data() + 20, 3, static_cast<int>(clock.subseconds().count()));
    return out;
}

std::string to_compact(Day day) {
    std::string out(8, '0');
    put_day(out.data(), day, 0);
    return out;
}

std::string to_chinese(Day day) {
    return fmt::format("{}年{}月{}日", int(day.year()), unsigned(day.month()), unsigned(day.day()));
}

std::optional<Day> parse_day(std::string_view text) {
    auto day = take_day(text);
    return text.empty() ? day : std::nullopt;
}

std::optional<Instant> parse_instant(std::string_view text) {
    auto day = take_day(text);
    if (!day || (!skip(text, 'T') && !skip(text, ' '))) return std::nullopt;
    auto clock = take_clock(text);
    if (!clock) return std::nullopt;
    auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    return sys_days{*day} + *clock - *offset;
}

}  // namespace ow
