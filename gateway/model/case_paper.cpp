// Documents and messages of a case. A document is made once; a second one of the same kind is
// refused.

#include "gateway/model/case_decide.hpp"

namespace ow::model {
namespace {

using boost::json::object;

}  // namespace

Decided decide_on(const CaseState& s, const DocumentStored& c, const CaseFacts& f, Instant now) {
    const auto known = s.documents.find(c.document.id);
    if (known != s.documents.end() && !known->second.address.empty()) {
        return Error{Code::kDocumentAlreadySigned, {c.document.id, {}, 0, 0}};
    }
    return one(event("document.stored", now, f,
                     {{"id", c.document.id},
                      {"number", c.document.number},
                      {"address", c.document.address},
                      {"sha256", c.document.sha256},
                      {"signed", c.document.is_signed ? "yes" : "no"}}));
}

Decided decide_on(const CaseState&, const DocumentRefused& c, const CaseFacts& f, Instant now) {
    return one(
        event("document.refused", now, f, {{"id", c.id}, {"code", c.code}}, {{"where", c.where}}));
}

Decided decide_on(const CaseState& s, const MessageSent& c, const CaseFacts& f, Instant now) {
    object sent{{"row", c.row}, {"partner", c.partner}, {"kind", c.kind}, {"facts", c.facts}};
    const bool is_listed = text_at(c.facts, "listed") == "yes";
    const bool deems = f.hall.settings.deemed_receipt;
    if (!c.leg.empty()) {
        sent["leg"] = c.leg;
    } else if (deems && !is_listed && c.kind == "application" &&
               c.partner == s.department_partner.str()) {
        if (const auto due = sign_due(f, now)) sent["sign_due"] = to_iso(*due);  // R7
    }
    auto events = one(event("message.sent", now, f, std::move(sent)));
    if (is_listed && c.leg.empty() && !s.listed_at) {
        object clear{{"deems", deems ? "yes" : "no"}};
        const auto due = deems ? sign_due(f, now) : handover_due(f.hall.settings, f.calendar, now);
        if (due) clear["due"] = to_iso(*due);
        add_paper_lead(clear, s, f);
        events.push_back(event("case.listed", now, f, std::move(clear)));
    }
    return events;
}

Decided decide_on(const CaseState&, const Unmasked&, const CaseFacts& f, Instant now) {
    return one(event("personal_data.unmasked", now, f, {}));
}

}  // namespace ow::model
