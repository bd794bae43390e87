// The window: formal check, correction, refusal (R1, R26, R28).

#include "gateway/flow/desk_action_row.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;
using Values = object;

constexpr FieldRow kMissing[] = {{"listed", "需补正：", "listed", false, ""},
                                 {"note", "需补正的内容和要求", "textarea", true, ""}};
constexpr FieldRow kSupplement[] = {{"missing", "收到：", "missing", false, ""}};

bool is_complete(const model::CaseState& s, const model::Item& item) {
    return model::missing_materials(s.content, item).empty();
}

const ActionRow kActions[] = {
    {"accept",
     "受理",
     "received",
     kWindow,
     "确认材料齐全、符合法定形式？",
     {},
     [](const Values&, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::Accept{};
     },
     &is_complete},
    {"tell_correction", "一次性告知补正", "received", kWindow, "", kMissing, &correction_of},
    {"supplement", "接收补正材料", "correction", kWindow, "", kSupplement, &supplement_of},
    {"refuse_acceptance", "不予受理", "received correction", kWindow, "确认不予受理？", kReason,
     [](const Values& v, const model::CaseState&, const model::Item&, Instant) -> model::Command {
         return model::RefuseAcceptance{text_at(v, "reason")};
     }},
};

}  // namespace

model::Command correction_of(const Values& v, const model::CaseState& s, const model::Item& item,
                             Instant) {
    model::TellCorrection command;
    for (std::string& name : ticked(v, "listed", s, item))
        command.missing.push_back({std::move(name), text_at(v, "note")});
    return command;
}

model::Command supplement_of(const Values& v, const model::CaseState& s, const model::Item& item,
                             Instant now) {
    array materials;
    for (const std::string& name : ticked(v, "missing", s, item))
        materials.push_back(object{{"name", name}, {"received", true}});
    return model::Supplement{std::move(materials), now};
}

std::span<const ActionRow> intake_actions() {
    return kActions;
}

}  // namespace ow::flow
