#pragma once
// What people may do with a case, as one literal table: label, stages, form fields, command.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>

#include "gateway/model/case_commands.hpp"
#include "gateway/ports/desk.hpp"

namespace ow::flow {

/// [{id,label,fields:[…],confirm}] of what the state allows the user's role and department.
[[nodiscard]] boost::json::array actions_of(const model::CaseState& state, const model::Item& item,
                                            const ports::StaffUser& user);

/// Every action there is, whatever state and role, in the same shape and with "roles".
[[nodiscard]] boost::json::array every_action(const model::CaseState& state,
                                              const model::Item& item);

/// The command a filled form asks for. kCommandNotAllowed for an unknown action, kAuthForbidden for
/// a role or department without it, kFieldMissing for an empty required field.
[[nodiscard]] Result<model::Command> command_of(const ports::StaffAction& action,
                                                const ports::StaffUser& user,
                                                const model::CaseState& state,
                                                const model::Item& item, Instant now);

}  // namespace ow::flow
