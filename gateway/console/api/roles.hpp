#pragma once
// Who may do what: one literal table from role to verbs. A verb is an operation of the console's
// API; which actions a case offers at its stage is the Desk's to say, after this table let the
// person through.

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace ow::console {

enum class Verb : std::uint8_t {
    kAct,
    kBookings,
    kBooks,
    kCase,
    kConsult,
    kDocument,
    kHandover,
    kIntake,
    kParcels,
    kPrint,
    kQueue,
    kRefused,
    kResolve,
    kSearch,
    kTakeIn,
    kTodo,
    kUnmask,
};

/// As logs and pages show it: "act", "bookings" …
[[nodiscard]] std::string_view name_of(Verb verb);

/// "acceptance", "admin", "department", "issuance", "operator".
[[nodiscard]] bool is_role(std::string_view role);
/// The role's name for people: 综合受理 …; empty for an unknown role.
[[nodiscard]] std::string_view label_of_role(std::string_view role);
/// An unknown role may do nothing.
[[nodiscard]] bool may(std::string_view role, Verb verb);
[[nodiscard]] std::vector<std::string_view> verbs_of(std::string_view role);

}  // namespace ow::console
