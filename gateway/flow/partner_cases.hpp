#pragma once
// Cases as one partner may see them. A case is a partner's own if it came from it or was given to
// it to decide; any other is as if it did not exist.

#include <cstdint>
#include <string>

#include "gateway/flow/case_service.hpp"

namespace ow::flow {

/// What a partner may be to a case. Only the source hands in later what was missing; only the
/// department tells progress and decides.
enum class Part : std::uint8_t { kSource, kDepartment };

/// kCaseNotFound unless `partner` is that to the case; whoever has a leg that was pushed is its
/// department too, and speaks of that leg alone.
[[nodiscard]] Status check_part(CaseService& cases, const PartnerId& partner, Part part,
                                const CaseNo& no);

/// The case that `partner` calls `foreign`. kCaseNotFound unless it is exactly one.
[[nodiscard]] Result<CaseNo> find_by_alias(ports::Store& store, CaseService& cases,
                                           const PartnerId& partner, const std::string& foreign);

/// A parcel that a case sent out, its number as the case writes it.
struct SentParcel {
    CaseNo no;
    std::string waybill;
};
/// Never by the parcel an application came in (R41). kCaseNotFound at track.waybill.
[[nodiscard]] Result<SentParcel> find_by_waybill(ports::Store& store, CaseService& cases,
                                                 const std::string& waybill);

/// Where a case of `partner` stands, by our number or its own: case_no, channel_no, item_code,
/// item_name, state, state_label, and once known received_at, accepted_at, promised_due,
/// correction_until, outcome, outcome_label, decision_number, decided_at, delivered_at, waybill,
/// missing (a list of names). No personal data. kFieldMissing, kCaseNotFound.
[[nodiscard]] Result<boost::json::object> partner_status(ports::Store& store, CaseService& cases,
                                                         const PartnerId& partner,
                                                         const std::string& number);

}  // namespace ow::flow
