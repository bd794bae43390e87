#pragma once
// A body of the remedies table: `{review_government}或者{上一级主管部门}`, text and, in braces, the
// names of what each hall calls by its own name (R31).

#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"

namespace ow::model {

struct BodyPart {
    std::string text;
    bool is_name = false;  ///< it stood in braces
};

/// The parts in their order. kConfigInvalid where a brace is not closed, not opened, full-width or
/// empty: of such a body nothing may be printed.
[[nodiscard]] Result<std::vector<BodyPart>> parse_body(std::string_view body);

}  // namespace ow::model
