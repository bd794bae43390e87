#include "gateway/model/hall.hpp"

namespace ow::model {

const Department* Hall::find(const DepartmentId& department) const {
    const auto found = departments.find(department);
    return found == departments.end() ? nullptr : &found->second;
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
