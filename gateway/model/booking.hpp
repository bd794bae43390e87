#pragma once
// An appointment (R17) and the places of a day. Two streams: the booking with its person, and the
// day of an item with counts only, so that no key but the booking's holds personal data.

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/ids.hpp"
#include "gateway/base/result.hpp"
#include "gateway/model/catalogue.hpp"
#include "gateway/model/event.hpp"
#include "gateway/model/hall.hpp"

namespace ow::model {

enum class BookingStage : std::uint8_t {
    kNone,
    kConfirmed,
    kRefused,
    kCancelled,
    kCheckedIn,
    kLapsed
};
[[nodiscard]] std::string_view to_name(BookingStage stage);
[[nodiscard]] std::string_view to_chinese(BookingStage stage);

struct Booking {
    std::int64_t version = 0;
    BookingStage stage = BookingStage::kNone;
    CaseNo no;  ///< booking number, same form as a case number (R35)
    ItemId item;
    std::string item_name;
    PartnerId source;
    std::string date;            ///< 2026-11-23
    std::string slot;            ///< 09:00-10:00
    std::string reason;          ///< of a refusal or cancellation
    boost::json::object person;  ///< name, cert_type, cert_number, phone, openid (personal)
    CaseNo case_no;              ///< after check-in
    std::string ticket;          ///< queue number given at check-in
    Instant requested_at{};
};
[[nodiscard]] Booking replay_booking(const std::vector<StoredEvent>& events);

/// Places taken on one day for one item, per slot.
struct BookingDay {
    std::int64_t version = 0;
    std::map<std::string, int> taken;
};
[[nodiscard]] BookingDay replay_booking_day(const std::vector<StoredEvent>& events);

struct BookingRequest {
    boost::json::object person;
    std::string date;
    std::string slot;
    PartnerId source;
};

/// Every request is answered, yes or no (R17): the events of the booking's own stream, and of the
/// day if a place was taken.
struct BookingDecision {
    std::vector<Event> booking;
    std::vector<Event> day;
};
[[nodiscard]] BookingDecision decide_booking(const BookingRequest& request, const CaseNo& no,
                                             const Item& item, const Hall& hall,
                                             const Calendar& calendar, const BookingDay& day,
                                             const std::string& actor, Instant now);
/// R17 改约: another free place of the same item; the old one is free again. The events of the day
/// it leaves and of the day it goes to (one stream if `same_day`).
struct Rebooking {
    std::vector<Event> booking;
    std::vector<Event> old_day;
    std::vector<Event> new_day;
};
[[nodiscard]] Result<Rebooking> decide_rebook(const Booking& booking, const BookingRequest& wish,
                                              const Item& item, const Hall& hall,
                                              const Calendar& calendar, const BookingDay& new_day,
                                              const std::string& actor, Instant now);
/// Cancelled by the applicant or the hall, with a reason; its place is free again.
[[nodiscard]] Result<BookingDecision> decide_cancel(const Booking& booking,
                                                    const std::string& reason,
                                                    const std::string& actor, Instant now);
/// Check-in turns it into a case; later than the hall's grace the place is gone (R17).
[[nodiscard]] Result<std::vector<Event>> decide_check_in(const Booking& booking,
                                                         const CaseNo& case_no, const Hall& hall,
                                                         const std::string& actor, Instant now,
                                                         const std::string& ticket = {});

/// The first moment at which it is too late to check in; nullopt: its slot cannot be read.
[[nodiscard]] std::optional<Instant> lapses_at(const Booking& booking, const Hall& hall);
/// R17: the timer of `due`. Nothing if it was taken in, cancelled or is not late yet.
[[nodiscard]] std::vector<Event> decide_lapse(const Booking& booking, const Hall& hall,
                                              Instant due);

/// Places a day offers for an item: the hall's share of its mean daily cases – the item's own
/// figure, else the hall's – at least one.
[[nodiscard]] int places_of(const Hall& hall, const ItemId& item = {});
/// Slots of an hour inside the hall's opening hours: "09:00-10:00".
[[nodiscard]] std::vector<std::string> slots_of(const Hall& hall);

}  // namespace ow::model
