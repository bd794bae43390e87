// A case as part of a 一件事 or 项目 (R45): joining, leaving, the limit of its stage.

#include <algorithm>

#include "gateway/model/case_decide.hpp"
#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

using boost::json::array;
using boost::json::object;

Error wrong(std::string_view field, std::string cause) {
    return Error{Code::kFieldFormat, {std::string{field}, {}, 0, 0}, std::move(cause)};
}

/// The plan that is meant: named, of the parent that is joined, or the only one with the item.
Result<const ParentPlan*> plan_meant(const JoinParent& c, const CaseFacts& f) {
    const std::string& named = f.parent.plan.empty() ? c.plan : f.parent.plan;
    if (!named.empty()) {
        const ParentPlan* plan = f.hall.find_parent(named);
        if (plan == nullptr) return wrong("plan", "本厅没有“" + named + "”");
        const bool other = !c.plan.empty() && c.plan != plan->id && c.plan != plan->name;
        if (other) return wrong("plan", "该编号是“" + plan->name + "”");
        return plan;
    }
    const ParentPlan* only = nullptr;
    for (const ParentPlan& plan : f.hall.parents) {
        if (plan.stage_of(f.item.id) == nullptr) continue;
        if (only != nullptr)
            return wrong("plan", "须写明是“" + only->name + "”还是“" + plan.name + "”");
        only = &plan;
    }
    if (only == nullptr) return wrong("plan", "本厅没有含本事项的一件事或项目");
    return only;
}

Status may_join(const CaseState& s, const JoinParent& c, const CaseFacts& f) {
    if (!s.parent.empty()) return not_allowed(s, "已属于 " + s.parent.no);
    if (!c.no.empty() && f.parent.plan.empty()) return wrong("no", "没有这个编号");
    if (f.parent.siblings.empty()) return ok();
    if (f.parent.applicant != text_at(s.content, "applicant.cert_number"))
        return wrong("no", "不是同一申请人");
    const auto& all = f.parent.siblings;
    const bool twice =
        std::any_of(all.begin(), all.end(), [&](const Sibling& one) { return one.item == s.item; });
    return twice ? not_allowed(s, "其中已有本事项的办件") : ok();
}

/// R45: the stage begins with the first of its cases that is accepted.
Instant start_of(const std::string& stage, Instant accepted, const CaseFacts& f) {
    Instant start = accepted;
    for (const Sibling& one : f.parent.siblings) {
        if (one.stage == stage && one.stage_started) start = std::min(start, *one.stage_started);
    }
    return start;
}

/// What is past already is neither raised again.
object clock_json(const Limit& limit, Instant start, const CaseFacts& f, Instant now) {
    object o{{"amount", limit.amount}, {"unit", to_code(limit.unit)}, {"started", to_iso(start)}};
    const auto due = due_of(limit, start, f.calendar, f.hall.opening);
    if (!due) return o;
    o["due"] = to_iso(due->instant);
    const auto alarm = before(*due, f.hall.settings.stage_alarm, f.calendar);
    if (alarm && *alarm<due->instant&& * alarm> now) o["alarm"] = to_iso(*alarm);
    if (due->instant <= now) o["overdue"] = "yes";
    return o;
}

void take_clock(CaseParent& p, const object& clock) {
    p.clock = clock_from(clock, instant_at(clock, "started"));
    p.reminder = instant_at(clock, "alarm");
    p.near = false;
    p.overdue = text_at(clock, "overdue") == "yes";
}

void joined(CaseState& s, const StoredEvent& e) {
    const object& c = e.event.clear;
    s.parent = {};
    s.parent.no = text_at(c, "parent");
    s.parent.plan = text_at(c, "plan");
    s.parent.name = text_at(c, "name");
    s.parent.stage = text_at(c, "stage");
    s.parent.stage_name = text_at(c, "stage_name");
    s.parent.limit = text_at(c, "limit");
    if (const object clock = object_at(c, "stage_clock"); !clock.empty())
        take_clock(s.parent, clock);
}

void left(CaseState& s, const StoredEvent&) {
    s.parent = {};
}

void accepted(CaseState& s, const StoredEvent& e) {
    if (const object clock = object_at(e.event.clear, "stage_clock"); !clock.empty())
        take_clock(s.parent, clock);
}

void recomputed(CaseState& s, const StoredEvent& e) {
    if (text_at(e.event.clear, "clock") != "stage") return;
    s.parent.clock.due = instant_at(e.event.clear, "due");
    s.parent.reminder = instant_at(e.event.clear, "alarm");
    s.parent.near = false;
    s.parent.overdue = text_at(e.event.clear, "overdue") == "yes";
}

void near(CaseState& s, const StoredEvent&) {
    s.parent.reminder.reset();
    s.parent.near = true;
}

void overdue(CaseState& s, const StoredEvent&) {
    s.parent.reminder.reset();
    s.parent.near = false;
    s.parent.overdue = true;
}

// Sorted.
constexpr EvolveRow kRows[] = {
    {"case.accepted", &accepted}, {"case.deemed_accepted", &accepted}, {"case.joined", &joined},
    {"case.left", &left},         {"clock.recomputed", &recomputed},   {"stage.near", &near},
    {"stage.overdue", &overdue},
};

}  // namespace

std::span<const EvolveRow> parent_rows() {
    return kRows;
}

bool is_stage_over(const CaseState& s) {
    return s.promised.stopped.has_value() || row_of(s.stage).closed;
}

Decided decide_on(const CaseState& s, const JoinParent& c, const CaseFacts& f, Instant now) {
    if (row_of(s.stage).closed) return not_allowed(s);
    if (auto may = may_join(s, c, f); !may) return may.error();
    const auto plan = plan_meant(c, f);
    if (!plan) return plan.error();
    const ParentStage* stage = (*plan)->stage_of(s.item);
    if (stage == nullptr) return wrong("plan", "“" + (*plan)->name + "”不含本事项");
    object clear{{"parent", f.parent.no}, {"plan", (*plan)->id},       {"name", (*plan)->name},
                 {"stage", stage->id},    {"stage_name", stage->name}, {"lead", stage->lead.str()}};
    if (stage->limit) clear["limit"] = to_code(*stage->limit);
    if (stage->limit && s.accepted_at)
        clear["stage_clock"] =
            clock_json(*stage->limit, start_of(stage->id, *s.accepted_at, f), f, now);
    array wanted;
    for (const ItemId& item : c.wanted) wanted.push_back(boost::json::value(item.str()));
    if (!wanted.empty()) clear["wanted"] = std::move(wanted);
    object secret;
    if (!c.materials.empty()) secret["materials"] = c.materials;
    return one(event("case.joined", now, f, std::move(clear), std::move(secret)));
}

Decided decide_on(const CaseState& s, const LeaveParent& c, const CaseFacts& f, Instant now) {
    if (s.parent.empty() || row_of(s.stage).closed) return not_allowed(s);
    if (c.reason.empty()) return Error{Code::kFieldMissing, {"reason", {}, 0, 0}};
    return one(event("case.left", now, f, {{"parent", s.parent.no}, {"item", s.item.str()}},
                     {{"reason", c.reason}}));
}

void start_stage(std::vector<Event>& events, const CaseState& before, const CaseFacts& f,
                 Instant now) {
    CaseParent parent = before.parent;
    for (Event& one : events) {
        if (one.type == "case.joined") parent.stage = text_at(one.clear, "stage");
        if (one.type == "case.joined") parent.limit = text_at(one.clear, "limit");
        if (one.type != "case.accepted" && one.type != "case.deemed_accepted") continue;
        if (const auto limit = parse_limit(parent.limit))
            one.clear["stage_clock"] =
                clock_json(*limit, start_of(parent.stage, one.happened_at, f), f, now);
    }
}

std::optional<Event> stage_moved(const CaseState& s, const CaseFacts& f, Instant at) {
    const CaseClock& clock = s.parent.clock;
    const auto limit = parse_limit(s.parent.limit);
    if (!limit || !clock.started || is_stage_over(s)) return std::nullopt;
    object fresh = clock_json(*limit, *clock.started, f, at);
    if (instant_at(fresh, "due") == clock.due) return std::nullopt;
    object clear{{"clock", "stage"}, {"old", nullptr}, {"due", nullptr}, {"why", "calendar"}};
    if (clock.due) clear["old"] = to_iso(*clock.due);
    for (const char* key : {"due", "alarm", "overdue"}) {
        if (fresh.contains(key)) clear[key] = fresh[key];
    }
    clear["calendar"] = f.calendar.version();
    return event("clock.recomputed", at, f, std::move(clear));
}

std::optional<Instant> stage_limit_due(const CaseState& s) {
    const CaseParent& p = s.parent;
    if (!p.clock.started || !p.clock.due || p.overdue || is_stage_over(s)) return std::nullopt;
    return p.reminder ? p.reminder : p.clock.due;
}

Decided fire_stage_limit(const CaseState& s, const CaseFacts& f, Instant now) {
    const CaseParent& p = s.parent;
    object clear{{"parent", p.no}, {"stage", p.stage_name}, {"due", to_iso(*p.clock.due)}};
    // The alarm, unless the limit ran out as well while the gateway was down.
    if (p.reminder && now < *p.clock.due)
        return one(event("stage.near", *p.reminder, f, std::move(clear)));
    return one(event("stage.overdue", *p.clock.due, f, std::move(clear)));
}

}  // namespace ow::model
