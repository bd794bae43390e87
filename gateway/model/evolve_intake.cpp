// Intake, formal check, acceptance and the clocks that start with it (R1, R26, R27, R28).

#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

using boost::json::object;
using boost::json::value;

void received(CaseState& s, const StoredEvent& e) {
    const object& c = e.event.clear;
    s.stage = Stage::kReceived;
    s.no = CaseNo{text_at(c, "no")};
    s.hall = HallId{text_at(c, "hall")};
    s.item = ItemId{text_at(c, "item")};
    s.item_code = text_at(c, "item_code");
    s.item_name = text_at(c, "item_name");
    s.department = DepartmentId{text_at(c, "department")};
    s.department_partner = PartnerId{text_at(c, "department_partner")};
    s.source = PartnerId{text_at(c, "source")};
    s.query_token = text_at(c, "query_token");
    s.handler = text_at(c, "handler");
    s.delivery_way = text_at(c, "delivery_way");
    s.correction_due = instant_at(c, "correction_due");
    s.correction_alarm = instant_at(c, "correction_alarm");
    s.deems_accepted = text_at(c, "deems_accepted") == "yes";
    s.received_at = e.event.happened_at;
    s.catalogue_version = e.catalogue_version;
    s.mapping_version = e.mapping_version;
    s.content = object_at(e.event.secret, "content");
    const object pre = object_at(c, "pre_acceptance");
    s.pre_acceptance.due = instant_at(pre, "due");
    s.pre_acceptance.by = text_at(pre, "by");
    if (const std::string foreign = text_at(c, "foreign_no"); !foreign.empty())
        s.aliases[s.source.str()] = foreign;
}

/// The formal check was made: nothing is left to be deemed.
void checked(CaseState& s) {
    s.correction_due.reset();
    s.correction_alarm.reset();
    s.deemed_soon = false;
}

void deemed_soon(CaseState& s, const StoredEvent&) {
    s.correction_alarm.reset();
    s.deemed_soon = true;
}

void accepted(CaseState& s, const StoredEvent& e) {
    const object& c = e.event.clear;
    s.stage = Stage::kAccepted;
    s.accepted_at = e.event.happened_at;
    s.accepted_how = text_at(c, "how");
    const object statutory = object_at(c, "statutory");
    s.statutory = clock_from(statutory, e.event.happened_at);
    if (statutory.contains("started"))  // R47: not with the acceptance
        s.statutory.started = instant_at(statutory, "started");
    s.promised = clock_from(object_at(c, "promised"), e.event.happened_at);
    s.timing.calendar = text_at(c, "calendar");
    apply_watch(s.timing, object_at(c, "watch"));
    s.missing.clear();
    checked(s);
    if (const std::string by = text_at(c, "handler"); !by.empty()) s.handler = by;
    take_legs(s, e);
}

/// R26: handed in, but not as it has to be: it is to come again.
void hand_back(CaseState& s, const std::string& name) {
    value* list = s.content.if_contains("materials");
    if (list == nullptr || !list->is_array()) return;
    for (value& one : list->get_array()) {
        object& material = one.as_object();
        if (text_at(material, "name") == name) material["received"] = false;
    }
}

void correction_told(CaseState& s, const StoredEvent& e) {
    s.stage = Stage::kCorrection;
    checked(s);
    s.correction_until = instant_at(e.event.clear, "until");
    s.missing.clear();
    if (const value* list = e.event.clear.if_contains("missing");
        list != nullptr && list->is_array()) {
        for (const value& one : list->get_array()) {
            s.missing.push_back(
                {text_at(one.as_object(), "name"), text_at(one.as_object(), "reason")});
            hand_back(s, s.missing.back().name);
        }
    }
}

void supplemented(CaseState& s, const StoredEvent& e) {
    if (const value* list = e.event.secret.if_contains("materials");
        list != nullptr && list->is_array()) {
        s.content["materials"] = list->get_array();
    }
}

void refused(CaseState& s, const StoredEvent& e) {
    s.stage = Stage::kRefused;
    s.refusal_reason = text_at(e.event.clear, "reason");
    checked(s);
}

// Sorted.
constexpr EvolveRow kRows[] = {
    {"case.accepted", &accepted},         {"case.correction_told", &correction_told},
    {"case.deemed_accepted", &accepted},  {"case.deemed_soon", &deemed_soon},
    {"case.received", &received},         {"case.refused", &refused},
    {"case.supplemented", &supplemented},
};

}  // namespace

std::span<const EvolveRow> intake_rows() {
    return kRows;
}

}  // namespace ow::model
