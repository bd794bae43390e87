#include "gateway/flow/month.hpp"

#include <fmt/format.h>

namespace ow::flow {

std::optional<Month> parse_month(std::string_view text) {
    if (text.size() != 7) return std::nullopt;
    const auto first = parse_day(std::string{text} + "-01");
    if (!first) return std::nullopt;
    const Day next = *first + std::chrono::months{1};
    return Month{from_local({*first, Millis{0}}), from_local({next, Millis{0}}),
                 fmt::format("{}年{}月", static_cast<int>(first->year()),
                             static_cast<unsigned>(first->month()))};
}

}  // namespace ow::flow
