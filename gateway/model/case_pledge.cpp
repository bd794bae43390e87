// 容缺受理 and 告知承诺: R4, R5, R23, R44.

#include <algorithm>

#include "gateway/model/case_decide.hpp"
#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Instant end_of(Day day) {
    return from_local({add_days(day, 1), Millis{}});
}

/// What of the item may be owed: 容缺 the published non-key ones only, 告知承诺 any of its list.
std::optional<Error> materials_refuse(const CaseState& s, const AcceptOnPledge& c,
                                      const CaseFacts& f) {
    if (c.materials.empty()) return Error{Code::kFieldMissing, {"materials", {}, 0, 0}};
    for (const std::string& name : c.materials) {
        const Material* material = f.item.find_material_by_name(name);
        if (material == nullptr)
            return Error{Code::kMaterialNotListed, {"materials", {}, 0, 0}, name};
        if (c.kind == "tolerance" && (material->key || !material->tolerance))
            return not_allowed(s, "“" + name + "”是主要申报材料或不在可容缺材料清单上，不得容缺");
    }
    for (const MissingMaterial& missing : missing_materials(s.content, f.item)) {
        if (!contains(c.materials, missing.name))
            return not_allowed(s, "“" + missing.name + "”未提交，又未列入承诺，不得受理");
    }
    return std::nullopt;
}

std::optional<Error> item_refuses(const CaseState& s, const AcceptOnPledge& c, const CaseFacts& f) {
    if (c.kind == "promise") {
        if (!f.item.pledge) return not_allowed(s, "该事项不实行告知承诺");
        if (f.credit.lost_promise)
            return not_allowed(s, "申请人已记入企业诚信档案，不再适用告知承诺");
        return std::nullopt;
    }
    if (c.kind != "tolerance") return Error{Code::kFieldFormat, {"kind", {}, 0, 0}};
    if (f.item.handling == Handling::kInstant) return not_allowed(s, "即办件不适用容缺受理");
    if (!f.item.tolerance) return not_allowed(s, "该事项不在公布的容缺受理事项清单上");
    if (f.credit.is_distrusted) {
        const std::string& until = f.credit.distrusted_until;
        return not_allowed(s, "申请人在容缺失信名单上" +
                                  (until.empty() ? "" : "（至" + until + "）") +
                                  "，不适用容缺受理");
    }
    return std::nullopt;
}

/// R4: the date is no later than the promised limit. A limit that ends in a year not yet published
/// is later than every day of a published one (R29).
std::optional<Error> date_refuses(const CaseState& s, const AcceptOnPledge& c, const CaseFacts& f,
                                  Instant now) {
    if (!c.until.ok() || end_of(c.until) <= now)
        return Error{Code::kFieldFormat, {"until", {}, 0, 0}, "补交期限不能早于今天"};
    if (c.kind == "promise") return std::nullopt;
    const auto limit = due_of(f.item.promised, now, f.calendar, f.hall.opening);
    const bool within =
        limit ? c.until <= limit->day : f.calendar.is_published(static_cast<int>(c.until.year()));
    if (within) return std::nullopt;
    return not_allowed(s, "补交期限不得超过承诺办结时限" +
                              (limit ? "（" + ow::to_chinese(limit->day) + "）" : std::string{}));
}

/// R23: the applicant, or an agent whose 特别授权 is recorded.
std::optional<Error> signer_refuses(const CaseState& s, const AcceptOnPledge& c) {
    if (!c.told) return Error{Code::kFieldMissing, {"told", {}, 0, 0}};
    if (c.signer == "applicant") return std::nullopt;
    if (c.signer != "agent") return Error{Code::kFieldFormat, {"signer", {}, 0, 0}};
    if (text_at(s.content, "agent.name").empty())
        return Error{Code::kFieldMissing, {"agent.name", {}, 0, 0}};
    if (c.authorisation.empty()) return not_allowed(s, "委托人签署承诺书须有申请人的特别授权");
    return std::nullopt;
}

Event made_event(const AcceptOnPledge& c, const CaseFacts& f, Instant now) {
    array list;
    for (const std::string& name : c.materials)
        list.push_back(object{{"name", name}, {"flaw", c.flaw.empty() ? "未提交" : c.flaw}});
    const bool receipt = f.hall.settings.pledge_slip == PledgeSlip::kReceipt;
    const Instant due = end_of(c.until);
    object clear{{"kind", c.kind},
                 {"materials", std::move(list)},
                 {"until", to_iso(c.until)},
                 {"due", to_iso(due)},
                 {"window", c.window.empty() ? f.hall.settings.pledge_window : c.window},
                 {"signer", c.signer},
                 {"slip", receipt ? "receipt" : "on_notice"}};
    if (f.hall.settings.pledge_reminder.amount > 0) {
        const auto remind = before({c.until, due}, f.hall.settings.pledge_reminder, f.calendar);
        if (remind && *remind > now) clear["reminder"] = to_iso(*remind);
    }
    object secret;
    if (!c.authorisation.empty()) secret["authorisation"] = c.authorisation;
    return event("pledge.made", now, f, std::move(clear), std::move(secret));
}

/// R44: a promise is for what was granted on it.
bool is_denied(const CaseState& s) {
    return s.decision && s.decision->outcome != "approved";
}

Event examined_event(bool conforms, const std::string& reason, const CaseFacts& f, Instant now) {
    object secret;
    if (!reason.empty()) secret["reason"] = reason;
    return event("pledge.examined", now, f, {{"conforms", conforms ? "yes" : "no"}},
                 std::move(secret));
}

/// 模拟审批: what waits for the materials.
Event drafted_event(const CaseDecision& d, const CaseFacts& f) {
    return event("case.decision_drafted", d.decided_at, f, {{"outcome", d.outcome}},
                 {{"draft", object{{"outcome", d.outcome},
                                   {"number", d.number},
                                   {"document_name", d.document_name},
                                   {"result", d.result},
                                   {"reason", d.reason}}}});
}

/// The draft that a pledge not kept ends, if there is one.
void add_draft_end(std::vector<Event>& events, const CaseState& s, std::string_view why,
                   const CaseFacts& f, Instant at) {
    if (!s.pledge.draft.empty()) events.push_back(event("case.draft_ended", at, f, {{"why", why}}));
}

CaseDecision draft_of(const object& draft, Instant now) {
    return {text_at(draft, "outcome"),       text_at(draft, "number"),
            text_at(draft, "document_name"), now,
            object_at(draft, "result"),      text_at(draft, "reason")};
}

}  // namespace

Decided decide_on(const CaseState& s, const AcceptOnPledge& c, const CaseFacts& f, Instant now) {
    if (s.stage != Stage::kReceived && s.stage != Stage::kCorrection) return not_allowed(s);
    if (auto waits = acceptance_waits(s, false)) return std::move(*waits);
    if (auto refused = item_refuses(s, c, f)) return std::move(*refused);
    if (auto refused = materials_refuse(s, c, f)) return std::move(*refused);
    if (auto refused = date_refuses(s, c, f, now)) return std::move(*refused);
    if (auto refused = signer_refuses(s, c)) return std::move(*refused);
    // R28: the clock runs from acceptance; what is owed does not stop it. After 补正 there was no
    // clock before.
    const Instant received = s.stage == Stage::kCorrection ? now : *s.received_at;
    return std::vector<Event>{made_event(c, f, now), accepted_event(now, c.kind, received, f)};
}

Decided decide_on(const CaseState& s, const DeliverPledged& c, const CaseFacts& f, Instant now) {
    const CasePledge& p = s.pledge;
    const bool open = p.is_promise() ? s.accepted_at && s.stage != Stage::kWithdrawn
                                     : s.stage == Stage::kAccepted || s.stage == Stage::kWithdrawn;
    if (p.kind.empty() || !open || !p.is_owing()) return not_allowed(s);
    if (c.materials.empty()) return Error{Code::kFieldMissing, {"materials", {}, 0, 0}};
    if (auto possible = stated(c.at, s.accepted_at, "受理", now); !possible)
        return possible.error();
    if (c.at >= *p.due) return not_allowed(s, "补交期限（" + p.until + "）已过");
    array fresh;
    array names;
    const std::vector<std::string> owed = p.owed();
    for (const std::string& name : c.materials) {
        if (!contains(owed, name))
            return Error{Code::kMaterialNotListed, {"materials", {}, 0, 0}, name};
        fresh.push_back(object{{"name", name}, {"received", true}});
        names.push_back(value(name));
    }
    auto merged = merged_materials(s, fresh, f);
    if (!merged) return merged.error();
    return one(event("pledge.delivered", c.at, f, {{"materials", std::move(names)}},
                     {{"materials", std::move(*merged)}}));
}

Decided decide_on(const CaseState& s, const ExaminePledged& c, const CaseFacts& f, Instant now) {
    if (auto own = own_case(s, f); !own) return own.error();
    const CasePledge& p = s.pledge;
    const bool open = p.is_promise() || s.stage == Stage::kAccepted;
    if (p.kind.empty() || !open || p.is_owing() || !p.examined.empty()) return not_allowed(s);
    if (!c.conforms && c.reason.empty()) return Error{Code::kFieldMissing, {"reason", {}, 0, 0}};
    std::vector<Event> events = one(examined_event(c.conforms, c.reason, f, now));
    if (c.conforms && !p.draft.empty()) events.push_back(decided_event(draft_of(p.draft, now), f));
    if (!c.conforms) add_draft_end(events, s, "not_conforming", f, now);
    return events;
}

Decided decide_on(const CaseState& s, const SimulateApproval& c, const CaseFacts& f, Instant now) {
    if (auto own = own_case(s, f); !own) return own.error();
    const CasePledge& p = s.pledge;
    if (s.stage != Stage::kAccepted || !p.is_tolerance() || !p.is_owing())
        return not_allowed(s, "容缺的材料尚待补交时才模拟审批");
    if (p.broken) return not_allowed(s, "承诺的材料逾期未补交，应作出不予许可决定并说明理由");
    if (c.outcome != "approved" && c.outcome != "refused")
        return Error{Code::kFieldFormat, {"outcome", {}, 0, 0}};
    if (c.number.empty()) return Error{Code::kFieldMissing, {"number", {}, 0, 0}};
    if (c.outcome == "refused" && c.reason.empty())
        return Error{Code::kFieldMissing, {"reason", {}, 0, 0}};
    const CaseDecision draft{c.outcome,
                             c.number,
                             c.document_name,
                             now,
                             {{"applicant_name", c.applicant_name}, {"item_code", s.item_code}},
                             c.reason};
    if (auto fits = result_fits(s, draft.result); !fits) return fits.error();
    if (auto allowed = legs_allow(s, draft); !allowed) return allowed.error();
    return one(drafted_event(draft, f));
}

Decided decide_on(const CaseState& s, const ReportUntrue& c, const CaseFacts& f, Instant now) {
    if (auto own = own_case(s, f); !own) return own.error();
    if (!s.pledge.is_promise() || !s.accepted_at || s.pledge.untrue) return not_allowed(s);
    if (c.reason.empty()) return Error{Code::kFieldMissing, {"reason", {}, 0, 0}};
    return one(event("pledge.untrue", now, f, {}, {{"reason", c.reason}}));
}

std::optional<Decided> decided_on_pledge(const CaseState& s, const CaseDecision& d,
                                         const CaseFacts& f, Instant now) {
    const CasePledge& p = s.pledge;
    if (!p.is_tolerance()) return std::nullopt;
    if (d.outcome == "returned") {
        if (!p.broken && p.examined != "no") return std::nullopt;
        return Decided{
            not_allowed(s, "承诺的材料未按期补交或不符合要求，应作出不予许可决定（R5）")};
    }
    if (d.outcome == "refused") return std::nullopt;
    if (p.broken)
        return Decided{not_allowed(s, "承诺的材料逾期未补交，应作出不予许可决定并说明理由")};
    if (p.examined == "no")
        return Decided{not_allowed(s, "补交的材料不符合要求，应作出不予许可决定并说明理由")};
    if (p.is_owing()) {
        return Decided{one(drafted_event(d, f))};
    }
    if (p.examined == "yes") return std::nullopt;
    // A department that grants after the delivery has examined it.
    return Decided{std::vector<Event>{examined_event(true, {}, f, now), decided_event(d, f)}};
}

std::optional<Instant> pledge_due(const CaseState& s) {
    const CasePledge& p = s.pledge;
    const bool watched =
        p.is_promise() ? s.accepted_at && !is_denied(s) : s.stage == Stage::kAccepted;
    if (!watched || p.broken || !p.due || !p.is_owing()) return std::nullopt;
    return p.reminder ? p.reminder : p.due;
}

Decided fire_pledge(const CaseState& s, const CaseFacts& f, Instant now) {
    const CasePledge& p = s.pledge;
    if (p.reminder && now < *p.due)
        return one(event("pledge.reminded", *p.reminder, f, {{"until", p.until}}));
    const bool withdrawn =
        p.is_tolerance() && f.hall.settings.pledge_broken == PledgeBroken::kWithdrawn;
    std::vector<Event> events = one(event(
        "pledge.broken", *p.due, f, {{"until", p.until}, {"withdrawn", withdrawn ? "yes" : "no"}}));
    if (p.is_tolerance()) add_draft_end(events, s, "pledge_broken", f, *p.due);
    if (withdrawn) events.push_back(event("case.withdrawn", *p.due, f, {{"why", "pledge_broken"}}));
    return events;
}

namespace {

void made(CaseState& s, const StoredEvent& e) {
    const object& c = e.event.clear;
    CasePledge p;
    p.kind = text_at(c, "kind");
    p.window = text_at(c, "window");
    p.signer = text_at(c, "signer");
    p.slip = text_at(c, "slip");
    p.until = text_at(c, "until");
    p.due = instant_at(c, "due");
    p.reminder = instant_at(c, "reminder");
    if (const value* list = c.if_contains("materials"); list != nullptr && list->is_array()) {
        for (const value& one : list->get_array())
            p.materials.push_back(
                {text_at(one.as_object(), "name"), text_at(one.as_object(), "flaw"), false});
    }
    s.pledge = std::move(p);
}

void delivered(CaseState& s, const StoredEvent& e) {
    CasePledge& p = s.pledge;
    ++p.deliveries;
    for (const value& name : e.event.clear.at("materials").as_array()) {
        for (OwedMaterial& m : p.materials) m.delivered = m.delivered || m.name == name.as_string();
    }
    if (const value* list = e.event.secret.if_contains("materials")) s.content["materials"] = *list;
    // R36: it came in time and was only entered late.
    p.broken = p.broken && p.is_owing();
    if (s.stage == Stage::kWithdrawn && !p.broken) s.stage = Stage::kAccepted;
}

void examined(CaseState& s, const StoredEvent& e) {
    s.pledge.examined = text_at(e.event.clear, "conforms");
    s.pledge.failed = text_at(e.event.secret, "reason");
}

void reminded(CaseState& s, const StoredEvent&) {
    s.pledge.reminder.reset();
}

void broken(CaseState& s, const StoredEvent&) {
    s.pledge.reminder.reset();
    s.pledge.broken = true;
}

void untrue(CaseState& s, const StoredEvent& e) {
    s.pledge.untrue = true;
    s.pledge.failed = text_at(e.event.secret, "reason");
}

void drafted(CaseState& s, const StoredEvent& e) {
    s.pledge.draft = object_at(e.event.secret, "draft");
}

void draft_over(CaseState& s, const StoredEvent&) {
    s.pledge.draft.clear();
}

void withdrawn(CaseState& s, const StoredEvent&) {
    s.stage = Stage::kWithdrawn;
}

// Sorted.
constexpr EvolveRow kRows[] = {
    {"case.decided", &draft_over},     {"case.decision_drafted", &drafted},
    {"case.draft_ended", &draft_over}, {"case.withdrawn", &withdrawn},
    {"pledge.broken", &broken},        {"pledge.delivered", &delivered},
    {"pledge.examined", &examined},    {"pledge.made", &made},
    {"pledge.reminded", &reminded},    {"pledge.untrue", &untrue},
};

}  // namespace

std::span<const EvolveRow> pledge_rows() {
    return kRows;
}

}  // namespace ow::model
