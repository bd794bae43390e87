#include "gateway/model/pledge.hpp"

#include <algorithm>

namespace ow::model {

bool CasePledge::is_owing() const {
    return std::any_of(materials.begin(), materials.end(),
                       [](const OwedMaterial& m) { return !m.delivered; });
}

std::vector<std::string> CasePledge::owed() const {
    std::vector<std::string> names;
    for (const OwedMaterial& m : materials) {
        if (!m.delivered) names.push_back(m.name);
    }
    return names;
}

}  // namespace ow::model
