#pragma once
// Inside of the desk's actions: one row an action, grouped by the part of the way
// (desk_intake_actions.cpp …); desk_actions.cpp lists the groups. Not for use outside gateway/flow.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/model/case_commands.hpp"

namespace ow::flow {

struct FieldRow {
    std::string_view name;
    std::string_view label;
    std::string_view type;  ///< text, textarea, radio, checkbox, date, datetime; one checkbox a
                            ///< material: "missing" (not received), "listed" (those and the
                            ///< received ones, R26), "owed" (under a pledge),
                            ///< "tolerable" (可容缺); "compare": intake and result side by side;
                            ///< "leg", "legs": one or several of the case's departments;
                            ///< "moment": a datetime that may be ahead
    bool required;
    std::string_view options;    ///< "value=标签|value=标签"
    std::string_view when = {};  ///< "field=value": shown and required only then
};

struct ActionRow {
    std::string_view id;
    std::string_view label;
    std::string_view stages;  ///< stored stage names, blank-separated
    std::string_view roles;
    std::string_view confirm;  ///< asked before it is done; empty: nothing
    std::span<const FieldRow> fields;
    model::Command (*build)(const boost::json::object& values, const model::CaseState&,
                            const model::Item&, Instant now);
    /// Beyond the stage; null: always.
    bool (*offered)(const model::CaseState&, const model::Item&) = nullptr;
    bool of_whole_case = false;  ///< R15: of departments only the case's own, not who has a leg
};

[[nodiscard]] std::span<const ActionRow> inquiry_actions();
[[nodiscard]] std::span<const ActionRow> instant_actions();
[[nodiscard]] std::span<const ActionRow> intake_actions();
[[nodiscard]] std::span<const ActionRow> pledge_actions();
[[nodiscard]] std::span<const ActionRow> department_actions();
[[nodiscard]] std::span<const ActionRow> leg_actions();
[[nodiscard]] std::span<const ActionRow> result_actions();
[[nodiscard]] std::span<const ActionRow> parent_actions();
[[nodiscard]] std::span<const ActionRow> people_actions();
[[nodiscard]] std::span<const ActionRow> record_actions();
[[nodiscard]] std::span<const ActionRow> timing_actions();

inline constexpr std::string_view kWindow = "acceptance operator admin";
inline constexpr std::string_view kIssuance = "issuance operator admin";
inline constexpr std::string_view kDepartment = "department";
inline constexpr std::string_view kWindowOrDepartment = "acceptance department operator admin";
inline constexpr std::string_view kAll = "acceptance department issuance operator admin";
inline constexpr FieldRow kReason[] = {{"reason", "理由", "textarea", true, ""}};

/// R43: what finishes a 即办件, as an action of its own and as part of taking it in.
[[nodiscard]] std::span<const FieldRow> finish_fields();
[[nodiscard]] model::FinishAtOnce finish_of(const boost::json::object& values);
/// Fields that hang on no case, as a page shows them.
[[nodiscard]] boost::json::array plain_fields(std::span<const FieldRow> fields);
/// 一次性告知补正 and 接收补正材料, whoever does it.
[[nodiscard]] model::Command correction_of(const boost::json::object& values,
                                           const model::CaseState&, const model::Item&, Instant);
[[nodiscard]] model::Command supplement_of(const boost::json::object& values,
                                           const model::CaseState&, const model::Item&,
                                           Instant now);

/// The time a person states in the field "at", checked before; now if none.
[[nodiscard]] Instant stated_time(const boost::json::object& values, Instant now);
/// The departments ticked in a "legs" field.
[[nodiscard]] std::vector<DepartmentId> ticked_departments(const boost::json::object& values,
                                                           const model::CaseState& state);
/// The materials ticked in a field of that type ("missing", "listed", "owed", "tolerable"), by
/// their place in its list.
[[nodiscard]] std::vector<std::string> ticked(const boost::json::object& values,
                                              std::string_view type, const model::CaseState& state,
                                              const model::Item& item);

}  // namespace ow::flow
