#include "gateway/console/api/roles.hpp"

#include <algorithm>
#include <iterator>

namespace ow::console {
namespace {

using enum Verb;

constexpr std::string_view kNames[] = {"act",      "bookings", "books",   "case",    "consult",
                                       "document", "handover", "intake",  "parcels", "print",
                                       "queue",    "refused",  "resolve", "search",  "take_in",
                                       "todo",     "unmask"};

constexpr Verb kAcceptance[] = {kAct,      kBookings, kCase,    kConsult, kDocument,
                                kHandover, kIntake,   kParcels, kPrint,   kSearch,
                                kTakeIn,   kTodo,     kUnmask};
/// Looks after everything, handles no case: no act, no intake, no clear names.
constexpr Verb kAdmin[] = {kBookings, kBooks,   kCase,    kDocument, kParcels,
                           kQueue,    kRefused, kResolve, kSearch,   kTodo};
constexpr Verb kIssuance[] = {kAct, kBooks, kCase, kDocument, kPrint, kSearch, kTodo, kUnmask};
/// A department without a system: its own cases and papers, told apart by the Desk.
constexpr Verb kDepartment[] = {kAct,   kCase,   kConsult, kDocument, kHandover,
                                kPrint, kSearch, kTakeIn,  kTodo,     kUnmask};
/// Looks after the messages; a case's documents are none of its business.
constexpr Verb kOperator[] = {kCase, kQueue, kRefused, kResolve, kSearch, kTodo};

struct RoleRow {
    std::string_view role;
    std::string_view label;
    std::span<const Verb> verbs;
};

constexpr RoleRow kRoles[] = {
    {"acceptance", "综合受理", kAcceptance}, {"admin", "管理员", kAdmin},
    {"department", "部门经办", kDepartment}, {"issuance", "统一出证", kIssuance},
    {"operator", "运行值守", kOperator},
};

const RoleRow* find(std::string_view role) {
    const auto* row = std::find_if(std::begin(kRoles), std::end(kRoles),
                                   [role](const RoleRow& r) { return r.role == role; });
    return row == std::end(kRoles) ? nullptr : row;
}

}  // namespace

std::string_view name_of(Verb verb) {
    return kNames[static_cast<std::size_t>(verb)];
}

bool is_role(std::string_view role) {
    return find(role) != nullptr;
}

std::string_view label_of_role(std::string_view role) {
    const RoleRow* row = find(role);
    return row == nullptr ? std::string_view{} : row->label;
}

bool may(std::string_view role, Verb verb) {
    const RoleRow* row = find(role);
    return row != nullptr &&
           std::find(row->verbs.begin(), row->verbs.end(), verb) != row->verbs.end();
}

std::vector<std::string_view> verbs_of(std::string_view role) {
    std::vector<std::string_view> names;
    if (const RoleRow* row = find(role); row != nullptr)
        for (const Verb verb : row->verbs) names.push_back(name_of(verb));
    return names;
}

}  // namespace ow::console
