// Legs, joint reviews and 缺席默认 (R7, R15, R16).

#include <algorithm>

#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

using boost::json::object;
using boost::json::value;

void take_push(Leg& leg, const object& c) {
    leg.pushed_at = instant_at(c, "pushed");
    leg.due = instant_at(c, "due");
    leg.sign_due = instant_at(c, "sign_due");
}

/// The leg an event speaks of: a department may stand in a series twice.
Leg* leg_of(CaseState& s, const object& c) {
    const DepartmentId department{text_at(c, "department")};
    const int order = number_at(c, "order");
    const auto found = std::find_if(s.legs.all.begin(), s.legs.all.end(), [&](const Leg& leg) {
        return leg.department == department && leg.order == order;
    });
    return found == s.legs.all.end() ? nullptr : &*found;
}

void pushed(CaseState& s, const StoredEvent& e) {
    if (Leg* leg = leg_of(s, e.event.clear)) take_push(*leg, e.event.clear);
}

void signed_for(CaseState& s, const StoredEvent& e) {
    Leg* leg = leg_of(s, e.event.clear);
    if (leg == nullptr) return;
    leg->signed_at = e.event.happened_at;
    leg->deemed = text_at(e.event.clear, "why");  // only what is deemed says why
}

void progressed(CaseState& s, const StoredEvent& e) {
    Leg* leg = leg_of(s, e.event.clear);
    if (leg == nullptr) return;
    leg->stage = text_at(e.event.clear, "stage");
    if (!leg->signed_at) leg->signed_at = e.event.happened_at;
}

/// The item's own department spoke: it has the case (R7).
void case_progressed(CaseState& s, const StoredEvent& e) {
    if (s.legs.pushed_at && !s.signed_at && e.event.actor.starts_with("partner:"))
        s.signed_at = e.event.happened_at;
}

void opined(CaseState& s, const StoredEvent& e) {
    const object& c = e.event.clear;
    Leg* leg = leg_of(s, c);
    if (leg == nullptr) return;
    take_alias(s, partner_of(e), text_at(c, "foreign_no"));
    leg->opinion = text_at(c, "opinion");
    leg->number = text_at(c, "number");
    leg->reason = text_at(e.event.secret, "reason");
    leg->done_at = e.event.happened_at;
    if (!leg->signed_at) leg->signed_at = e.event.happened_at;
    s.legs.stopped = std::any_of(s.legs.all.begin(), s.legs.all.end(), [&](const Leg& one) {
        const bool refuses = one.opinion == "disagreed" || one.opinion == "returned";
        return refuses && s.legs.one_refusal == "refuse_case";
    });
    for (Leg& other : s.legs.all) {
        if (s.legs.stopped && other.opinion.empty()) other.opinion = "cancelled";
        if (!s.legs.stopped && other.opinion == "cancelled") other.opinion.clear();  // R30
    }
}

void reported_up(CaseState& s, const StoredEvent& e) {
    Leg* leg = leg_of(s, e.event.clear);
    if (leg == nullptr) return;
    leg->opinion = "reported_up";
    leg->reason = text_at(e.event.secret, "reason");
    leg->done_at = e.event.happened_at;
}

void overdue(CaseState& s, const StoredEvent& e) {
    if (Leg* leg = leg_of(s, e.event.clear)) leg->overdue = true;
}

/// A leg ends with the promised limit, wherever pauses or a calendar move that; only a report on
/// form has a limit of its own (R16).
void recomputed(CaseState& s, const StoredEvent& e) {
    const object& c = e.event.clear;
    const bool promised = text_at(c, "clock") == "promised";
    if (!promised && text_at(c, "clock") != "leg") return;
    const auto due = instant_at(c, "due");
    for (Leg& leg : s.legs.all) {
        const bool meant =
            promised ? leg.reports != "form"
                     : leg.reports == "form" && leg.department.str() == text_at(c, "department");
        if (!meant || !leg.is_open()) continue;
        leg.due = due;
        leg.overdue = leg.overdue && due && *due <= e.event.happened_at;
    }
}

std::vector<DepartmentId> departments_at(const object& c, std::string_view key) {
    std::vector<DepartmentId> out;
    for (std::string& one : texts_at(c, key)) out.emplace_back(std::move(one));
    return out;
}

void convened(CaseState& s, const StoredEvent& e) {
    const object& c = e.event.clear;
    ++s.legs.reviews;
    s.legs.review = JointReview{instant_at(c, "at").value_or(Instant{}),
                                text_at(c, "where"),
                                departments_at(c, "departments"),
                                false,
                                {},
                                {}};
}

void held(CaseState& s, const StoredEvent& e) {
    if (!s.legs.review) return;
    s.legs.review->held = true;
    s.legs.review->absent = departments_at(e.event.clear, "absent");
    s.legs.review->result = text_at(e.event.secret, "result");
}

// Sorted.
constexpr EvolveRow kRows[] = {
    {"case.progressed", &case_progressed},
    {"clock.recomputed", &recomputed},
    {"leg.deemed_signed", &signed_for},
    {"leg.opined", &opined},
    {"leg.overdue", &overdue},
    {"leg.progressed", &progressed},
    {"leg.pushed", &pushed},
    {"leg.reported_up", &reported_up},
    {"leg.signed_for", &signed_for},
    {"review.convened", &convened},
    {"review.held", &held},
};

}  // namespace

std::span<const EvolveRow> leg_rows() {
    return kRows;
}

void take_legs(CaseState& s, const StoredEvent& accepted) {
    const object& c = accepted.event.clear;
    const value* list = c.if_contains("legs");
    if (list == nullptr || !list->is_array()) return;
    s.legs.one_refusal = text_at(c, "one_refusal");
    s.legs.passed_by = text_at(c, "passed_by");
    for (const value& one : list->get_array()) {
        const object& o = one.as_object();
        Leg leg;
        leg.department = DepartmentId{text_at(o, "department")};
        leg.name = text_at(o, "name");
        leg.partner = PartnerId{text_at(o, "partner")};
        leg.order = number_at(o, "order");
        leg.reports = text_at(o, "reports");
        take_push(leg, o);
        s.legs.all.push_back(std::move(leg));
    }
}

}  // namespace ow::model
