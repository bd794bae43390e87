#include "gateway/mapping/target.hpp"

#include <algorithm>

#include "gateway/base/text.hpp"
#include "gateway/casetree/tree.hpp"

namespace ow::mapping {
namespace {

bool is_name(std::string_view name) {
    const auto parts = split(name, ':');
    return parts.size() <= 2 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
               return casetree::is_element_name(part);
           });
}

Error bad(std::string cause) {
    return Error{Code::kConfigInvalid, {}, std::move(cause)};
}

}  // namespace

bool Target::has_array() const {
    return std::any_of(steps.begin(), steps.end(), [](const Step& step) { return step.is_array; });
}

Result<Target> parse_target(std::string_view text) {
    Target out;
    if (text == ".") return out;
    for (std::string_view step : split(text, '/')) {
        if (!out.attribute.empty()) return bad("an attribute ends the path");
        if (step.starts_with('@')) {
            out.attribute = step.substr(1);
            if (!is_name(out.attribute)) return bad("`" + std::string{step} + "` is no attribute");
            continue;
        }
        const bool array = step.ends_with("[]");
        if (array) step.remove_suffix(2);
        if (!is_name(step)) {
            return bad("`" + std::string{step} + "` is no name: steps are separated by /, an " +
                       "attribute begins with @, a list's step ends in []");
        }
        out.steps.push_back({std::string{step}, array});
    }
    return out;
}

}  // namespace ow::mapping
