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
#include "gateway/model/hall.hpp"

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

/// Who opens a parcel. R24: 004 wants the department's staff beside the window's, signing for the
/// applicant; elsewhere the centre receives and distributes it.
struct ParcelOpening {
    std::string actor;
    std::string window_person;
    std::string department_person;  ///< present and signing for the applicant; may be empty
};

[[nodiscard]] Parcel replay_parcel(const std::vector<StoredEvent>& events);
/// `content` is the parcel section of the canonical content.
[[nodiscard]] Event parcel_registered(const boost::json::object& parcel, const PartnerId& source,
                                      const std::string& actor, Instant now);
/// Opening is jointly done and recorded; taking in needs an opened parcel.
/// kFieldMissing without the signatures that the hall's rule wants.
[[nodiscard]] Result<std::vector<Event>> decide_open(const Parcel& parcel,
                                                     const ParcelOpening& opening,
                                                     const HallSettings& settings, Instant now);
[[nodiscard]] Result<std::vector<Event>> decide_take_in(const Parcel& parcel, const CaseNo& case_no,
                                                        const ParcelOpening& opening,
                                                        const HallSettings& settings, Instant now);

}  // namespace ow::model
