#pragma once
// A parcel or letter with an application in it (S5, R24): registered, opened, taken in as a case.
// The day of receipt is the day the hall got it, not the postmark.

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "gateway/base/ids.hpp"
#include "gateway/base/result.hpp"
#include "gateway/model/event.hpp"

namespace ow::model {

enum class ParcelStage : std::uint8_t { kNone, kRegistered, kOpened, kTakenIn };
[[nodiscard]] std::string_view to_name(ParcelStage stage);
[[nodiscard]] std::string_view to_chinese(ParcelStage stage);

struct Parcel {
    std::int64_t version = 0;
    ParcelStage stage = ParcelStage::kNone;
    std::string waybill;
    PartnerId source;
    Instant arrived_at{};
    boost::json::object person;  ///< sender_name, sender_phone, description … (personal)
    CaseNo case_no;
};

[[nodiscard]] Parcel replay_parcel(const std::vector<StoredEvent>& events);
/// `content` is the parcel section of the canonical content.
[[nodiscard]] Event parcel_registered(const boost::json::object& parcel, const PartnerId& source,
                                      const std::string& actor, Instant now);
/// Opening is jointly done and recorded; taking in needs an opened parcel.
[[nodiscard]] Result<std::vector<Event>> decide_open(const Parcel& parcel, const std::string& actor,
                                                     Instant now);
[[nodiscard]] Result<std::vector<Event>> decide_take_in(const Parcel& parcel, const CaseNo& case_no,
                                                        const std::string& actor, Instant now);

}  // namespace ow::model
