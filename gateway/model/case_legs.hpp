#pragma once
// The part of a case that several departments handle: legs (R15, R16), receipt by 缺席默认 (R7),
// joint reviews (会审). A case with one department has no legs.

#include <optional>
#include <string>
#include <vector>

#include "gateway/base/ids.hpp"
#include "gateway/base/time.hpp"

namespace ow::model {

/// One department's part.
struct Leg {
    DepartmentId department;
    std::string name;   ///< of the department on the day of acceptance
    PartnerId partner;  ///< empty: works in the browser
    int order = 1;
    std::string reports;  ///< R16: "form" or "examine"; empty: gives an opinion
    std::optional<Instant> pushed_at;
    std::optional<Instant> due;
    std::optional<Instant> sign_due;   ///< R7: not signed by then counts as received
    std::optional<Instant> signed_at;  ///< by itself, or deemed: the moment of the push
    std::string deemed;                ///< R7: "late", "refused", "absent"; empty: signed itself
    std::string stage;                 ///< the last one it told
    std::string opinion;  ///< "agreed", "disagreed", "returned", "reported_up", "cancelled"
    std::string number;
    std::string reason;  ///< personal
    std::optional<Instant> done_at;
    bool overdue = false;

    [[nodiscard]] bool is_open() const { return pushed_at && opinion.empty(); }
};

/// 会审. The latest one counts; earlier ones are history.
struct JointReview {
    Instant at{};
    std::string where;
    std::vector<DepartmentId> departments;
    bool held = false;
    std::vector<DepartmentId> absent;
    std::string result;  ///< personal
};

struct CaseLegs {
    std::vector<Leg> all;
    std::string one_refusal;           ///< "refuse_case", "lead_decides" (R15, the item's setting)
    std::string passed_by;             ///< "lead", "window": who hands on the next of a series
    bool stopped = false;              ///< one refused and the item says that ends it
    std::optional<Instant> pushed_at;  ///< R7: when the item's own department was pushed to
    int reviews = 0;
    std::optional<JointReview> review;  ///< the latest

    [[nodiscard]] bool empty() const { return all.empty(); }
    [[nodiscard]] const Leg* find(const DepartmentId& department) const;
    /// Legs whose opinion the decision waits for.
    [[nodiscard]] bool waits() const;
    /// Nobody's word stands against a grant by this hall: no refusal that ends the case (R15), no
    /// report to the authority above (R16).
    [[nodiscard]] bool lets_grant() const;
    /// The order that is to be pushed next; 0: none, or an earlier one is not done.
    [[nodiscard]] int next_order() const;
};

}  // namespace ow::model
