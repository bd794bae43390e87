#include "gateway/model/parent.hpp"

#include <algorithm>

#include "gateway/model/case_evolve.hpp"

namespace ow::model {
namespace {

void opened(ParentRecord& r, const StoredEvent& e) {
    r.no = text_at(e.event.clear, "no");
    r.plan = text_at(e.event.clear, "plan");
    r.opened_at = e.event.happened_at;
    for (std::string& item : texts_at(e.event.clear, "wanted"))
        r.wanted.emplace_back(std::move(item));
}

void joined(ParentRecord& r, const StoredEvent& e) {
    r.cases.emplace_back(text_at(e.event.clear, "case"));
    std::erase(r.wanted, ItemId{text_at(e.event.clear, "item")});
}

/// Of cases of one stage, or of a plan whose stages do not follow each other.
ParentState state_of_all(std::span<const ParentMember> members) {
    const auto all = [&](auto holds) { return std::all_of(members.begin(), members.end(), holds); };
    if (members.empty()) return ParentState::kNotBegun;
    if (all([](const ParentMember& m) { return row_of(m.state).closed; }))
        return ParentState::kClosed;
    if (all([](const ParentMember& m) { return m.is_result_in; })) return ParentState::kResultsIn;
    const bool prepares = all([](const ParentMember& m) { return !m.is_accepted; });
    return prepares ? ParentState::kPreparing : ParentState::kRunning;
}

}  // namespace

const ParentStage* ParentPlan::stage_of(const ItemId& item) const {
    for (const ParentStage& stage : stages) {
        if (std::find(stage.items.begin(), stage.items.end(), item) != stage.items.end())
            return &stage;
    }
    return nullptr;
}

ParentRecord replay_parent(const std::vector<StoredEvent>& events) {
    ParentRecord record;
    for (const StoredEvent& e : events) {
        record.version = e.sequence;
        if (e.event.type == "parent.opened") opened(record, e);
        if (e.event.type == "parent.joined") joined(record, e);
        if (e.event.type == "parent.left")
            std::erase(record.cases, CaseNo{text_at(e.event.clear, "case")});
    }
    return record;
}

std::string_view to_chinese(ParentState state) {
    constexpr std::string_view kWords[] = {"未开始", "收件", "办理中", "结果已齐", "已办结"};
    return kWords[static_cast<std::size_t>(state)];
}

ParentState state_of(const ParentStage& stage, std::span<const ParentMember> members) {
    std::vector<ParentMember> own;
    std::copy_if(members.begin(), members.end(), std::back_inserter(own),
                 [&](const ParentMember& m) { return m.stage == stage.id; });
    return state_of_all(own);
}

ParentState state_of(const ParentPlan& plan, std::span<const ParentMember> members) {
    const ParentState whole = state_of_all(members);
    if (!plan.is_project || whole < ParentState::kResultsIn) return whole;
    const bool to_come =
        std::any_of(plan.stages.begin(), plan.stages.end(), [&](const ParentStage& stage) {
            return state_of(stage, members) == ParentState::kNotBegun;
        });
    return to_come ? ParentState::kRunning : whole;
}

}  // namespace ow::model
