#pragma once
// Time as the gateway uses it. Instants are UTC milliseconds; people and laws see +08:00, fixed
// (China has no summer time). This is the only file that knows the offset.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ow {

using Millis = std::chrono::milliseconds;
/// A point in time, UTC, milliseconds. What is stored and compared.
using Instant = std::chrono::sys_time<Millis>;
/// A calendar day in +08:00.
using Day = std::chrono::year_month_day;

/// Wall clock in +08:00.
struct LocalTime {
    Day day;
    Millis since_midnight;  ///< 0 … 86 399 999
};

/// Time is passed in, never asked of the system, so that tests and simulations can turn it.
class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

/// The machine's clock. Thread-safe.
class SystemClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override;
};

[[nodiscard]] LocalTime to_local(Instant t);
[[nodiscard]] Instant from_local(LocalTime t);
[[nodiscard]] inline Day day_of(Instant t) {
    return to_local(t).day;
}
[[nodiscard]] Day add_days(Day day, int days);

[[nodiscard]] std::string to_iso(Day day);      ///< 2024-10-10
[[nodiscard]] std::string to_iso(Instant t);    ///< 2024-10-10T09:30:00.000+08:00
[[nodiscard]] std::string to_compact(Day day);  ///< 20241010
[[nodiscard]] std::string to_chinese(Day day);  ///< 2024年10月10日 (GB/T 9704: no leading zeros)

/// 2024-10-10; nullopt for anything else, impossible dates included.
[[nodiscard]] std::optional<Day> parse_day(std::string_view text);
/// 2024-10-10T09:30, …:00, …:00.123, each with optional Z or ±hh:mm; without one: +08:00.
/// A blank instead of T is taken too ("yyyy-MM-dd HH:mm:ss"). nullopt otherwise.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

}  // namespace ow
