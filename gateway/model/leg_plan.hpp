#pragma once
// The column `legs` of the catalogue (R15, R16): which departments handle an item, in which order.
//
//   a>b        serial: b begins when a is done
//   (a|b)>c    parallel: a and b at once, then c
//   a>^a       one level up: a reports to the authority above it; `^^a` two levels
//
// After a blank come what the item says besides: `lead_decides` – one department's refusal is
// weighed by the item's own, where else it ends the case; `form` – the county does nothing but
// check the form of what it reports up.
//
// The item's own department decides the case. Where it stands last and alone it is that decision
// and no leg; what stands one level up is reached through it and is no leg either.

#include <string_view>
#include <vector>

#include "gateway/base/ids.hpp"
#include "gateway/base/result.hpp"

namespace ow::model {

struct Hall;
struct Item;

struct LegPlan {
    DepartmentId department{};
    int order = 1;  ///< legs of one order go at once
    int level = 0;  ///< levels above this hall's departments
};

/// Every department as written, in order. kFieldFormat naming the part that cannot be read.
[[nodiscard]] Result<std::vector<LegPlan>> parse_legs(std::string_view text);

/// What is pushed and answered one by one for an item of `own`: without the closing decision and
/// what is above the hall. Empty: one department, no legs.
[[nodiscard]] std::vector<LegPlan> legs_of(std::string_view text, const DepartmentId& own);

/// The first department with a part in the item that the hall does not have; empty: none.
[[nodiscard]] DepartmentId department_lacking(const Item& item, const Hall& hall);

/// R15: one department's refusal ends the case.
[[nodiscard]] bool refusal_ends(std::string_view text);

/// R16: the county checks nothing but form.
[[nodiscard]] bool checks_form_only(std::string_view text);

/// True for `a>^a`: the department's own part is to report up (R16).
[[nodiscard]] bool reports_up(std::string_view text);

}  // namespace ow::model
