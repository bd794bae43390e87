#include "gateway/flow/parents.hpp"

#include <algorithm>

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;

constexpr std::string_view kParent = "parent:";
constexpr std::string_view kItem = "item";
constexpr std::string_view kMaterials = "materials";

Result<model::ParentRecord> load_parent(ports::Store& store, std::string_view no) {
    const auto events = store.load(parent_stream(no));
    if (!events && events.error().code() == Code::kCaseNotFound) return model::ParentRecord{};
    if (!events) return events.error();
    return model::replay_parent(*events);
}

array materials_in(const object& content) {
    const auto* list = content.if_contains(kMaterials);
    return list != nullptr && list->is_array() ? list->get_array() : array{};
}

/// What the whole application brought, kept with the case that was opened first.
array materials_of_whole(ports::Store& store, const model::CaseState& first) {
    const auto events = store.load(case_stream(first.no));
    if (!events) return {};
    for (const model::StoredEvent& e : *events) {
        if (e.event.type == "case.joined") return materials_in(e.event.secret);
    }
    return {};
}

const model::Material* listed_in(const model::Item& item, const object& material) {
    const model::Material* listed = item.find_material(text_at(material, "code"));
    return listed != nullptr ? listed : item.find_material_by_name(text_at(material, "name"));
}

/// The part of an application that is one item's: its name, its listed materials.
object content_for(const object& whole, const array& materials, const model::Item& item) {
    object own = whole;
    own[kItem] = object{{"code", item.code}, {"name", item.name}};
    array listed;
    for (const auto& one : materials) {
        const model::Material* material = listed_in(item, one.as_object());
        if (material == nullptr) continue;
        listed.push_back(one);
        listed.back().get_object()["code"] = material->id;
    }
    own[kMaterials] = std::move(listed);
    return own;
}

Result<model::CaseState> load_case(ports::Store& store, const CaseNo& no) {
    const auto events = store.load(case_stream(no));
    if (!events) return events.error();
    return model::replay(*events);
}

const model::JoinParent* joining(const model::Command& command) {
    if (const auto* join = std::get_if<model::JoinParent>(&command)) return join;
    const auto* receive = std::get_if<model::Receive>(&command);
    return receive == nullptr || !receive->join ? nullptr : &*receive->join;
}

/// Waits for the next of its items; no limit of its own.
ports::StreamRow row_of(const model::CaseState& s, bool has_wanted, Instant now) {
    ports::StreamRow row;
    row.hall = s.hall.str();
    row.stage = "joined";
    if (has_wanted) row.next_due = now;
    return row;
}

model::Event member_event(std::string type, const model::Event& of_case, const CaseNo& no,
                          const ItemId& item) {
    return {std::move(type),
            1,
            of_case.happened_at,
            of_case.actor,
            {{"case", no.str()}, {"item", item.str()}, {"stage", text_at(of_case.clear, "stage")}},
            {}};
}

model::Event opened_event(const model::Event& joined) {
    object clear{{"no", text_at(joined.clear, "parent")}, {"plan", text_at(joined.clear, "plan")}};
    if (const auto* wanted = joined.clear.if_contains("wanted")) clear["wanted"] = *wanted;
    return {"parent.opened", 1, joined.happened_at, joined.actor, std::move(clear), {}};
}

std::vector<model::ParentMember> members_of(ports::Store& store,
                                            const model::ParentRecord& record) {
    std::vector<model::ParentMember> members;
    for (const CaseNo& no : record.cases) {
        const auto s = load_case(store, no);
        if (!s) continue;
        members.push_back({no, s->item, s->item_name, s->parent.stage, s->stage,
                           s->accepted_at.has_value(), model::is_stage_over(*s),
                           s->parent.overdue && !model::is_stage_over(*s), s->parent.clock.due});
    }
    return members;
}

object member_view(const model::ParentMember& m) {
    return {{"case_no", m.no.str()},
            {"item", m.item_name},
            {"stage_label", model::row_of(m.state).label},
            {"overdue", m.is_overdue}};
}

object stage_view(const model::ParentStage& stage, const std::vector<model::ParentMember>& members,
                  const Setting& setting) {
    const auto* lead = setting.hall.find(stage.lead);
    array cases;
    std::optional<Instant> due;
    bool overdue = false;
    for (const model::ParentMember& m : members) {
        if (m.stage != stage.id) continue;
        cases.push_back(member_view(m));
        overdue = overdue || m.is_overdue;
        if (m.due && (!due || *m.due < *due)) due = m.due;
    }
    return {{"name", stage.name},
            {"lead", lead == nullptr ? stage.lead.str() : lead->name},
            {"limit", stage.limit ? model::to_chinese(*stage.limit) : ""},
            {"due", due ? to_iso(day_of(*due - Millis{1})) : ""},
            {"state_label", model::to_chinese(model::state_of(stage, members))},
            {"overdue", overdue},
            {"cases", std::move(cases)}};
}

}  // namespace

StreamId parent_stream(std::string_view no) {
    return StreamId{std::string{kParent}.append(no)};
}

bool concerns_parent(const model::CaseState& before, const model::Command& command) {
    return joining(command) != nullptr || (!before.parent.empty() && !before.accepted_at);
}

bool opens_parent(const model::Command& command) {
    const model::JoinParent* join = joining(command);
    return join != nullptr && join->no.empty();
}

Result<ParentReading> read_parent(ports::Store& store, const model::CaseState& before,
                                  const model::Command& command, const std::string& fresh) {
    ParentReading reading;
    const model::JoinParent* join = joining(command);
    const std::string named = join == nullptr ? before.parent.no : join->no;
    reading.facts.no = named.empty() ? fresh : named;
    const auto record = load_parent(store, reading.facts.no);
    if (!record) return record.error();
    reading.facts.plan = record->plan;
    if (join == nullptr)  // joining appends to the stream, which guards it as well
        reading.guards.push_back({parent_stream(reading.facts.no), record->version});
    for (const CaseNo& no : record->cases) {
        if (no == before.no) continue;
        const auto s = load_case(store, no);
        if (!s) return s.error();
        if (reading.facts.siblings.empty())
            reading.facts.applicant = text_at(s->content, "applicant.cert_number");
        reading.facts.siblings.push_back({no, s->item, s->parent.stage, s->parent.clock.started});
    }
    return reading;
}

Result<std::vector<ports::Append>> parent_appends(ports::Store& store,
                                                  const model::CaseState& after,
                                                  const std::vector<model::Event>& events,
                                                  Instant now) {
    std::vector<ports::Append> appends;
    for (const model::Event& event : events) {
        const bool joins = event.type == "case.joined";
        if (!joins && event.type != "case.left") continue;
        const std::string no = text_at(event.clear, "parent");
        const auto record = load_parent(store, no);
        if (!record) return record.error();
        std::vector<ItemId> wanted = record->wanted;
        std::vector<model::Event> entries;
        if (joins && record->version == 0) {
            entries.push_back(opened_event(event));
            wanted = model::replay_parent({{entries.front(), 1, now, {}, {}}}).wanted;
        }
        entries.push_back(
            member_event(joins ? "parent.joined" : "parent.left", event, after.no, after.item));
        if (joins) std::erase(wanted, after.item);
        appends.push_back({parent_stream(no), record->version, std::move(entries),
                           row_of(after, !wanted.empty(), now)});
    }
    return appends;
}

Result<WholeApplication> read_whole(const object& content, const model::ParentPlan& plan,
                                    const Setting& setting) {
    // A project's later stages are applied for when they come.
    const std::vector<ItemId>& items = plan.stages.front().items;
    const array given = materials_in(content);
    for (const auto& one : given) {
        const bool listed = std::any_of(items.begin(), items.end(), [&](const ItemId& id) {
            const model::Item* item = setting.catalogue.find(id);
            return item != nullptr && listed_in(*item, one.as_object()) != nullptr;
        });
        if (!listed)
            return Error{Code::kMaterialNotListed,
                         {"materials", {}, 0, 0},
                         text_at(one.as_object(), "code")};
    }
    const model::Item* first = setting.catalogue.find(items.front());
    if (first == nullptr)
        return Error{Code::kItemNotPublished, {"item.code", {}, 0, 0}, items.front().str()};
    return WholeApplication{first->id,
                            content_for(content, given, *first),
                            {{}, plan.id, {items.begin() + 1, items.end()}, given}};
}

void open_next(ports::Store& store, CaseService& cases, const StreamId& parent,
               const std::function<void(bool)>& done) {
    const auto record = load_parent(store, parent.str().substr(kParent.size()));
    if (!record || record->cases.empty() || record->wanted.empty()) return done(false);
    const auto first = load_case(store, record->cases.front());
    const model::Item* item = cases.setting().catalogue.find(record->wanted.front());
    if (!first || item == nullptr) return done(false);
    model::Receive receive;
    receive.content = content_for(first->content, materials_of_whole(store, *first), *item);
    receive.source = first->source;
    if (const auto own = first->aliases.find(first->source.str()); own != first->aliases.end())
        receive.foreign_no = own->second;
    receive.received_at = *first->received_at;
    receive.join = model::JoinParent{record->no, record->plan, {}};
    Request request;
    request.actor = "partner:" + first->source.str();
    cases.open(item->id, std::move(receive), std::move(request),
               [done](const Outcome& outcome) { done(!outcome.error); });
}

object parent_view(ports::Store& store, const model::CaseState& s, const Setting& setting) {
    object view{{"no", s.parent.no}, {"name", s.parent.name}};
    const model::ParentPlan* plan = setting.hall.find_parent(s.parent.plan);
    const auto record = load_parent(store, s.parent.no);
    if (plan == nullptr || !record) return view;
    const auto members = members_of(store, *record);
    view["kind_label"] = plan->is_project ? "项目" : "一件事";
    view["state_label"] = model::to_chinese(model::state_of(*plan, members));
    array stages;
    for (const model::ParentStage& stage : plan->stages)
        stages.push_back(stage_view(stage, members, setting));
    view["stages"] = std::move(stages);
    array lacking;
    for (const ItemId& wanted : record->wanted) {
        const model::Item* item = setting.catalogue.find(wanted);
        lacking.push_back(boost::json::value(item == nullptr ? wanted.str() : item->name));
    }
    view["lacking"] = std::move(lacking);
    return view;
}

}  // namespace ow::flow
