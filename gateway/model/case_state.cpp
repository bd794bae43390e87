#include "gateway/model/case_state.hpp"

#include <algorithm>

#include "gateway/base/text.hpp"

namespace ow::model {
namespace {

using boost::json::object;
using boost::json::value;

std::optional<Instant> instant_at(const object& o, std::string_view key) {
    return parse_instant(text_at(o, key));
}

int number_at(const object& o, std::string_view key) {
    const value* v = o.if_contains(key);
    return v != nullptr && v->is_int64() ? static_cast<int>(v->get_int64()) : 0;
}

std::string text_of(const value& v) {
    if (v.is_string()) return std::string{v.get_string()};
    if (v.is_int64()) return std::to_string(v.get_int64());
    if (v.is_bool()) return v.get_bool() ? "true" : "false";
    return {};
}

object object_at(const object& o, std::string_view key) {
    const value* v = o.if_contains(key);
    return v != nullptr && v->is_object() ? v->get_object() : object{};
}

CaseClock clock_from(const object& o, std::optional<Instant> started) {
    return {number_at(o, "amount"), text_at(o, "unit"), instant_at(o, "due"), started,
            std::nullopt};
}

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
    s.statutory = clock_from(object_at(c, "statutory"), e.event.happened_at);
    s.promised = clock_from(object_at(c, "promised"), e.event.happened_at);
    s.missing.clear();
    checked(s);
    if (const std::string by = text_at(c, "handler"); !by.empty()) s.handler = by;
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

void void_waybill(CaseState& s) {
    s.dispatch_requested = false;
    if (!s.waybill.empty()) s.past_waybills.push_back(std::move(s.waybill));
    s.waybill.clear();
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
                              text_at(e.event.secret, "reason")};
    if (!s.statutory.stopped) s.statutory.stopped = e.event.happened_at;  // R39
    s.returned_reason.clear();
}

void at_issuance(CaseState& s, const StoredEvent& e) {
    s.stage = Stage::kAtIssuance;
    s.at_issuance_at = e.event.happened_at;
    s.superseded_at.clear();
    // R39: the version that passed R12 first; a later one does not move the day.
    if (!s.promised.stopped) s.promised.stopped = e.event.happened_at;
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
    if (meaning == "delivered" && s.stage == Stage::kMailed) {
        s.stage = Stage::kDelivered;
        s.delivered_at = e.event.happened_at;
        s.delivery_by = text_at(e.event.clear, "by");
    } else if (meaning == "delivery_voided") {  // R30
        s.stage = Stage::kMailed;
        s.delivered_at.reset();
        s.delivery_by.clear();
        s.fed_back_at.reset();
    }
}

void delivered(CaseState& s, const StoredEvent& e) {
    s.stage = Stage::kDelivered;
    s.delivered_at = e.event.happened_at;
    s.delivery_way = text_at(e.event.clear, "way");
    s.delivery_by = text_at(e.event.clear, "by");
}

void fed_back(CaseState& s, const StoredEvent& e) {
    s.stage = Stage::kFedBack;
    s.fed_back_at = e.event.happened_at;
}

void document_stored(CaseState& s, const StoredEvent& e) {
    const object& c = e.event.clear;
    CaseDocument& d = s.documents[text_at(c, "id")];
    d = {text_at(c, "id"),
         text_at(c, "number"),
         text_at(c, "address"),
         text_at(c, "sha256"),
         {},
         {},
         d.prints,
         text_at(c, "signed") == "yes",
         e.event.happened_at};
}

void document_refused(CaseState& s, const StoredEvent& e) {
    CaseDocument& d = s.documents[text_at(e.event.clear, "id")];
    d.id = text_at(e.event.clear, "id");
    d.refused = text_at(e.event.clear, "code");
    d.refused_where = text_at(e.event.secret, "where");
    d.at = e.event.happened_at;
}

void document_printed(CaseState& s, const StoredEvent& e) {
    ++s.documents[text_at(e.event.clear, "id")].prints;
}

void recomputed(CaseState& s, const StoredEvent& e) {
    CaseClock& clock = text_at(e.event.clear, "clock") == "statutory" ? s.statutory : s.promised;
    clock.due = instant_at(e.event.clear, "due");
}

void sent(CaseState& s, const StoredEvent& e) {
    const std::string foreign = text_at(e.event.clear, "facts.foreign_no");
    const std::string partner = text_at(e.event.clear, "partner");
    // A source knows the case by the number it sent, not by those of its receipts.
    if (foreign.empty() || (partner == s.source.str() && s.aliases.contains(partner))) return;
    s.aliases[partner] = foreign;
}

void listed(CaseState& s, const StoredEvent& e) {
    s.listed_at = e.event.happened_at;
    s.sign_due = instant_at(e.event.clear, "due");
    s.deems_signed = text_at(e.event.clear, "deems") == "yes";
}

void signed_for(CaseState& s, const StoredEvent& e) {
    s.signed_at = e.event.happened_at;
    s.is_signed_by_person = true;
    s.handover = text_at(e.event.clear, "handover");
}

void deemed_signed(CaseState& s, const StoredEvent& e) {
    s.signed_at = e.event.happened_at;
}

struct Row {
    std::string_view type;
    void (*apply)(CaseState&, const StoredEvent&);
};

// Sorted; event types without a row only count as history.
constexpr Row kRows[] = {
    {"case.accepted", &accepted},
    {"case.at_issuance", &at_issuance},
    {"case.correction_told", &correction_told},
    {"case.decided", &decided},
    {"case.deemed_accepted", &accepted},
    {"case.deemed_signed", &deemed_signed},
    {"case.deemed_soon", &deemed_soon},
    {"case.delivered", &delivered},
    {"case.fed_back", &fed_back},
    {"case.listed", &listed},
    {"case.notified", &notified},
    {"case.received", &received},
    {"case.refused", &refused},
    {"case.result_rejected", &result_rejected},
    {"case.signed_for", &signed_for},
    {"case.supplemented", &supplemented},
    {"clock.recomputed", &recomputed},
    {"dispatch.ordered", &dispatch_ordered},
    {"dispatch.requested", &dispatch_requested},
    {"dispatch.tracked", &dispatch_tracked},
    {"dispatch.voided", &dispatch_voided},
    {"document.printed", &document_printed},
    {"document.refused", &document_refused},
    {"document.stored", &document_stored},
    {"message.sent", &sent},
};

bool is_act(std::string_view type) {
    return type != "call.logged" && type != "case.deemed_soon" && type != "case.listed" &&
           !type.starts_with("document.") && !type.starts_with("message.") &&
           !type.starts_with("personal_data.");
}

}  // namespace

void evolve(CaseState& state, const StoredEvent& stored) {
    state.version = stored.sequence;
    if (is_act(stored.event.type)) state.acted_version = stored.sequence;
    state.last_at = stored.event.happened_at;
    const auto* row = std::find_if(std::begin(kRows), std::end(kRows),
                                   [&](const Row& r) { return r.type == stored.event.type; });
    if (row != std::end(kRows)) row->apply(state, stored);
}

CaseState replay(const std::vector<StoredEvent>& events) {
    CaseState state;
    for (const StoredEvent& event : events) evolve(state, event);
    return state;
}

std::string document_id(const CaseState& state, std::string_view kind) {
    std::string id{kind};
    std::size_t before = 0;
    if (kind == "D15") before = static_cast<std::size_t>(state.superseded);
    if (kind == "D19" || kind == "label") before = state.past_waybills.size();
    if (before > 0) id += "-" + std::to_string(before + 1);
    return id;
}

std::string text_at(const object& content, std::string_view path) {
    const object* at = &content;
    for (;;) {
        const std::size_t dot = path.find('.');
        const value* v = at->if_contains(path.substr(0, dot));
        if (v == nullptr) return {};
        if (dot == std::string_view::npos) return text_of(*v);
        if (!v->is_object()) return {};
        at = &v->get_object();
        path.remove_prefix(dot + 1);
    }
}

}  // namespace ow::model
