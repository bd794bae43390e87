#include "gateway/model/event.hpp"

#include <algorithm>
#include <iterator>

namespace ow::model {
namespace {

// Sorted. Every event a stream may hold, with the version written today.
// clang-format off
constexpr EventType kTypes[] = {
    {"archive.consulted", 1},
    {"archive.handed_in", 1},
    {"archive.packed", 1},
    {"booking.cancelled", 1},
    {"booking.checked_in", 1},
    {"booking.confirmed", 1},
    {"booking.freed", 1},
    {"booking.lapsed", 1},
    {"booking.moved", 1},
    {"booking.placed", 1},
    {"booking.refused", 1},
    {"calendar.taken", 1},
    {"call.logged", 1},
    {"case.accepted", 1},
    {"case.approval_near", 1},
    {"case.at_issuance", 1},
    {"case.correction_told", 1},
    {"case.decided", 1},
    {"case.decision_drafted", 1},
    {"case.deemed_accepted", 1},
    {"case.deemed_approved", 1},
    {"case.deemed_signed", 1},
    {"case.deemed_soon", 1},
    {"case.delay_registered", 1},
    {"case.delivered", 1},
    {"case.fed_back", 1},
    {"case.listed", 1},
    {"case.notified", 1},
    {"case.paper_near", 1},
    {"case.progressed", 1},
    {"case.rated", 1},
    {"case.received", 1},
    {"case.refused", 1},
    {"case.result_rejected", 1},
    {"case.signed_for", 1},
    {"case.supplemented", 1},
    {"case.withdrawn", 1},
    {"clock.card", 1},
    {"clock.extended", 1},
    {"clock.overdue", 1},
    {"clock.paused", 1},
    {"clock.recomputed", 1},
    {"clock.resumed", 1},
    {"consultation.answered", 1},
    {"consultation.asked", 1},
    {"consultation.handed_over", 1},
    {"consultation.late", 1},
    {"dispatch.direct", 1},
    {"clock.started", 1},
    {"credit.dropped", 1},
    {"credit.listed", 1},
    {"credit.proposed", 1},
    {"credit.removed", 1},
    {"department.answered", 1},
    {"department.asked", 1},
    {"dispatch.ordered", 1},
    {"dispatch.requested", 1},
    {"dispatch.tracked", 1},
    {"dispatch.voided", 1},
    {"document.printed", 1},
    {"document.refused", 1},
    {"document.stored", 1},
    {"file.moved", 1},
    {"file.not_back", 1},
    {"handover.made", 1},
    {"handover.signed", 1},
    {"listing.confirmed", 1},
    {"listing.dropped", 1},
    {"listing.objected", 1},
    {"listing.objection_over", 1},
    {"listing.proposed", 1},
    {"listing.removed", 1},
    {"listing.waived", 1},
    {"message.parked", 1},
    {"message.quarantined", 1},
    {"message.refused", 1},
    {"message.released", 1},
    {"message.sent", 1},
    {"papers.compared", 1},
    {"parcel.opened", 1},
    {"parcel.registered", 1},
    {"parcel.taken_in", 1},
    {"personal_data.unmasked", 1},
    {"pledge.broken", 1},
    {"pledge.delivered", 1},
    {"pledge.examined", 1},
    {"pledge.made", 1},
    {"pledge.reminded", 1},
    {"pledge.untrue", 1},
    {"pre_acceptance.answered", 1},
    {"pre_acceptance.overdue", 1},
    {"rating.overdue", 1},
    {"rating.rectified", 1},
    {"stub.missing", 1},
    {"stub.registered", 1},
    {"procedure.begun", 1},
    {"procedure.ended", 1},
    {"reminder.made", 1},
};
// clang-format on

}  // namespace

std::span<const EventType> event_types() {
    return kTypes;
}

bool is_event_type(std::string_view name) {
    return std::any_of(std::begin(kTypes), std::end(kTypes),
                       [&](const EventType& t) { return t.name == name; });
}

}  // namespace ow::model
