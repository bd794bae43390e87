#pragma once
// A calendar month in the hall's time, as ledgers and figures are asked for: "2026-11".

#include <optional>
#include <string>
#include <string_view>

#include "gateway/base/time.hpp"

namespace ow::flow {

struct Month {
    Instant from{};
    Instant to{};       ///< the first moment after it
    std::string label;  ///< 2026年11月

    [[nodiscard]] bool holds(Instant at) const { return at >= from && at < to; }
};

/// nullopt: not of the form 2026-11.
[[nodiscard]] std::optional<Month> parse_month(std::string_view text);

}  // namespace ow::flow
