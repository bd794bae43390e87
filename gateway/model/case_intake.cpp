// Intake, formal check and acceptance: R1, R2, R19, R26, R27, R28.

#include <algorithm>
#include <optional>

#include "gateway/model/case_decide.hpp"
#include "gateway/model/leg_plan.hpp"

namespace ow::model {
namespace {

using boost::json::array;
using boost::json::object;

/// R23: an agent's, whether the item's list names it or not.
constexpr std::string_view kAuthorisation = "授权委托书";

object clock_json(const Limit& limit, const std::optional<Due>& due) {
    object o{{"amount", limit.amount}, {"unit", to_code(limit.unit)}};
    o["due"] = nullptr;
    if (due) o["due"] = to_iso(due->instant);
    return o;
}

/// R47: what starts the statutory clock is the item's law.
object statutory_json(Instant at, std::string_view how, Instant received, const CaseFacts& f) {
    const auto start = statutory_start(f.item, how, received, at);
    const Limit& limit = *f.item.statutory;
    if (start == at) return clock_json(limit, due_of(limit, at, f.calendar, f.hall.opening));
    object o = clock_json(
        limit, start ? due_of(limit, *start, f.calendar, f.hall.opening) : std::optional<Due>{});
    o["started"] = nullptr;
    if (start) o["started"] = to_iso(*start);
    return o;
}

Event correction_event(const std::vector<MissingMaterial>& missing, const CaseFacts& f,
                       Instant now) {
    array list;
    for (const MissingMaterial& m : missing)
        list.push_back(object{{"name", m.name}, {"reason", m.reason}});
    object clear{{"missing", std::move(list)}};
    if (const auto& within = f.hall.settings.correction_within) {
        const auto until = due_of(*within, now, f.calendar, f.hall.opening);
        if (until) clear["until"] = to_iso(until->instant);
    }
    return {"case.correction_told", 1, now, f.actor, std::move(clear), {}};
}

/// A text where it lies; empty if it is absent or no text.
std::string_view view_at(const object& o, std::string_view key) {
    const auto* v = o.if_contains(key);
    return v != nullptr && v->is_string() ? std::string_view{v->get_string()} : std::string_view{};
}

/// None of it is not handed in, whatever else the row says.
bool is_received(const object& material) {
    const auto* copies = material.if_contains("copies");
    const bool none = copies != nullptr && (*copies == 0 || *copies == "0");
    return !none && text_at(material, "received") != "false";
}

bool is_handed_in(const Material& wanted, const object& material) {
    const bool same =
        view_at(material, "code") == wanted.id || view_at(material, "name") == wanted.name;
    return same && is_received(material);
}

/// R23: an agent's authorisation was recorded or handed in.
bool is_authorised(const object& content) {
    if (text_at(content, "agent.name").empty() || !text_at(content, "agent.authorisation").empty())
        return true;
    const auto* list = content.if_contains("materials");
    if (list == nullptr || !list->is_array()) return false;
    const auto& given = list->get_array();
    return std::any_of(given.begin(), given.end(), [](const auto& one) {
        const object& material = one.as_object();
        return view_at(material, "name").find("委托书") != std::string_view::npos &&
               is_received(material);
    });
}

/// As the item's list calls it, if it does.
std::string authorisation_of(const Item& item) {
    const auto listed =
        std::find_if(item.materials.begin(), item.materials.end(),
                     [](const Material& m) { return m.name.find("委托书") != std::string::npos; });
    return listed == item.materials.end() ? std::string{kAuthorisation} : listed->name;
}

/// The same row of the list: by code where both have one, else by name.
bool same_material(const object& a, const object& b) {
    const std::string code = text_at(a, "code");
    if (!code.empty() && !text_at(b, "code").empty()) return code == text_at(b, "code");
    const std::string name = text_at(a, "name");
    return !name.empty() && name == text_at(b, "name");
}

/// R2: a material that is not on the item's list may not be taken.
Status only_listed(const object& content, const Item& item) {
    const auto* list = content.if_contains("materials");
    if (list == nullptr || !list->is_array()) return ok();
    std::size_t place = 0;
    for (const auto& one : list->get_array()) {
        ++place;
        const std::string_view code = view_at(one.as_object(), "code");
        const std::string_view name = view_at(one.as_object(), "name");
        const bool known = name == kAuthorisation || item.find_material(code) != nullptr ||
                           item.find_material_by_name(name) != nullptr;
        if (!known) {
            return Error{
                Code::kMaterialNotListed,
                {"materials[" + std::to_string(place) + "].name", {}, 0, 0},
                code.empty() ? "material without a listed name" : "material " + std::string{code}};
        }
    }
    return ok();
}

/// R4: nothing is missing but what the published list lets be late.
bool may_be_pledged(const std::vector<MissingMaterial>& missing, const Item& item) {
    if (!item.tolerance || item.handling == Handling::kInstant) return false;
    return std::all_of(missing.begin(), missing.end(), [&](const MissingMaterial& one) {
        const Material* material = item.find_material_by_name(one.name);
        return material != nullptr && material->tolerance && !material->key;
    });
}

/// R15: who a part of the item falls to is at this hall; else the case could never end.
Status offered_here(const Item& item, const Hall& hall) {
    const DepartmentId lacking = department_lacking(item, hall);
    if (lacking.empty()) return ok();
    return Error{Code::kItemNotPublished,
                 {"item.code", {}, 0, 0},
                 "本厅没有参与办理的部门 " + lacking.str() + "，不能在本厅受理"};
}

/// Still without the content, which the formal check reads first.
Event received_event(const Receive& c, const CaseFacts& f) {
    object clear;
    clear.reserve(16);
    clear.insert({{"no", f.new_no.str()},
                  {"hall", f.hall.id.str()},
                  {"item", f.item.id.str()},
                  {"item_code", f.item.code},
                  {"item_name", f.item.name},
                  {"department", f.item.department.str()},
                  {"source", c.source.str()},
                  {"query_token", f.new_token},
                  {"foreign_no", c.foreign_no}});
    if (const Department* d = f.hall.find(f.item.department))
        clear["department_partner"] = d->partner.str();
    if (!f.actor_name.empty()) clear["handler"] = f.actor_name;
    if (!c.origin.empty()) clear["origin"] = c.origin;
    if (!f.department.empty()) clear["taken_by"] = f.department.str();  // 非综合窗口
    add_checks(clear, c.checks);
    const std::string way = text_at(c.content, "delivery.way");
    clear["delivery_way"] = way.empty() ? "self" : way;
    if (const auto due = due_of(f.item.correction, c.received_at, f.calendar, f.hall.opening)) {
        clear["correction_due"] = to_iso(due->instant);
        clear["deems_accepted"] = f.item.deems_accepted ? "yes" : "no";
    }
    return {"case.received", 1, c.received_at, f.actor, std::move(clear), {}};
}

/// Adds what `next` decides on the case as `events` make it.
template <class Next>
Status then(std::vector<Event>& events, const Next& next, const CaseFacts& f, Instant now) {
    CaseState after;
    for (const Event& event : events) evolve(after, {event, after.version + 1, now, {}, {}});
    auto more = decide_on(after, next, f, now);
    if (!more) return more.error();
    for (Event& event : *more) events.push_back(std::move(event));
    return ok();
}

/// R26: a case that waits for a person's check is called out before it is deemed accepted.
void add_alarm(Event& received, Instant at, const CaseFacts& f) {
    if (!f.item.deems_accepted) return;
    const auto due = due_of(f.item.correction, at, f.calendar, f.hall.opening);
    if (!due) return;
    const auto alarm = before(*due, f.hall.settings.correction_alarm, f.calendar);
    if (alarm && *alarm < due->instant) received.clear["correction_alarm"] = to_iso(*alarm);
}

}  // namespace

Event accepted_event(Instant at, std::string_view how, Instant received, const CaseFacts& f) {
    object clear{{"how", how}, {"calendar", f.calendar.version()}};
    const auto promised = due_of(f.item.promised, at, f.calendar, f.hall.opening);
    clear["promised"] = clock_json(f.item.promised, promised);
    if (f.item.statutory) clear["statutory"] = statutory_json(at, how, received, f);
    add_watch(clear, promised, f, false);
    if (!f.actor_name.empty()) clear["handler"] = f.actor_name;
    const bool instant = f.item.handling == Handling::kInstant;
    if (instant)
        clear["instant"] = "yes";  // R43: no 分送, no 存根
    else
        add_stub_due(clear, at, f);
    const bool deemed = how == "deemed";
    Event accepted{
        deemed ? "case.deemed_accepted" : "case.accepted", 1, at, f.actor, std::move(clear), {}};
    if (!deemed && !instant && !f.item.legs.empty()) add_legs(accepted, f, at);
    return accepted;
}

std::vector<MissingMaterial> missing_materials(const object& content, const Item& item) {
    std::vector<MissingMaterial> missing;
    const auto* list = content.if_contains("materials");
    for (const Material& wanted : item.materials) {
        bool found = !wanted.condition.empty();  // needed only in some cases: a person decides
        if (!found && list != nullptr && list->is_array()) {
            const auto& given = list->get_array();
            found = std::any_of(given.begin(), given.end(), [&](const auto& one) {
                return is_handed_in(wanted, one.as_object());
            });
        }
        if (!found) missing.push_back({wanted.name, "未提交"});
    }
    if (!is_authorised(content)) missing.push_back({authorisation_of(item), "委托代理人办理的"});
    return missing;
}

Status complete_for(const CaseState& s, const Item& item) {
    const auto missing = missing_materials(s.content, item);
    if (missing.empty()) return ok();
    return not_allowed(s, "“" + missing.front().name +
                              "”未提交，应一次性告知补正；可容缺的，按容缺受理（R1、R4）");
}

Decided decide_on(const CaseState& s, Receive c, const CaseFacts& f, Instant now) {
    if (s.stage != Stage::kNone) return not_allowed(s);
    if (auto listed = only_listed(c.content, f.item); !listed) return listed.error();
    if (auto checked = check_identity(c); !checked) return checked.error();
    if (auto may = may_take_in(s, c, f); !may) return may.error();
    if (auto offered = offered_here(f.item, f.hall); !offered) return offered.error();
    Event received = received_event(c, f);
    std::optional<Event> checked;
    if (!c.by_person && !f.hall.settings.formal_check_automatic) {
        add_alarm(received, c.received_at, f);
        add_pre_acceptance(received, c, f);
    } else if (const auto missing = missing_materials(c.content, f.item); missing.empty()) {
        checked = accepted_event(c.received_at, "complete", c.received_at, f);
    } else if (c.by_person && may_be_pledged(missing, f.item)) {
        add_alarm(received, c.received_at, f);  // R4: the window offers 容缺 before it tells
    } else {
        checked = correction_event(missing, f, now);
    }
    const bool accepted = checked && checked->type == "case.accepted";
    received.secret["content"] = std::move(c.content);
    std::vector<Event> events = one(std::move(received));
    if (checked && !(accepted && c.at_once)) events.push_back(std::move(*checked));
    if (c.join)
        if (auto joined = then(events, *c.join, f, now); !joined) return joined.error();
    // R43: what is incomplete is told so once, and finished when it is complete.
    if (accepted && c.at_once)
        if (auto finished = then(events, *c.at_once, f, now); !finished) return finished.error();
    return events;
}

Result<array> merged_materials(const CaseState& s, const array& fresh, const CaseFacts& f) {
    if (auto listed = only_listed({{"materials", fresh}}, f.item); !listed) return listed.error();
    array merged;
    if (const auto* old = s.content.if_contains("materials"); old != nullptr && old->is_array()) {
        for (const auto& one : old->get_array()) {
            const bool replaced = std::any_of(fresh.begin(), fresh.end(), [&](const auto& newer) {
                return same_material(one.as_object(), newer.as_object());
            });
            if (!replaced) merged.push_back(one);
        }
    }
    merged.insert(merged.end(), fresh.begin(), fresh.end());
    return merged;
}

Decided decide_on(const CaseState& s, const Supplement& c, const CaseFacts& f, Instant now) {
    if (s.stage != Stage::kCorrection) return not_allowed(s);
    if (c.materials.empty()) return Error{Code::kFieldMissing, {"materials", {}, 0, 0}};
    auto merged = merged_materials(s, c.materials, f);
    if (!merged) return merged.error();
    object content = s.content;
    content["materials"] = *merged;
    std::vector<Event> events{
        {"case.supplemented", 1, c.arrived_at, f.actor, {}, {{"materials", std::move(*merged)}}}};
    // R26: 补正 is told once; what is still missing is waited for, the day the last one arrives
    // counts.
    if (missing_materials(content, f.item).empty())
        events.push_back(accepted_event(c.arrived_at, "corrected", *s.received_at, f));
    (void)now;
    return events;
}

Decided decide_on(const CaseState& s, const Accept& c, const CaseFacts& f, Instant now) {
    if (s.stage != Stage::kReceived) return not_allowed(s);
    if (auto waits = acceptance_waits(s, c.without_department)) return std::move(*waits);
    if (auto complete = complete_for(s, f.item); !complete) return complete.error();
    Event accepted = accepted_event(now, "person", *s.received_at, f);
    // R25: who answers for it stands in the event.
    if (s.inquiry.answer == "confirmed") accepted.clear["department"] = "confirmed";
    if (s.inquiry.asked_at && s.inquiry.answer.empty()) accepted.clear["department"] = "silent";
    return one(std::move(accepted));
}

Decided decide_on(const CaseState& s, const TellCorrection& c, const CaseFacts& f, Instant now) {
    if (s.stage != Stage::kReceived) return not_allowed(s);
    if (c.missing.empty()) return Error{Code::kFieldMissing, {"missing", {}, 0, 0}};
    for (const MissingMaterial& m : c.missing) {  // R2
        if (f.item.find_material_by_name(m.name) == nullptr && m.name != kAuthorisation)
            return Error{Code::kMaterialNotListed, {"missing", {}, 0, 0}, m.name};
    }
    // R26: once, everything at once; what is not there is told with what is there and will not do.
    std::vector<MissingMaterial> all = c.missing;
    for (MissingMaterial& one : missing_materials(s.content, f.item)) {
        const bool named = std::any_of(all.begin(), all.end(), [&](const MissingMaterial& other) {
            return other.name == one.name;
        });
        if (!named) all.push_back(std::move(one));
    }
    return one(correction_event(all, f, now));
}

Decided decide_on(const CaseState& s, const RefuseAcceptance& c, const CaseFacts& f, Instant now) {
    if (s.stage != Stage::kReceived && s.stage != Stage::kCorrection) return not_allowed(s);
    if (c.reason.empty()) return Error{Code::kFieldMissing, {"reason", {}, 0, 0}};
    return one({"case.refused", 1, now, f.actor, {{"reason", c.reason}}, {}});
}

std::optional<Instant> deemed_accepted_due(const CaseState& s) {
    if (s.stage != Stage::kReceived || !s.deems_accepted || !s.correction_due) return std::nullopt;
    return s.correction_alarm ? s.correction_alarm : s.correction_due;
}

Decided fire_deemed_accepted(const CaseState& s, const CaseFacts& f, Instant now) {
    // The alarm, unless the period ran out as well while the gateway was down.
    if (s.correction_alarm && now < *s.correction_due) {
        return one({"case.deemed_soon",
                    1,
                    *s.correction_alarm,
                    f.actor,
                    {{"due", to_iso(*s.correction_due)}},
                    {}});
    }
    // R26: not told in time: deemed accepted from the day of receipt.
    Event e = accepted_event(*s.received_at, "deemed", *s.received_at, f);
    e.clear["due"] = to_iso(*s.correction_due);
    e.happened_at = *s.received_at;
    // R7, R10: the department is held to what it gets now.
    e.clear.erase("watch");
    add_watch(e.clear, due_of(f.item.promised, now, f.calendar, f.hall.opening), f, false);
    if (!f.item.legs.empty() && f.item.handling != Handling::kInstant) add_legs(e, f, now);
    return one(std::move(e));
}

}  // namespace ow::model
