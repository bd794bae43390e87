// Special procedures (R9): pauses of the closed list of 行政许可法45 and of special laws,
// procedures that are only recorded; the extension of 行政许可法42; clocks that start by an event
// (R47).

#include <algorithm>

#include "gateway/model/case_evolve.hpp"
#include "gateway/model/case_recompute.hpp"

namespace ow::model {
namespace {

using boost::json::object;

Error missing(std::string_view field) {
    return Error{Code::kFieldMissing, {std::string{field}, {}, 0, 0}};
}
Error wrong(std::string_view field, std::string cause) {
    return Error{Code::kFieldFormat, {std::string{field}, {}, 0, 0}, std::move(cause)};
}

/// The state after `event`, to count with.
CaseState with(CaseState state, const Event& event) {
    evolve(state, {event, state.version + 1, event.happened_at, {}, {}});
    return state;
}

Result<const SpecialProcedure*> find(const BeginProcedure& c, const CaseFacts& f) {
    const auto found = std::find_if(
        f.procedures.begin(), f.procedures.end(),
        [&](const SpecialProcedure& p) { return p.id == c.procedure || p.name == c.procedure; });
    if (found == f.procedures.end()) return wrong("procedure", "目录中没有这一特殊环节");
    if (found->kind == ProcedureClass::kExtension)
        return wrong("procedure", "延长不是暂停，请登记延期");
    if (found->kind == ProcedureClass::kLooksLikeOne)
        return wrong("procedure", found->name + "不停钟（R9）");
    if (!found->applies(f.item.id)) return wrong("procedure", "不适用于本事项：" + found->basis);
    return &*found;
}

/// An open pause or recorded procedure of that id or name.
template <class List>
auto open_one(const List& list, const std::string& id_or_name) {
    return std::find_if(list.begin(), list.end(), [&](const auto& p) {
        return !p.ended && (p.procedure == id_or_name || p.name == id_or_name);
    });
}

/// 45: the applicant is told in writing how long it takes; never longer than the law allows.
Status check_needed(const BeginProcedure& c, const SpecialProcedure& p, const CaseFacts& f) {
    if (!c.needed) return p.kind == ProcedureClass::kSuspension ? ok() : Status{missing("needed")};
    if (!p.cap) return ok();
    const auto asked = due_of(*c.needed, c.at, f.calendar, f.hall.opening);
    const auto most = due_of(*p.cap, c.at, f.calendar, f.hall.opening);
    const bool longer = asked && most
                            ? asked->instant > most->instant
                            : c.needed->unit == p.cap->unit && c.needed->amount > p.cap->amount;
    if (longer) return wrong("needed", "最长" + to_chinese(*p.cap));
    return ok();
}

std::string notice_no(const CaseState& s, const std::string& own) {
    if (!own.empty()) return own;
    const int number = s.timing.notices + 1;
    return s.no.str() + "-D23" + (number > 1 ? "-" + std::to_string(number) : "");
}

Decided begin_recorded(const CaseState& s, const SpecialProcedure& p, const BeginProcedure& c,
                       const CaseFacts& f) {
    auto events = one({"procedure.begun",
                       1,
                       c.at,
                       f.actor,
                       {{"procedure", p.id}, {"name", p.name}},
                       {{"note", c.reason}}});
    const auto& other = f.item.statutory_with;
    if (!other || other->procedure != p.id || s.statutory.unit.empty()) return events;
    events.front().clear["statutory"] = to_code(other->limit);  // R47
    add_moved(events, with(s, events.front()), "inspection", f, c.at);
    return events;
}

Decided begin_pause(const CaseState& s, const SpecialProcedure& p, const BeginProcedure& c,
                    bool promised, const CaseFacts& f) {
    if (c.reason.empty()) return missing("reason");
    if (c.evidence.empty()) return missing("evidence");
    if (c.approver.empty()) return missing("approver");
    if (auto fits = check_needed(c, p, f); !fits) return fits.error();
    const bool statutory = p.stops_statutory(f.item.id);
    object clear{{"procedure", p.id},
                 {"name", p.name},
                 {"basis", p.basis},
                 {"approver", c.approver},
                 {"notice", notice_no(s, c.notice)},
                 {"statutory", statutory ? "yes" : "no"},
                 {"promised", promised ? "yes" : "no"}};
    if (c.needed) {
        clear["needed"] = to_code(*c.needed);
        const auto until = due_of(*c.needed, c.at, f.calendar, f.hall.opening);
        if (until) clear["until"] = to_iso(until->instant);
    }
    auto events = one({"clock.paused",
                       1,
                       c.at,
                       f.actor,
                       std::move(clear),
                       {{"reason", c.reason}, {"evidence", c.evidence}}});
    add_moved(events, with(s, events.front()), "pause", f, c.at);
    return events;
}

bool is_promise_excluded(const SpecialProcedure& p, const Item& item) {
    const auto& named = item.promise_excludes;
    return std::find(named.begin(), named.end(), p.id) != named.end();
}

}  // namespace

Decided decide_on(const CaseState& s, const BeginProcedure& c, const CaseFacts& f, Instant now) {
    if (auto own = own_case(s, f); !own) return own.error();
    if (s.stage != Stage::kAccepted) return not_allowed(s);
    const auto found = find(c, f);
    if (!found) return found.error();
    const SpecialProcedure& p = **found;
    if (auto possible = stated(c.at, s.accepted_at, "受理", now); !possible)
        return possible.error();
    const bool again = open_one(s.timing.pauses, p.id) != s.timing.pauses.end() ||
                       open_one(s.timing.procedures, p.id) != s.timing.procedures.end();
    if (again) return wrong("procedure", p.name + "正在进行");
    const bool promised = is_promise_excluded(p, f.item);
    if (!promised && !p.stops_statutory(f.item.id)) return begin_recorded(s, p, c, f);
    return begin_pause(s, p, c, promised, f);
}

Decided decide_on(const CaseState& s, const EndProcedure& c, const CaseFacts& f, Instant now) {
    if (auto own = own_case(s, f); !own) return own.error();
    if (s.stage == Stage::kNone || row_of(s.stage).closed) return not_allowed(s);
    const auto pause = open_one(s.timing.pauses, c.procedure);
    const auto recorded = open_one(s.timing.procedures, c.procedure);
    if (pause == s.timing.pauses.end() && recorded == s.timing.procedures.end())
        return wrong("procedure", "没有正在进行的这一特殊环节");
    const bool is_pause = pause != s.timing.pauses.end();
    if (auto possible = stated(c.at, s.accepted_at, "受理", now); !possible)
        return possible.error();
    if (c.at < (is_pause ? pause->from : recorded->begun)) return wrong("at", "早于开始时间");
    const std::string id = is_pause ? pause->procedure : recorded->procedure;
    auto events = one({is_pause ? "clock.resumed" : "procedure.ended",
                       1,
                       c.at,
                       f.actor,
                       {{"procedure", id}, {"why", "ended"}},
                       {{"result", c.result}}});
    if (is_pause) add_moved(events, with(s, events.front()), "resumed", f, c.at);
    return events;
}

Decided decide_on(const CaseState& s, const Extend& c, const CaseFacts& f, Instant now) {
    if (auto own = own_case(s, f); !own) return own.error();
    if (s.stage != Stage::kAccepted || !s.statutory.started || s.statutory.unit.empty())
        return not_allowed(s);
    if (!f.item.extension) return wrong("extension", "本事项没有延长期限的依据");
    if (s.timing.extension) return wrong("extension", "只能延长一次");
    if (s.statutory.due && now >= *s.statutory.due) return wrong("extension", "法定期限已满");
    if (c.reason.empty()) return missing("reason");
    if (c.approver.empty()) return missing("approver");
    const Extension& e = *f.item.extension;
    auto events = one({"clock.extended",
                       1,
                       now,
                       f.actor,
                       {{"limit", to_code(e.limit)},
                        {"approver", e.approver + " " + c.approver},
                        {"basis", e.basis},
                        {"notice", notice_no(s, c.notice)}},
                       {{"reason", c.reason}}});
    add_moved(events, with(s, events.front()), "extension", f, now);
    return events;
}

Decided decide_on(const CaseState& s, const StartClock& c, const CaseFacts& f, Instant now) {
    if (auto own = own_case(s, f); !own) return own.error();
    if (s.stage != Stage::kAccepted || s.statutory.unit.empty() || s.statutory.started)
        return not_allowed(s);
    if (c.reason.empty()) return missing("reason");
    if (c.at > now) return wrong("at", "时间不能晚于现在");
    auto events = one({"clock.started",
                       1,
                       c.at,
                       f.actor,
                       {{"by", f.item.statutory_start}},
                       {{"reason", c.reason}}});
    const CaseState after = with(s, events.front());
    if (const auto due = count_due(after.statutory, after.timing, ClockKind::kStatutory, f.calendar,
                                   f.hall.opening))
        events.front().clear["due"] = to_iso(due->instant);
    return events;
}

std::optional<Instant> pause_end_due(const CaseState& s) {
    if (s.stage != Stage::kAccepted) return std::nullopt;
    std::optional<Instant> first;
    for (const ClockPause& pause : s.timing.pauses) {
        if (!pause.ended && pause.until && (!first || *pause.until < *first)) first = pause.until;
    }
    return first;
}

Decided fire_pause_end(const CaseState& s, const CaseFacts& f, Instant) {
    const Instant at = *pause_end_due(s);
    const auto pause = std::find_if(s.timing.pauses.begin(), s.timing.pauses.end(),
                                    [&](const ClockPause& p) { return !p.ended && p.until == at; });
    return one({"clock.resumed",
                1,
                at,
                f.actor,
                {{"procedure", pause->procedure}, {"why", "time_told"}},
                {}});
}

}  // namespace ow::model
