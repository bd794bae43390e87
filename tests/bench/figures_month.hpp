#pragma once
// A made-up month of cases, written into a store, and what must be counted of it: recounted from
// the plan of each case, not from its events.

#include <cstdint>
#include <map>
#include <string>

#include "gateway/flow/setting.hpp"
#include "gateway/ports/store.hpp"

namespace ow::bench {

inline constexpr const char* kMonth = "2026-11";

/// Department's or person's name → column's label → count.
using Expected = std::map<std::string, std::map<std::string, std::int64_t>>;

struct MadeMonth {
    Expected departments;
    Expected people;
    std::map<std::string, std::int64_t> ledger_rows;  ///< ledger's id → rows
};

/// The hall, with departments and partners, the cases are of.
[[nodiscard]] flow::Setting month_setting();
/// `count` cases, most of them touching the month, each in several steps as a gateway writes them.
[[nodiscard]] MadeMonth make_month(ports::Store& store, int count);
/// The same without writing: for a store that is there already.
[[nodiscard]] MadeMonth recount(int count);

}  // namespace ow::bench
