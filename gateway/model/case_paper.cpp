// Documents and messages of a case. A document is made once; a second one of the same kind is
// refused.

#include "gateway/model/case_decide.hpp"

namespace ow::model {
namespace {

using boost::json::object;

Event event(std::string type, Instant at, const CaseFacts& f, object clear, object secret = {}) {
    return {std::move(type), 1, at, f.actor, std::move(clear), std::move(secret)};
}

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

Decided decide_on(const CaseState& s, const DocumentPrinted& c, const CaseFacts& f, Instant now) {
    const auto known = s.documents.find(c.id);
    if (known == s.documents.end() || known->second.address.empty()) {
        return Error{Code::kCommandNotAllowed, {c.id, {}, 0, 0}, "没有这份文书"};
    }
    return one(event("document.printed", now, f, {{"id", c.id}, {"sha256", known->second.sha256}}));
}

Decided decide_on(const CaseState& s, const MessageSent& c, const CaseFacts& f, Instant now) {
    auto events =
        one(event("message.sent", now, f,
                  {{"row", c.row}, {"partner", c.partner}, {"kind", c.kind}, {"facts", c.facts}}));
    if (text_at(c.facts, "listed") == "yes" && !s.listed_at) {
        object clear{{"deems", f.hall.settings.deemed_receipt ? "yes" : "no"}};
        if (const auto due = handover_due(f.hall.settings, f.calendar, now))
            clear["due"] = to_iso(*due);
        add_paper_lead(clear, s, f);
        events.push_back(event("case.listed", now, f, std::move(clear)));
    }
    return events;
}

Decided decide_on(const CaseState&, const Unmasked&, const CaseFacts& f, Instant now) {
    return one(event("personal_data.unmasked", now, f, {}));
}

}  // namespace ow::model
