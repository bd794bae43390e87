// Documents and messages of a case. A document is made once; a second one of the same kind is
// refused.

#include <algorithm>
#include <iterator>

#include "gateway/model/case_decide.hpp"
#include "gateway/model/own_decision.hpp"

namespace ow::model {
namespace {

using boost::json::object;

struct Moment {
    std::string_view kind;
    bool (*has_come)(const CaseState&);
};

/// R7: a leg whose system has not been told yet. The first time counts.
bool awaits(const CaseState& s, const std::string& department) {
    return std::any_of(s.legs.all.begin(), s.legs.all.end(), [&](const Leg& leg) {
        return leg.department.str() == department && leg.is_open() && !leg.sign_due;
    });
}

bool is_taken_in(const CaseState& s) {
    return s.stage != Stage::kNone;
}
bool is_accepted(const CaseState& s) {
    return s.accepted_at.has_value();
}
bool is_decided(const CaseState& s) {
    return s.decision && s.decision->outcome != "returned";
}
bool is_at_issuance(const CaseState& s) {
    return s.at_issuance_at.has_value();
}

// Sorted. What is made by itself at its moment and cannot be wanted earlier is not here.
constexpr Moment kMoments[] = {
    {"D1", &is_taken_in},  {"D12", &is_taken_in},    {"D13", &is_accepted},
    {"D14", &is_decided},  {"D16", &is_at_issuance}, {"D16A", &is_at_issuance},
    {"D24", &is_taken_in}, {"D8", &is_taken_in},     {"D8A", &is_taken_in},
    {"D8B", &is_taken_in},
};

/// 行政许可法 38: the department decides, so nobody else has its decision made out.
Status decision_allowed(const CaseState& s, const CaseFacts& f) {
    if (f.department != s.department) return not_allowed(s, "决定书由作出决定的部门出具");
    if (is_decision_of_ours(s, f.hall)) return ok();
    return not_allowed(s, "本系统不出具该办件的决定书：由部门自己的系统出具，或者不属于行政决定");
}

}  // namespace

bool is_decision_of_ours(const CaseState& s, const Hall& hall) {
    const Department* department = hall.find(s.department);
    return s.department_partner.empty() && department != nullptr && !is_utility(*department) &&
           is_decided(s);
}

bool may_make(const CaseState& s, std::string_view kind) {
    const auto* moment = std::find_if(std::begin(kMoments), std::end(kMoments),
                                      [kind](const Moment& m) { return m.kind == kind; });
    if (moment == std::end(kMoments) || !moment->has_come(s)) return false;
    const auto made = s.documents.find(document_id(s, kind));
    return made == s.documents.end() || made->second.address.empty();
}

Decided decide_on(const CaseState& s, const MakeDocument& c, const CaseFacts& f, Instant now) {
    if (auto own = own_case(s, f); !own) return own.error();
    if (!may_make(s, c.kind))
        return Error{
            Code::kCommandNotAllowed, {c.kind, {}, 0, 0}, "这份文书已经生成，或者现在还不能出具"};
    if (c.kind == "D14") {
        if (const Status allowed = decision_allowed(s, f); !allowed) return allowed.error();
    }
    if (c.kind == "D24" && c.note.empty()) return Error{Code::kFieldMissing, {"note", {}, 0, 0}};
    return one(event("document.asked", now, f, {{"document", c.kind}}, {{"note", c.note}}));
}

Decided decide_on(const CaseState& s, const DocumentStored& c, const CaseFacts& f, Instant now) {
    const auto known = s.documents.find(c.document.id);
    if (known != s.documents.end() && !known->second.address.empty()) {
        return Error{Code::kDocumentAlreadySigned, {c.document.id, {}, 0, 0}};
    }
    object clear{{"id", c.document.id},
                 {"number", c.document.number},
                 {"address", c.document.address},
                 {"sha256", c.document.sha256},
                 {"signed", c.document.is_signed ? "yes" : "no"},
                 {"seals", to_json(c.seals)}};
    if (c.wanted_at > 0) clear["wanted_at"] = c.wanted_at;
    return one(event("document.stored", now, f, std::move(clear)));
}

Decided decide_on(const CaseState&, const DocumentRefused& c, const CaseFacts& f, Instant now) {
    return one(
        event("document.refused", now, f, {{"id", c.id}, {"code", c.code}}, {{"where", c.where}}));
}

Decided decide_on(const CaseState& s, const MessageSent& c, const CaseFacts& f, Instant now) {
    object sent{{"row", c.row}, {"partner", c.partner}, {"kind", c.kind}, {"facts", c.facts}};
    const bool is_listed = text_at(c.facts, "listed") == "yes";
    const bool deems = f.hall.settings.deemed_receipt;
    const bool to_own = c.leg.empty() && !is_listed && c.partner == s.department_partner.str();
    if (!c.leg.empty()) sent["leg"] = c.leg;
    if (deems && c.kind == "application" && (to_own || awaits(s, c.leg))) {
        const auto due = sign_due(f, now);  // R7; unknown: counted when the calendar comes (R29)
        sent["sign_due"] = due ? boost::json::value(to_iso(*due)) : boost::json::value(nullptr);
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
