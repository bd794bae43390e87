#pragma once
// 一件事 and 项目 (R45): a parent of several cases. It has a number, a name and members, and no
// state of its own: how it stands is derived from its cases whenever somebody asks, so it cannot
// drift. Every case keeps its number and its two clocks; the limit of its stage is a third one,
// which starts with the stage's first acceptance, is not paused and stops like the promised one
// (R39). The rules are in case_parent.cpp and parent.cpp.

#include <boost/json/array.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/ids.hpp"
#include "gateway/base/time.hpp"
#include "gateway/model/case_clock.hpp"
#include "gateway/model/event.hpp"
#include "gateway/model/limit.hpp"
#include "gateway/model/stage.hpp"

namespace ow::model {

struct ParentStage {
    std::string id;
    std::string name;              ///< 规划报批
    DepartmentId lead;             ///< 牵头部门
    std::optional<Limit> limit{};  ///< none: only the cases' own
    std::vector<ItemId> items;
};

/// What a hall offers as one: its stages in order; a 一件事 may have one only.
struct ParentPlan {
    std::string id;
    std::string name;
    bool is_project = false;
    std::vector<ParentStage> stages;

    /// The stage an item belongs to; nullptr: it is none of this plan.
    [[nodiscard]] const ParentStage* stage_of(const ItemId& item) const;
};

/// A case's part.
struct CaseParent {
    std::string no;
    std::string plan;
    std::string name;
    std::string stage;
    std::string stage_name;
    std::string limit;                ///< code of the stage's limit; empty: none
    CaseClock clock;                  ///< without `stopped`: see is_stage_over()
    std::optional<Instant> reminder;  ///< not yet raised; when it will be
    bool near = false;
    bool overdue = false;

    [[nodiscard]] bool empty() const { return no.empty(); }
};

/// The case becomes part of a parent. Empty number: a new one. Empty plan: the only one that has
/// the item. With a Receive of an application that names several items: `wanted` are the others.
struct JoinParent {
    std::string no;
    std::string plan;  ///< id or name
    std::vector<ItemId> wanted = {};
    boost::json::array materials = {};  ///< of the whole application
};
/// It was joined by mistake.
struct LeaveParent {
    std::string reason;
};

/// Another case of the parent, as a decision must know it.
struct Sibling {
    CaseNo no;
    ItemId item;
    std::string stage;
    std::optional<Instant> stage_started;
};
struct ParentFacts {
    std::string no;         ///< of the existing parent, or the number a new one gets
    std::string plan;       ///< empty: there is none yet
    std::string applicant;  ///< certificate number of its first case
    std::vector<Sibling> siblings;
};

/// A parent's stream `parent:<no>`: who joined, and what an application still wants opened.
struct ParentRecord {
    std::int64_t version = 0;
    std::string no;
    std::string plan;
    Instant opened_at{};
    std::vector<CaseNo> cases;   ///< in order of joining
    std::vector<ItemId> wanted;  ///< named by the application, not opened yet
};
[[nodiscard]] ParentRecord replay_parent(const std::vector<StoredEvent>& events);

/// A member as its own events tell it.
struct ParentMember {
    CaseNo no;
    ItemId item;
    std::string item_name;
    std::string stage;
    Stage state = Stage::kNone;
    bool is_accepted = false;
    bool is_result_in = false;  ///< at the issuance window, or closed
    bool is_overdue = false;    ///< of the stage's limit
    std::optional<Instant> due;
};
enum class ParentState : std::uint8_t {
    kNotBegun,   ///< no case
    kPreparing,  ///< none accepted
    kRunning,
    kResultsIn,  ///< every result is at the window
    kClosed,
};
[[nodiscard]] std::string_view to_chinese(ParentState state);
/// Of a stage.
[[nodiscard]] ParentState state_of(const ParentStage& stage, std::span<const ParentMember> members);
/// Of the whole: a project is closed with its last stage; a 一件事 with its last case, whichever
/// items the applicant needed.
[[nodiscard]] ParentState state_of(const ParentPlan& plan, std::span<const ParentMember> members);

}  // namespace ow::model
