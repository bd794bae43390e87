#pragma once
// The list of parcels that arrived at the hall's EMS window (S5, R24).
//
// In:  {"batch_no", "parcels": [{"waybill_no", "arrived_at", "sender": {"name", "phone"}, "item",
// "note"}]} Each becomes an InboundMessage of kind "parcel", key "parcel:<waybill_no>":
//   {"waybill_no", "waybill_kind": inland|s10, "waybill_doubtful", "arrived_at", "sender_name",
//    "sender_phone", "item", "note", "batch_no"}
// Out: {"batch_no", "results": [{"waybill_no", "taken", … intake's fields | "error": {the first
// mistake, "errors": [all]}}], "trace"}, after all are durable. One wrong parcel does not hold up
// the others. 503 if any could not be stored: send the whole list again, what was taken is
// recognised.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::ems {

struct ParcelRow {
    std::string waybill_no;  ///< normalised if recognised, else as it came
    std::string body;        ///< of the message; empty if there is an error
    std::optional<Error> error;
};
struct ParcelList {
    std::string batch_no;
    std::vector<ParcelRow> rows;
};

/// kJsonInvalid, kFieldMissing ("parcels"), kRequestTooLarge above 500 rows; rows have their own
/// errors with places as "parcels[3].arrived_at".
[[nodiscard]] Result<ParcelList> parse_parcels(std::string_view json);

/// The answer; `answers` belong to the rows without error, in order.
[[nodiscard]] std::string parcels_answer(const ParcelList& list,
                                         const std::vector<ports::Answer>& answers,
                                         std::string_view trace);

}  // namespace ow::ems
