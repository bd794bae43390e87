// From the department's decision to the feedback: R12, R13, R14, R30, R39, R41.

#include <algorithm>

#include "gateway/base/text.hpp"
#include "gateway/model/case_decide.hpp"

namespace ow::model {
namespace {

constexpr Millis kClocksDiffer = std::chrono::minutes{5};

bool at_window(const CaseState& s) {
    return s.stage == Stage::kAtIssuance || s.stage == Stage::kNotified;
}

bool after_take_over(Stage stage) {
    return stage == Stage::kAtIssuance || stage == Stage::kNotified || stage == Stage::kMailed ||
           stage == Stage::kDelivered || stage == Stage::kFedBack;
}

bool same_result(const CaseDecision& a, const CaseDecision& b) {
    return a.outcome == b.outcome && a.number == b.number && a.document_name == b.document_name &&
           a.decided_at == b.decided_at && a.result == b.result && a.reason == b.reason &&
           (b.merits.empty() || a.merits == b.merits) && a.refusal_number == b.refusal_number;
}

/// R20: who examined a case and says no owes a decision with remedies; a returned file is none.
Status return_allowed(const CaseState& s, const CaseDecision& d) {
    if (d.outcome != "returned") return ok();
    if (d.reason.empty()) return Error{Code::kFieldMissing, {"decision.reason", {}, 0, 0}};
    if (d.merits == "yes" && d.refusal_number.empty())
        return not_allowed(s, "经实体审查不予办理的，须作出不予许可决定并告知救济途径（R20）");
    return ok();
}

/// What goes back with the file: what the department says, else everything received.
void add_return(boost::json::object& clear, const CaseState& s, const CaseDecision& d) {
    clear["merits"] = d.merits;
    if (!d.refusal_number.empty()) clear["refusal_number"] = d.refusal_number;
    boost::json::array names;
    for (const std::string& name : d.returned_materials) names.push_back(boost::json::value(name));
    const auto* given = s.content.if_contains("materials");
    if (names.empty() && given != nullptr && given->is_array()) {
        for (const auto& one : given->get_array()) {
            const boost::json::object& m = one.as_object();
            if (text_at(m, "received") != "false")
                names.push_back(boost::json::value(text_at(m, "name")));
        }
    }
    clear["materials"] = std::move(names);
}

Decided with_return(Decided events, const CaseState& s, const CaseDecision& d) {
    if (!events || d.outcome != "returned") return events;
    for (Event& one : *events) {
        if (one.type == "case.decided") add_return(one.clear, s, d);
    }
    return events;
}

/// R36, R39: the time a partner tells is kept, but it is neither still to come – clocks of two
/// machines differ a little – nor before the application.
Status told(Instant at, std::string_view field, const CaseState& s, Instant now) {
    const bool early = s.received_at && day_of(at) < day_of(*s.received_at);
    if (at <= now + kClocksDiffer && !early) return ok();
    return Error{
        Code::kFieldFormat, {std::string{field}, {}, 0, 0}, early ? "早于收件日期" : "晚于现在"};
}

/// R30: a newer version replaces the earlier one; an older one that comes late replaces nothing.
Status not_older(const CaseState& s, const CaseDecision& d) {
    const bool stands = s.decision && !s.timing.deemed_approved && s.stage != Stage::kAccepted;
    if (!stands || d.decided_at >= s.decision->decided_at) return ok();
    return not_allowed(s, "已有" + ow::to_chinese(day_of(s.decision->decided_at)) +
                              "作出的较新的决定，较早的不再取代它（R30）；确需更正的，先由出证窗口"
                              "退回部门");
}

/// R20: who is refused is told why.
Status reasoned(const CaseDecision& d) {
    if (d.outcome != "refused" || !d.reason.empty()) return ok();
    return Error{Code::kFieldMissing, {"decision.reason", {}, 0, 0}};
}

/// R30: tracks come in any order, the newest by the courier's clock counts. It shows seconds: of
/// two in one, the voiding is the later, for nothing is voided before it is delivered.
bool comes_late(const CaseState& s, const Tracked& c) {
    if (!s.delivery_told_at) return false;
    if (c.meaning == "delivered") return c.at <= *s.delivery_told_at;
    return c.meaning == "delivery_voided" && c.at < *s.delivery_told_at;
}

/// R23: who is neither the applicant nor the agent of the intake needs an authorisation.
Status may_collect(const CaseState& s, const std::string& recipient,
                   const std::string& authorisation) {
    const bool known = recipient.empty() || recipient == text_at(s.content, "agent.name");
    if (known || !authorisation.empty()) return ok();
    return Error{Code::kFieldMissing, {"authorisation", {}, 0, 0}, "代领人须有授权委托"};
}

}  // namespace

Status result_fits(const CaseState& s, const boost::json::object& result) {
    const std::string name = text_at(result, "applicant_name");
    if (!name.empty() && name != text_at(s.content, "applicant.name"))
        return Error{Code::kResultMismatch, {"applicant.name", {}, 0, 0}};
    const std::string item = text_at(result, "item_code");
    if (!item.empty() && item != s.item_code)
        return Error{Code::kResultMismatch, {"item.code", {}, 0, 0}};
    // Without a number of the intake the person compares, with the original in hand.
    const std::string number = text_at(result, "cert_number");
    const std::string intake = text_at(s.content, "applicant.cert_number");
    if (!number.empty() && !intake.empty() && !iequals(number, intake))
        return Error{Code::kResultMismatch, {"applicant.cert_number", {}, 0, 0}};
    return ok();
}

Status not_voided(const CaseState& s, const std::string& waybill) {
    const auto& past = s.past_waybills;
    if (std::find(past.begin(), past.end(), waybill) == past.end()) return ok();
    return not_allowed(s, "运单 " + waybill + " 已作废，不能再用（R30）");
}

Result<Event> delivered_event(const CaseState& s, const HandOver& c, const CaseFacts& f,
                              Instant now) {
    if (auto may = may_collect(s, c.recipient, c.authorisation); !may) return may.error();
    boost::json::object secret{{"recipient", c.recipient}};
    if (!c.authorisation.empty()) secret["authorisation"] = c.authorisation;
    boost::json::object clear{
        {"way", "self"}, {"proof", c.proof}, {"by", c.recipient.empty() ? "本人" : "代领"}};
    return event("case.delivered", now, f, std::move(clear), std::move(secret));
}

Decided decide_on(const CaseState& s, const Progress& c, const CaseFacts& f, Instant now) {
    if (s.stage == Stage::kNone || row_of(s.stage).closed) return not_allowed(s);
    if (auto possible = told(c.at, "progress.at", s, now); !possible) return possible.error();
    const auto leg = leg_meant(s, c.department, f);
    if (!leg) return leg.error();
    if (*leg != nullptr) return progress_leg(**leg, c, f);
    if (auto own = own_case(s, f); !own) return own.error();
    Event told = event("case.progressed", c.at, f, {{"stage", c.stage}}, {{"note", c.note}});
    if (!c.by.empty()) told.secret["by"] = c.by;
    return one(std::move(told));
}

void add_sayer(Event& event, const CaseDecision& d) {
    if (!d.foreign_no.empty()) event.clear["foreign_no"] = d.foreign_no;
    if (!d.decided_by.empty()) event.secret["by"] = d.decided_by;
}

Event decided_event(const CaseDecision& d, const CaseFacts& f) {
    boost::json::object clear{
        {"outcome", d.outcome}, {"number", d.number}, {"document_name", d.document_name}};
    if (d.outcome == "approved") add_serve_due(clear, f, d.decided_at);
    Event decided = event("case.decided", d.decided_at, f, std::move(clear),
                          {{"result", d.result}, {"reason", d.reason}});
    add_sayer(decided, d);
    return decided;
}

Decided decide_on(const CaseState& s, const Decide& c, const CaseFacts& f, Instant now) {
    // R30: a newer version replaces the earlier one wherever that is by now. Before the hand-over
    // to the window nobody was told; after it the case opens again.
    const bool is_late = after_take_over(s.stage);
    if (auto ordinary = not_instant(s, f); !ordinary) return ordinary.error();
    if (s.stage != Stage::kAccepted && s.stage != Stage::kDecided && !is_late)
        return not_allowed(s);
    const CaseDecision& d = c.decision;
    if (auto possible = told(d.decided_at, "decision.decided_at", s, now); !possible)
        return possible.error();
    const auto leg = leg_meant(s, c.department, f);
    if (!leg) return leg.error();
    if (*leg != nullptr) return decide_leg(s, **leg, c, f, now);
    if (auto own = own_case(s, f); !own) return own.error();
    if (d.outcome != "approved" && d.outcome != "refused" && d.outcome != "returned") {
        return Error{Code::kFieldFormat, {"decision.outcome", {}, 0, 0}};
    }
    if (is_late && same_result(*s.decision, d)) return std::vector<Event>{};  // said again
    if (auto newer = not_older(s, d); !newer) return newer.error();
    if (auto allowed = legs_allow(s, d); !allowed) return allowed.error();
    if (auto allowed = return_allowed(s, d); !allowed) return allowed.error();
    if (auto said = reasoned(d); !said) return said.error();
    if (auto fits = not_against_silence(s, d); !fits) return fits.error();
    if (auto owed = decided_on_pledge(s, d, f, now)) return with_return(std::move(*owed), s, d);
    Event decided = decided_event(d, f);
    if (is_late) decided.clear["supersedes"] = row_of(s.stage).name;
    return with_return(one(std::move(decided)), s, d);
}

Decided decide_on(const CaseState& s, const TakeOverResult&, const CaseFacts& f, Instant now) {
    if (s.stage != Stage::kDecided) return not_allowed(s);
    if (s.decision->outcome == "returned" && s.decision->merits.empty())
        return not_allowed(s, "先确认退件不涉及实体审查，或退回部门补作不予许可决定（R20）");
    // R12: any difference between the result's data and the intake data, and it is not taken.
    if (auto fits = result_fits(s, s.decision->result); !fits) return fits.error();
    return one(event("case.at_issuance", now, f));
}

Decided decide_on(const CaseState& s, const RejectResult& c, const CaseFacts& f, Instant now) {
    if (s.stage != Stage::kDecided) return not_allowed(s);
    if (c.fields.empty()) return Error{Code::kFieldMissing, {"fields", {}, 0, 0}};
    return one(event("case.result_rejected", now, f, {{"fields", c.fields}}));
}

Decided decide_on(const CaseState& s, const ConfirmReturn&, const CaseFacts& f, Instant now) {
    const bool is_open = s.stage == Stage::kDecided && s.decision->outcome == "returned" &&
                         s.decision->merits.empty();
    if (!is_open) return not_allowed(s);
    return one(event("case.return_confirmed", now, f));
}

Decided decide_on(const CaseState& s, const Notify& c, const CaseFacts& f, Instant now) {
    if (!at_window(s)) return not_allowed(s);
    const bool is_return = s.decision && s.decision->outcome == "returned";
    if (is_return && f.hall.settings.return_told_by_phone && c.how != "phone")
        return not_allowed(s, "退件由出证窗口电话告知（R20）");
    return one(event("case.notified", now, f, {{"how", c.how}}, {{"note", c.note}}));
}

Decided decide_on(const CaseState& s, const HandOver& c, const CaseFacts& f, Instant now) {
    if (!at_window(s) && s.stage != Stage::kMailed) return not_allowed(s);
    if (c.proof != "slip" && c.proof != "id") return Error{Code::kFieldFormat, {"proof", {}, 0, 0}};
    auto delivered = delivered_event(s, c, f, now);
    if (!delivered) return delivered.error();
    add_feedback_due(delivered->clear, f, now);
    return one(std::move(*delivered));
}

Decided decide_on(const CaseState& s, const MailOut&, const CaseFacts& f, Instant now) {
    if (!at_window(s)) return not_allowed(s);
    if (s.dispatch_requested) {
        Error error = not_allowed(s);
        return Error{error.code(), {}, error.cause() + "；已交寄，等待承运方接单"};
    }
    if (text_at(s.content, "delivery.address").empty()) {
        return Error{
            Code::kFieldMissing, {"delivery.address", {}, 0, 0}, "no address was taken at intake"};
    }
    return one(event("dispatch.requested", now, f));
}

Decided decide_on(const CaseState& s, const VoidDispatch& c, const CaseFacts& f, Instant now) {
    const bool is_under_way = (at_window(s) && s.dispatch_requested) || s.stage == Stage::kMailed;
    if (!is_under_way) return not_allowed(s);
    if (c.reason.empty()) return Error{Code::kFieldMissing, {"reason", {}, 0, 0}};
    boost::json::object clear{{"reason", c.reason}};
    if (!s.waybill.empty()) clear["waybill"] = s.waybill;
    return one(event("dispatch.voided", now, f, std::move(clear)));
}

Decided decide_on(const CaseState& s, const DispatchOrdered& c, const CaseFacts& f, Instant now) {
    if (s.stage != Stage::kMailed && !at_window(s)) {
        // R30: opened again, or handed over, while the order was on its way: nobody wants it.
        if (s.dispatch_asked == 0 || !s.waybill.empty()) return not_allowed(s);
        return one(event("dispatch.voided", now, f,
                         {{"reason", "下单后办件已有变化"}, {"waybill", c.waybill}}));
    }
    if (auto fresh = not_voided(s, c.waybill); !fresh) return fresh.error();
    return one(event("dispatch.ordered", now, f, {{"waybill", c.waybill}}));
}

Decided decide_on(const CaseState& s, const Tracked& c, const CaseFacts& f, Instant now) {
    const auto past = std::find(s.past_waybills.begin(), s.past_waybills.end(), c.waybill);
    const bool is_past = past != s.past_waybills.end();
    const bool is_own = !s.waybill.empty() && (c.waybill.empty() || c.waybill == s.waybill);
    if (!is_own && !is_past) return not_allowed(s);
    if (auto possible = told(c.at, "track.at", s, now); !possible) return possible.error();
    boost::json::object clear{{"code", c.code}, {"meaning", c.meaning}};
    const bool is_late = is_own && comes_late(s, c);
    if (is_past) clear["waybill"] = c.waybill;  // a voided parcel: kept, changes nothing
    if (is_late) clear["late"] = "yes";         // kept, changes nothing
    if (is_own && !is_late && c.meaning == "delivered") add_feedback_due(clear, f, c.at);
    return one(signed_by(event("dispatch.tracked", c.at, f, std::move(clear)), c.by));
}

Decided decide_on(const CaseState& s, const FeedBack&, const CaseFacts& f, Instant now) {
    if (s.stage != Stage::kDelivered) return not_allowed(s);
    return one(event("case.fed_back", now, f));
}

}  // namespace ow::model
