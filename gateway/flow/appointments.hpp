#pragma once
// Bookings and parcels: records of their own that pre-fill a case. Thread-safe.

#include <boost/json/object.hpp>
#include <functional>
#include <optional>
#include <string>

#include "gateway/flow/case_service.hpp"
#include "gateway/model/booking.hpp"
#include "gateway/model/parcel.hpp"

namespace ow::flow {

[[nodiscard]] StreamId booking_stream(const CaseNo& no);           ///< booking:<no>
[[nodiscard]] StreamId parcel_stream(const std::string& waybill);  ///< parcel:<waybill>

class Appointments {
  public:
    Appointments(ports::Store& store, CaseService& cases, const Setting& setting,
                 const Clock& clock);

    /// `booking` is the section of the canonical content. Every request is answered (R17):
    /// {"booking_no","outcome","outcome_label","reason"?,"date","slot","item_name"}.
    void book(const boost::json::object& booking, const PartnerId& source, Request request,
              OutcomeDone done);
    /// {"parcel_no"}; a waybill known already is a repetition.
    void register_parcel(const boost::json::object& parcel, const PartnerId& source,
                         Request request, OutcomeDone done);

    [[nodiscard]] Result<model::Booking> booking(const CaseNo& no);
    [[nodiscard]] Result<model::Parcel> parcel(const std::string& waybill);

    /// Streams to change when a case is taken in from the record.
    [[nodiscard]] Result<std::vector<ports::Append>> check_in(const CaseNo& booking,
                                                              const CaseNo& case_no,
                                                              const std::string& actor);
    /// R17: nobody came within the hall's grace; the place is given up and the applicant told.
    /// False: obsolete (checked in meanwhile) or not stored; the timer comes again.
    [[nodiscard]] bool lapse(const CaseNo& no, Instant due);
    [[nodiscard]] Result<std::vector<ports::Append>> take_in(const std::string& waybill,
                                                             const CaseNo& case_no,
                                                             const model::ParcelOpening& opening);
    /// R17: cancelled by the applicant or the hall; the applicant is told. kStoreConflict: somebody
    /// was faster.
    [[nodiscard]] Result<model::Booking> cancel(const CaseNo& no, const std::string& reason,
                                                const std::string& actor);
    /// R17 改约.
    [[nodiscard]] Result<model::Booking> rebook(const CaseNo& no, const std::string& date,
                                                const std::string& slot, const std::string& actor);
    /// The next number of a queue: 受理 "A", 咨询 "Z"; each day from 1: "A001".
    [[nodiscard]] Result<std::string> ticket(char series);

    /// Tree of a booking for the confirmation message.
    [[nodiscard]] boost::json::object booking_view(const model::Booking& booking,
                                                   const std::string& kind) const;

  private:
    [[nodiscard]] Result<model::Booking> commit_change(model::Booking after, ports::Step step);
    void try_book(const std::shared_ptr<struct BookingAttempt>& attempt);
    /// What tells the applicant the answer; nullopt if the source cannot be told.
    [[nodiscard]] std::optional<ports::OutboxRow> notice_of(const model::Booking& booking,
                                                            Instant now) const;

    ports::Store& store_;
    CaseService& cases_;
    const Setting& setting_;
    const Clock& clock_;
};

[[nodiscard]] ports::StreamRow booking_row(const model::Booking& booking, const Setting& setting);
[[nodiscard]] ports::StreamRow parcel_row(const model::Parcel& parcel, const Setting& setting);

}  // namespace ow::flow
