#pragma once
// An event: one thing that happened to a stream (a case, a booking day, a parcel). Kept ten years.
//
// It carries every decided value (due dates, routes), so that replaying needs neither catalogue nor
// clock. `clear` never holds personal data; `secret` is stored under the stream's own data key and
// is unreadable once that key is destroyed. Old versions are upcast in one table.

#include <boost/json/object.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/ids.hpp"
#include "gateway/base/time.hpp"

namespace ow::model {

struct Event {
    std::string type;  ///< "case.accepted"; rows of kEventTypes
    int version = 1;
    Instant happened_at{};            ///< when it was so (a timer: its due time)
    std::string actor;                ///< "partner:<id>", "staff:<id>", "system"
    boost::json::object clear = {};   ///< no personal data
    boost::json::object secret = {};  ///< personal data; may be empty
};

/// An event with its place in the stream.
struct StoredEvent {
    Event event;
    std::int64_t sequence = 0;  ///< 1 for the stream's first event
    Instant recorded_at{};
    std::string catalogue_version;
    std::string mapping_version;
};

struct EventType {
    std::string_view name;
    int version;
};

/// The literal table of all event types.
[[nodiscard]] std::span<const EventType> event_types();
[[nodiscard]] bool is_event_type(std::string_view name);

}  // namespace ow::model
