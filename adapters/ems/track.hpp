#pragma once
// Track pushes (040002): what EMS tells us happened to parcels, and our acknowledgement. Pure.
//
// Nothing is overwritten: every item is an event; a voiding code (743 …) is one more event, and the
// case derives its state from them, in whatever order they come (R30).

#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"

namespace ow::ems {

struct TrackEvent {
    std::string waybill_no;
    Instant at;               ///< opTime, as the source states it
    std::string code;         ///< opCode
    std::string signed_code;  ///< delivery sub-code, may be empty
    std::string place;        ///< opOrgCode
    std::string description;  ///< opDesc; may name persons
};

struct TrackPush {
    std::string serial_no;
    std::vector<TrackEvent> events;
};

/// Reads {"serialNo", "responseItems" | "traces": [{waybillNo | traceNo, opTime, opCode, …}]}.
/// kJsonInvalid; kFieldMissing and kFieldFormat with the item's path ("responseItems[2].opTime").
[[nodiscard]] Result<TrackPush> parse_track_push(std::string_view json);

/// The same for the same event pushed again, whatever the serial number of the push.
[[nodiscard]] std::string dedupe_key(const TrackEvent& event);

/// {serialNo, code, codeMessage, senderNo}; `code` kDone or EMS asks again.
[[nodiscard]] std::string track_ack(std::string_view serial_no, std::string_view code,
                                    std::string_view message, std::string_view sender_no);

}  // namespace ow::ems
