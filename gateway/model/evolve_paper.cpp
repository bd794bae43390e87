// Documents, receipts, the papers on their way to the department (R6, R7).

#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

using boost::json::object;
using boost::json::value;

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

void document_asked(CaseState& s, const StoredEvent& e) {
    s.document_note = text_at(e.event.secret, "note");
}

void sent(CaseState& s, const StoredEvent& e) {
    const std::string foreign = text_at(e.event.clear, "facts.foreign_no");
    const std::string partner = text_at(e.event.clear, "partner");
    const bool is_own = text_at(e.event.clear, "leg").empty();
    const bool is_push = is_own && text_at(e.event.clear, "kind") == "application" &&
                         partner == s.department_partner.str();
    if (is_push && !s.pushed_at) s.pushed_at = e.event.happened_at;
    if (is_own && e.event.clear.contains("sign_due") && !s.legs.pushed_at) {
        s.legs.pushed_at = e.event.happened_at;  // R7
        s.sign_due = instant_at(e.event.clear, "sign_due");
        s.deems_signed = true;
    }
    take_alias(s, partner, foreign);
}

void listed(CaseState& s, const StoredEvent& e) {
    s.listed_at = e.event.happened_at;
    s.sign_due = instant_at(e.event.clear, "due");
    s.deems_signed = text_at(e.event.clear, "deems") == "yes";
    s.timing.paper_at = instant_at(e.event.clear, "paper");
}

void signed_for(CaseState& s, const StoredEvent& e) {
    // A department with a system may have signed there before.
    if (s.listed_at || !s.signed_at) s.signed_at = e.event.happened_at;
    s.is_signed_by_person = true;
    s.handover = text_at(e.event.clear, "handover");
}

void deemed_signed(CaseState& s, const StoredEvent& e) {
    s.signed_at = e.event.happened_at;
}

// Sorted.
constexpr EvolveRow kRows[] = {
    {"case.deemed_signed", &deemed_signed},
    {"case.listed", &listed},
    {"case.signed_for", &signed_for},
    {"document.asked", &document_asked},
    {"document.refused", &document_refused},
    {"document.stored", &document_stored},
    {"message.sent", &sent},
};

}  // namespace

std::span<const EvolveRow> paper_rows() {
    return kRows;
}

void take_alias(CaseState& s, const std::string& partner, const std::string& foreign) {
    if (foreign.empty() || partner.empty()) return;
    if (partner == s.source.str() && s.aliases.contains(partner)) return;
    s.aliases[partner] = foreign;
}

std::string partner_of(const StoredEvent& stored) {
    constexpr std::string_view kPartner = "partner:";
    const std::string& actor = stored.event.actor;
    return actor.starts_with(kPartner) ? actor.substr(kPartner.size()) : std::string{};
}

}  // namespace ow::model
