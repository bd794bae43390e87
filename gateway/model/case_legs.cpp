// Several departments (R15): whose word is meant, opinions, handing on; reporting up (R16).

#include "gateway/model/case_legs.hpp"

#include <algorithm>

#include "gateway/model/case_decide.hpp"
#include "gateway/model/case_evolve.hpp"
#include "gateway/model/leg_plan.hpp"

namespace ow::model {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::string_view kReportedUp = "材料齐全、符合法定形式，呈请上级部门办理";  // 003B 三(八)

bool is_partner(const CaseFacts& f) {
    return f.actor.starts_with("partner:");
}

bool speaks_for(const Leg& leg, const CaseFacts& f) {
    return is_partner(f) ? f.actor.substr(8) == leg.partner.str() : f.department == leg.department;
}

std::string names_of(const std::vector<const Leg*>& legs) {
    std::string names;
    for (const Leg* leg : legs) names += (names.empty() ? "" : "、") + leg->name;
    return names;
}

Error must_say(const std::vector<const Leg*>& legs) {
    return Error{
        Code::kFieldMissing, {"leg.department", {}, 0, 0}, "须写明代表哪个部门：" + names_of(legs)};
}

Error forbidden() {
    return Error{Code::kAuthForbidden, {"leg.department", {}, 0, 0}, "another department's part"};
}

/// Who has a leg and names itself, or a member of its staff.
Result<const Leg*> leg_named(const CaseState& s, const DepartmentId& who, const CaseFacts& f) {
    const Leg* leg = s.legs.find(who);
    const bool is_own = who == s.department;
    if (leg == nullptr || !leg->reports.empty())
        return is_own ? Result<const Leg*>{nullptr} : Result<const Leg*>{forbidden()};
    if (!speaks_for(*leg, f)) return forbidden();
    if (leg->is_open() || (!is_own && leg->pushed_at)) return leg;
    if (is_own) return nullptr;
    return not_allowed(s, leg->name + "的环节尚未分送");
}

std::string opinion_of(const std::string& outcome) {
    if (outcome == "approved") return "agreed";
    if (outcome == "refused") return "disagreed";
    return outcome == "returned" ? outcome : std::string{};
}

void add_push(object& clear, const Leg& leg, std::optional<Instant> due, const CaseFacts& f,
              Instant at) {
    clear["pushed"] = to_iso(at);
    if (due) clear["due"] = to_iso(*due);
    // A system has it when the message has left (message.sent); a browser at once.
    const bool deems = f.hall.settings.deemed_receipt && leg.department != f.item.department &&
                       leg.partner.empty();
    if (!deems) return;
    if (const auto until = sign_due(f, at)) clear["sign_due"] = to_iso(*until);  // R7
}

std::vector<Event> pushes(const CaseState& s, const CaseLegs& legs, const CaseFacts& f,
                          Instant now) {
    std::vector<Event> events;
    const int order = legs.next_order();
    if (order == 0) return events;
    for (const Leg& leg : legs.all) {
        if (leg.order != order) continue;
        object clear{{"department", leg.department.str()},
                     {"order", leg.order},
                     {"papers", s.legs.passed_by}};
        add_push(clear, leg, s.promised.due, f, now);
        events.push_back(event("leg.pushed", now, f, std::move(clear)));
    }
    return events;
}

object leg_json(const LegPlan& plan, const CaseFacts& f) {
    object leg{{"department", plan.department.str()}, {"order", plan.order}};
    const Department* d = f.hall.find(plan.department);
    leg["name"] = d == nullptr ? plan.department.str() : d->name;
    leg["partner"] = d == nullptr ? "" : d->partner.str();
    return leg;
}

/// R16: the county's own part of what is decided above it.
void add_report(object& leg, const CaseFacts& f, Instant pushed) {
    const bool form_only = checks_form_only(f.item.legs);
    leg["reports"] = form_only ? "form" : "examine";
    if (!form_only) return;
    const auto due = due_of(f.hall.settings.reported_up, pushed, f.calendar, f.hall.opening);
    if (due) leg["due"] = to_iso(due->instant);
}

}  // namespace

const Leg* CaseLegs::find(const DepartmentId& department) const {
    const auto found = std::find_if(all.rbegin(), all.rend(), [&](const Leg& leg) {
        return leg.department == department && (leg.pushed_at || leg.order == 1);
    });
    if (found != all.rend()) return &*found;
    const auto any = std::find_if(all.begin(), all.end(),
                                  [&](const Leg& leg) { return leg.department == department; });
    return any == all.end() ? nullptr : &*any;
}

bool CaseLegs::waits() const {
    return std::any_of(all.begin(), all.end(),
                       [](const Leg& leg) { return leg.reports.empty() && leg.opinion.empty(); });
}

bool CaseLegs::lets_grant() const {
    return std::none_of(all.begin(), all.end(), [&](const Leg& leg) {
        const bool refused = leg.opinion == "disagreed" || leg.opinion == "returned";
        return (refused && one_refusal == "refuse_case") || leg.opinion == "reported_up";
    });
}

int CaseLegs::next_order() const {
    for (const Leg& leg : all) {
        if (stopped || leg.is_open()) return 0;
        if (!leg.pushed_at && leg.opinion.empty()) return leg.order;
    }
    return 0;
}

std::optional<Instant> sign_due(const CaseFacts& f, Instant at) {
    if (const auto due = handover_due(f.hall.settings, f.calendar, at)) return due;
    const auto due = due_of(f.hall.settings.sign_within, at, f.calendar, f.hall.opening);
    return due ? std::optional{due->instant} : std::nullopt;
}

void add_legs(Event& accepted, const CaseFacts& f, Instant pushed) {
    const std::vector<LegPlan> plans = legs_of(f.item.legs, f.item.department);
    if (plans.empty()) return;
    const auto due = instant_at(object_at(accepted.clear, "promised"), "due");
    array legs;
    for (const LegPlan& plan : plans) {
        object leg = leg_json(plan, f);
        const Leg as_leg{.department = plan.department,
                         .partner = PartnerId{text_at(leg, "partner")}};
        if (plan.order == 1) add_push(leg, as_leg, due, f, pushed);
        if (reports_up(f.item.legs) && plan.department == f.item.department)
            add_report(leg, f, pushed);
        legs.push_back(std::move(leg));
    }
    accepted.clear["legs"] = std::move(legs);
    accepted.clear["one_refusal"] = refusal_ends(f.item.legs) ? "refuse_case" : "lead_decides";
    accepted.clear["passed_by"] = f.hall.settings.serial_by_lead_department ? "lead" : "window";
}

Result<const Leg*> leg_meant(const CaseState& s, const DepartmentId& said, const CaseFacts& f) {
    if (s.legs.empty())
        return said.empty() || said == s.department ? Result<const Leg*>{nullptr} : forbidden();
    const DepartmentId& who = is_partner(f) ? said : f.department;
    if (!who.empty()) return leg_named(s, who, f);
    if (!is_partner(f)) return nullptr;
    std::vector<const Leg*> open;
    std::vector<const Leg*> done;
    for (const Leg& leg : s.legs.all) {
        if (!leg.reports.empty() || !leg.pushed_at || !speaks_for(leg, f)) continue;
        (leg.is_open() ? open : done).push_back(&leg);
    }
    if (open.size() == 1) return open.front();
    if (open.size() > 1) return must_say(open);
    if (f.actor.substr(8) == s.department_partner.str() || done.empty()) return nullptr;
    return done.size() == 1 ? Result<const Leg*>{done.front()} : must_say(done);
}

Decided decide_leg(const CaseState& s, const Leg& leg, const Decide& c, const CaseFacts& f,
                   Instant now) {
    if (s.stage != Stage::kAccepted) return not_allowed(s);
    const CaseDecision& d = c.decision;
    const std::string opinion = opinion_of(d.outcome);
    if (opinion.empty()) return Error{Code::kFieldFormat, {"decision.outcome", {}, 0, 0}};
    if (opinion != "agreed" && d.reason.empty())
        return Error{Code::kFieldMissing, {"decision.reason", {}, 0, 0}};
    if (leg.opinion == opinion && leg.number == d.number) return std::vector<Event>{};
    const bool went_on = std::any_of(s.legs.all.begin(), s.legs.all.end(), [&](const Leg& later) {
        return later.order > leg.order && later.pushed_at;
    });
    if (!leg.opinion.empty() && went_on) return not_allowed(s, "后续环节已分送，不能改变意见");
    const bool stops = opinion != "agreed" && s.legs.one_refusal == "refuse_case";
    std::vector<Event> events = one(event("leg.opined", d.decided_at, f,
                                          {{"department", leg.department.str()},
                                           {"order", leg.order},
                                           {"opinion", opinion},
                                           {"number", d.number},
                                           {"stops", stops ? "yes" : "no"}},
                                          {{"reason", d.reason}}));
    add_sayer(events.front(), d);
    if (stops || s.legs.passed_by != "lead") return events;
    CaseState after = s;
    evolve(after, {events.front(), s.version + 1, now, {}, {}});
    for (Event& next : pushes(s, after.legs, f, now)) events.push_back(std::move(next));
    return events;
}

Decided progress_leg(const Leg& leg, const Progress& c, const CaseFacts& f) {
    Event told =
        event("leg.progressed", c.at, f,
              {{"department", leg.department.str()}, {"order", leg.order}, {"stage", c.stage}},
              {{"note", c.note}});
    if (!c.by.empty()) told.secret["by"] = c.by;
    return one(std::move(told));
}

Decided sign_leg(const CaseState& s, const Leg& leg, const SignFor& c, const CaseFacts& f,
                 Instant now) {
    const bool waits = leg.pushed_at && (!leg.signed_at || !leg.deemed.empty());
    if (!waits || row_of(s.stage).closed) return not_allowed(s);
    if (auto possible = stated(c.at, leg.pushed_at, "推送", now); !possible)
        return possible.error();
    object clear{{"department", leg.department.str()},
                 {"order", leg.order},
                 {"differs", c.difference.empty() ? "no" : "yes"}};
    object secret;
    if (!c.difference.empty()) secret["difference"] = c.difference;
    return one(event("leg.signed_for", c.at, f, std::move(clear), std::move(secret)));
}

Status legs_allow(const CaseState& s, const CaseDecision& d) {
    std::vector<const Leg*> open;
    bool refused = false;
    for (const Leg& leg : s.legs.all) {
        if (leg.reports.empty() && leg.opinion.empty()) open.push_back(&leg);
        refused = refused || leg.opinion == "disagreed" || leg.opinion == "returned";
    }
    if (!open.empty()) return not_allowed(s, "分办未完成（R15）：" + names_of(open));
    if (refused && d.outcome == "approved" && s.legs.one_refusal == "refuse_case")
        return not_allowed(s, "有部门不同意，按本事项的规则不能准予（R15）");
    return ok();
}

Decided decide_on(const CaseState& s, const PassOn&, const CaseFacts& f, Instant now) {
    if (s.stage != Stage::kAccepted || s.legs.next_order() == 0) return not_allowed(s);
    if (s.legs.passed_by != "window" || !f.department.empty())
        return not_allowed(s, "本厅由牵头部门转交（R15）");
    return pushes(s, s.legs, f, now);
}

Decided decide_on(const CaseState& s, const ReportUp& c, const CaseFacts& f, Instant now) {
    const Leg* leg = s.legs.find(s.department);
    if (s.stage != Stage::kAccepted || leg == nullptr || leg->reports.empty() || !leg->is_open())
        return not_allowed(s);
    if (!speaks_for(*leg, f)) return forbidden();
    if (auto possible = stated(c.at, leg->pushed_at, "推送", now); !possible)
        return possible.error();
    std::string opinion = c.opinion;
    if (leg->reports == "form") {
        const auto own = f.hall.wordings.find("reported_up");
        opinion = own == f.hall.wordings.end() ? std::string{kReportedUp} : own->second;
        if (!c.opinion.empty() && c.opinion != opinion)
            return not_allowed(s, "只核实完备和法定形式的，意见为固定表述（R16）：" + opinion);
    }
    if (opinion.empty()) return Error{Code::kFieldMissing, {"opinion", {}, 0, 0}};
    return one(event("leg.reported_up", c.at, f,
                     {{"department", leg->department.str()}, {"order", leg->order}},
                     {{"reason", opinion}}));
}

}  // namespace ow::model
