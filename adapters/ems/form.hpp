#pragma once
// application/x-www-form-urlencoded, both ways. Pure.

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/base/result.hpp"

namespace ow::ems {

[[nodiscard]] std::string write_form(
    const std::vector<std::pair<std::string_view, std::string>>& fields);

/// kRequestInvalid if a name occurs twice, an escape is broken or there are more than 64 fields.
[[nodiscard]] Result<std::map<std::string, std::string, std::less<>>> read_form(
    std::string_view body);

}  // namespace ow::ems
