#include "gateway/model/hall.hpp"

#include <algorithm>

namespace ow::model {

const Department* Hall::find(const DepartmentId& department) const {
    const auto found = departments.find(department);
    return found == departments.end() ? nullptr : &found->second;
}

const ParentPlan* Hall::find_parent(std::string_view id_or_name) const {
    const auto found = std::find_if(parents.begin(), parents.end(), [&](const ParentPlan& plan) {
        return plan.id == id_or_name || plan.name == id_or_name;
    });
    return found == parents.end() ? nullptr : &*found;
}

std::string_view Hall::title_of(std::string_view document, std::string_view fallback) const {
    const auto found = titles.find(std::string{document});
    return found == titles.end() ? fallback : std::string_view{found->second};
}

std::string Hall::seal_of(const DepartmentId& department) const {
    const auto found = seals.find(department.str());
    if (found != seals.end()) return found->second;
    const Department* known = find(department);
    return (known == nullptr ? name : known->name) + "行政审批专用章";
}

}  // namespace ow::model
