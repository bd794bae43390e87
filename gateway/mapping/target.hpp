#pragma once
// Where an outward row writes: a restricted path, never a reversed XPath.
//
//   param/baseInfo[]/projectNo   child steps; [] is an array's entry (JSON)
//   materials/material[]         the `to` of a list: one entry for each node
//   head/@version                an attribute at the end (XML)

#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"

namespace ow::mapping {

struct Target {
    struct Step {
        std::string name;  ///< element (`soap:Body` is taken as written) or member
        bool is_array = false;
    };
    std::vector<Step> steps;
    std::string attribute;  ///< without @; empty: none
    [[nodiscard]] bool has_array() const;
};

/// kConfigInvalid with the reason as cause. A lone `.` writes into the entry itself.
[[nodiscard]] Result<Target> parse_target(std::string_view text);

}  // namespace ow::mapping
