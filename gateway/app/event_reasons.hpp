#pragma once
// Why an event of a case happened as it did, as one literal table: the rule, where it is published,
// the settings and columns of the catalogue that decided.

#include <span>
#include <string_view>

namespace ow::app {

struct EventReason {
    std::string_view event;     ///< type
    std::string_view rules;     ///< R26 R28
    std::string_view basis;     ///< 行政许可法32(4)；001 六(一)3
    std::string_view settings;  ///< keys of the hall's settings, blank-separated
    std::string_view columns;   ///< of the catalogue's items, blank-separated
};

[[nodiscard]] std::span<const EventReason> event_reasons();
/// nullptr: nothing is known of it.
[[nodiscard]] const EventReason* reason_of(std::string_view event);

}  // namespace ow::app
