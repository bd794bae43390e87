#include "gateway/model/leg_plan.hpp"

#include <algorithm>

#include "gateway/base/text.hpp"
#include "gateway/model/catalogue.hpp"
#include "gateway/model/hall.hpp"

namespace ow::model {
namespace {

Error unreadable(std::string_view part) {
    return Error{Code::kFieldFormat, {"legs", {}, 0, 0}, "`" + std::string{part} + "` in legs"};
}

bool says(std::string_view text, std::string_view word) {
    const auto words = split(text, ' ');
    return std::find(words.begin() + 1, words.end(), word) != words.end();
}

}  // namespace

Result<std::vector<LegPlan>> parse_legs(std::string_view text) {
    std::vector<LegPlan> legs;
    if (text.empty()) return legs;
    const auto words = split(text, ' ');
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (words[i] != "lead_decides" && words[i] != "form") return unreadable(words[i]);
    }
    int order = 0;
    for (std::string_view step : split(words.front(), '>')) {
        ++order;
        const bool parallel = step.starts_with('(') && step.ends_with(')') && step.size() > 2;
        if (!parallel && step.find_first_of("(|)") != std::string_view::npos)
            return unreadable(step);
        if (parallel) step = step.substr(1, step.size() - 2);
        for (std::string_view name : split(step, '|')) {
            const std::size_t level = std::min(name.find_first_not_of('^'), name.size());
            const std::string_view department = name.substr(level);
            if (department.empty() || department.find_first_of("^()| ") != std::string_view::npos)
                return unreadable(name);
            legs.push_back({DepartmentId{std::string{department}}, order, static_cast<int>(level)});
        }
    }
    return legs;
}

std::vector<LegPlan> legs_of(std::string_view text, const DepartmentId& own) {
    auto parsed = parse_legs(text);
    if (!parsed) return {};
    std::vector<LegPlan> legs = std::move(*parsed);
    std::erase_if(legs, [](const LegPlan& leg) { return leg.level > 0; });
    if (reports_up(text) || legs.empty()) return legs;
    const int last = legs.back().order;
    const auto in_last = std::count_if(legs.begin(), legs.end(),
                                       [&](const LegPlan& leg) { return leg.order == last; });
    if (in_last == 1 && legs.back().department == own) legs.pop_back();
    return legs;
}

DepartmentId department_lacking(const Item& item, const Hall& hall) {
    if (hall.find(item.department) == nullptr) return item.department;
    if (item.handling == Handling::kInstant) return {};  // R43: no 分送
    for (const LegPlan& leg : legs_of(item.legs, item.department))
        if (hall.find(leg.department) == nullptr) return leg.department;
    return {};
}

bool refusal_ends(std::string_view text) {
    return !says(text, "lead_decides");
}

bool checks_form_only(std::string_view text) {
    return says(text, "form");
}

bool reports_up(std::string_view text) {
    return text.find('^') != std::string_view::npos;
}

}  // namespace ow::model
