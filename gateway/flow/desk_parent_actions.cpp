// 一件事 and 项目 (R45): the window joins cases, and takes a joining back.

#include "gateway/flow/desk_action_row.hpp"

namespace ow::flow {
namespace {

using boost::json::object;
using model::text_at;
using Values = object;

constexpr std::string_view kOpen =
    "received correction accepted decided at_issuance notified mailed delivered";
constexpr FieldRow kJoin[] = {
    {"plan", "一件事或项目的名称（只有一种含本事项的不填）", "text", false, ""},
    {"number", "已有的编号（新立的不填）", "text", false, ""}};

const ActionRow kActions[] = {
    {"join_parent", "并入一件事或项目", kOpen, kWindow, "", kJoin,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::JoinParent{text_at(v, "number"), text_at(v, "plan"), {}};
     },
     [](const model::CaseState& s, const model::Item&) { return s.parent.empty(); }},
    {"leave_parent", "移出一件事或项目", kOpen, kWindow, "并错了，移出？", kReason,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::LeaveParent{text_at(v, "reason")};
     },
     [](const model::CaseState& s, const model::Item&) { return !s.parent.empty(); }},
};

}  // namespace

std::span<const ActionRow> parent_actions() {
    return kActions;
}

}  // namespace ow::flow
