// From the decision to the feedback (R12, R13, R14, R30, R39).

#include <algorithm>

#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

using boost::json::object;
using boost::json::value;

void void_waybill(CaseState& s) {
    s.dispatch_requested = false;
    if (!s.waybill.empty()) s.past_waybills.push_back(std::move(s.waybill));
    s.waybill.clear();
    s.delivery_told_at.reset();
}

/// R30: the earlier result was at the window or gone already. Its way is history; the new one must
/// be compared, told and handed over itself.
void supersede(CaseState& s, const std::string& met) {
    ++s.superseded;
    s.superseded_at = met;
    s.at_issuance_at.reset();
    s.notified_at.reset();
    s.delivered_at.reset();
    s.fed_back_at.reset();
    s.delivery_by.clear();
    void_waybill(s);
    const std::string wished = text_at(s.content, "delivery.way");
    s.delivery_way = wished.empty() ? "self" : wished;
}

void decided(CaseState& s, const StoredEvent& e) {
    const object& c = e.event.clear;
    if (const std::string met = text_at(c, "supersedes"); !met.empty()) supersede(s, met);
    s.stage = Stage::kDecided;
    s.decision = CaseDecision{text_at(c, "outcome"),
                              text_at(c, "number"),
                              text_at(c, "document_name"),
                              e.event.happened_at,
                              object_at(e.event.secret, "result"),
                              text_at(e.event.secret, "reason"),
                              text_at(c, "merits"),
                              text_at(c, "refusal_number"),
                              texts_at(c, "materials")};
    take_alias(s, partner_of(e), text_at(c, "foreign_no"));
    if (s.decision->outcome == "returned") ++s.returns;
    if (!s.statutory.stopped) s.statutory.stopped = e.event.happened_at;  // R39
    // What was deemed approved is to be served from then on, whenever its paper comes.
    if (!s.timing.deemed_approved) s.timing.serve_due = instant_at(c, "serve_due");
    s.timing.serve_overdue = false;
    s.timing.approval_near = false;
    s.timing.paper_near = false;
    s.returned_reason.clear();
}

void at_issuance(CaseState& s, const StoredEvent& e) {
    s.stage = Stage::kAtIssuance;
    s.at_issuance_at = e.event.happened_at;
    s.superseded_at.clear();
    // R39: the version that passed R12 first; a later one does not move the day.
    if (!s.promised.stopped) s.promised.stopped = e.event.happened_at;
}

void return_confirmed(CaseState& s, const StoredEvent&) {
    s.decision->merits = "no";
}

void result_rejected(CaseState& s, const StoredEvent& e) {
    s.stage = Stage::kAccepted;  // R12: back with the department; the promised clock never stopped
    s.returned_reason = text_at(e.event.clear, "fields");
    s.at_issuance_at.reset();
    s.promised.stopped.reset();
}

void notified(CaseState& s, const StoredEvent& e) {
    s.stage = Stage::kNotified;
    s.notified_at = e.event.happened_at;
}

void dispatch_requested(CaseState& s, const StoredEvent& e) {
    s.dispatch_requested = true;
    s.dispatch_asked = e.sequence;
}

void dispatch_ordered(CaseState& s, const StoredEvent& e) {
    s.dispatch_requested = false;
    s.waybill = text_at(e.event.clear, "waybill");
    s.delivery_way = "mail";
    s.stage = Stage::kMailed;
}

/// R30: the window took the parcel back, or the courier never had it.
void dispatch_voided(CaseState& s, const StoredEvent& e) {
    const std::string waybill = text_at(e.event.clear, "waybill");
    if (s.waybill.empty() && !waybill.empty()) s.past_waybills.push_back(waybill);
    void_waybill(s);
    s.void_reason = text_at(e.event.clear, "reason");
    const bool is_at_window =
        s.stage == Stage::kMailed || s.stage == Stage::kAtIssuance || s.stage == Stage::kNotified;
    if (!is_at_window) return;
    s.stage = s.notified_at ? Stage::kNotified : Stage::kAtIssuance;
}

void dispatch_tracked(CaseState& s, const StoredEvent& e) {
    const std::string meaning = text_at(e.event.clear, "meaning");
    const std::string waybill = text_at(e.event.clear, "waybill");
    if (s.waybill.empty() || (!waybill.empty() && waybill != s.waybill)) return;  // voided
    if (s.delivery_way != "mail") return;  // handed over at the window meanwhile
    if (text_at(e.event.clear, "late") == "yes") return;
    if (meaning == "delivered" || meaning == "delivery_voided")
        s.delivery_told_at =
            std::max(s.delivery_told_at.value_or(e.event.happened_at), e.event.happened_at);
    if (meaning == "delivered" && s.stage == Stage::kMailed) {
        s.stage = Stage::kDelivered;
        s.delivered_at = e.event.happened_at;
        s.delivery_by = text_at(e.event.clear, "by");
        s.timing.feedback_due = instant_at(e.event.clear, "feedback_due");
        s.timing.serve_overdue = false;
    } else if (meaning == "delivery_voided") {  // R30
        s.stage = Stage::kMailed;
        s.delivered_at.reset();
        s.delivery_by.clear();
        s.fed_back_at.reset();
        s.timing.feedback_overdue = false;
    }
}

void delivered(CaseState& s, const StoredEvent& e) {
    s.stage = Stage::kDelivered;
    s.delivered_at = e.event.happened_at;
    s.delivery_way = text_at(e.event.clear, "way");
    s.delivery_by = text_at(e.event.clear, "by");
    s.delivery_told_at = e.event.happened_at;
    s.timing.feedback_due = instant_at(e.event.clear, "feedback_due");
    s.timing.serve_overdue = false;
}

void fed_back(CaseState& s, const StoredEvent& e) {
    s.stage = Stage::kFedBack;
    s.timing.feedback_overdue = false;
    s.fed_back_at = e.event.happened_at;
}

// Sorted.
constexpr EvolveRow kRows[] = {
    {"case.at_issuance", &at_issuance},
    {"case.decided", &decided},
    {"case.delivered", &delivered},
    {"case.fed_back", &fed_back},
    {"case.notified", &notified},
    {"case.result_rejected", &result_rejected},
    {"case.return_confirmed", &return_confirmed},
    {"dispatch.ordered", &dispatch_ordered},
    {"dispatch.requested", &dispatch_requested},
    {"dispatch.tracked", &dispatch_tracked},
    {"dispatch.voided", &dispatch_voided},
};

}  // namespace

std::span<const EvolveRow> result_rows() {
    return kRows;
}

}  // namespace ow::model
