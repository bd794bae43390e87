// From the department's decision to the feedback: R12, R13, R14, R30, R39, R41.

#include "gateway/model/case_decide.hpp"

namespace ow::model {
namespace {

Event event(std::string type, Instant at, const CaseFacts& f, boost::json::object clear = {},
            boost::json::object secret = {}) {
    return {std::move(type), 1, at, f.actor, std::move(clear), std::move(secret)};
}

bool at_window(const CaseState& s) {
    return s.stage == Stage::kAtIssuance || s.stage == Stage::kNotified;
}

/// A partner speaks only of cases that are its own department's.
Status own_case(const CaseState& s, const CaseFacts& f) {
    if (!f.actor.starts_with("partner:") || f.actor.substr(8) == s.department_partner.str())
        return ok();
    return Error{Code::kAuthForbidden, {"case_no", {}, 0, 0}, "another department's case"};
}

}  // namespace

Decided decide_progress(const CaseState& s, const Progress& c, const CaseFacts& f, Instant) {
    if (s.stage == Stage::kNone || row_of(s.stage).closed) return not_allowed(s);
    if (auto own = own_case(s, f); !own) return own.error();
    return one(event("case.progressed", c.at, f, {{"stage", c.stage}}, {{"note", c.note}}));
}

Decided decide_decision(const CaseState& s, const Decide& c, const CaseFacts& f, Instant) {
    // A newer version of a result not yet handed over replaces the earlier one (R30).
    if (s.stage != Stage::kAccepted && s.stage != Stage::kDecided) return not_allowed(s);
    if (auto own = own_case(s, f); !own) return own.error();
    const CaseDecision& d = c.decision;
    if (d.outcome != "approved" && d.outcome != "refused" && d.outcome != "returned") {
        return Error{Code::kFieldFormat, {"decision.outcome", {}, 0, 0}};
    }
    return one(
        event("case.decided", d.decided_at, f,
              {{"outcome", d.outcome}, {"number", d.number}, {"document_name", d.document_name}},
              {{"result", d.result}, {"reason", d.reason}}));
}

Decided decide_take_over(const CaseState& s, const TakeOverResult&, const CaseFacts& f,
                         Instant now) {
    if (s.stage != Stage::kDecided) return not_allowed(s);
    // R12: any difference between the result's data and the intake data, and it is not taken.
    const std::string name = text_at(s.decision->result, "applicant_name");
    if (!name.empty() && name != text_at(s.content, "applicant.name")) {
        return Error{Code::kResultMismatch, {"applicant.name", {}, 0, 0}};
    }
    const std::string item = text_at(s.decision->result, "item_code");
    if (!item.empty() && item != s.item_code)
        return Error{Code::kResultMismatch, {"item.code", {}, 0, 0}};
    return one(event("case.at_issuance", now, f));
}

Decided decide_reject(const CaseState& s, const RejectResult& c, const CaseFacts& f, Instant now) {
    if (s.stage != Stage::kDecided) return not_allowed(s);
    if (c.fields.empty()) return Error{Code::kFieldMissing, {"fields", {}, 0, 0}};
    return one(event("case.result_rejected", now, f, {{"fields", c.fields}}));
}

Decided decide_notify(const CaseState& s, const Notify& c, const CaseFacts& f, Instant now) {
    if (!at_window(s)) return not_allowed(s);
    return one(event("case.notified", now, f, {{"how", c.how}}, {{"note", c.note}}));
}

Decided decide_hand_over(const CaseState& s, const HandOver& c, const CaseFacts& f, Instant now) {
    if (!at_window(s) && s.stage != Stage::kMailed) return not_allowed(s);
    if (c.proof != "slip" && c.proof != "id") return Error{Code::kFieldFormat, {"proof", {}, 0, 0}};
    return one(
        event("case.delivered", now, f,
              {{"way", "self"}, {"proof", c.proof}, {"by", c.recipient.empty() ? "本人" : "代领"}},
              {{"recipient", c.recipient}}));
}

Decided decide_mail_out(const CaseState& s, const MailOut&, const CaseFacts& f, Instant now) {
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

Decided decide_dispatch(const CaseState& s, const DispatchOrdered& c, const CaseFacts& f,
                        Instant now) {
    if (s.stage != Stage::kMailed && !at_window(s)) return not_allowed(s);
    return one(event("dispatch.ordered", now, f, {{"waybill", c.waybill}}));
}

Decided decide_track(const CaseState& s, const Tracked& c, const CaseFacts& f, Instant) {
    if (s.waybill.empty()) return not_allowed(s);
    return one(event("dispatch.tracked", c.at, f,
                     {{"code", c.code}, {"meaning", c.meaning}, {"by", c.by}}));
}

Decided decide_feed_back(const CaseState& s, const FeedBack&, const CaseFacts& f, Instant now) {
    if (s.stage != Stage::kDelivered) return not_allowed(s);
    return one(event("case.fed_back", now, f));
}

}  // namespace ow::model
