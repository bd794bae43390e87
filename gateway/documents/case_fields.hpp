#pragma once
// What a template may read: every path of the case tree that papers see, once. templates/README.md
// explains them; the checker of templates knows no others. Whoever adds a field to the tree for a
// paper adds its row here.

#include <span>
#include <string_view>

namespace ow::documents {

/// Sorted; leaves only, from the case down: "materials/material/name".
[[nodiscard]] std::span<const std::string_view> case_fields();

/// A leaf, or an element above one; a step may be "*".
[[nodiscard]] bool is_case_field(std::string_view path);

/// Fields that a document must print (行政许可法 32, 38, 42, 45; facts of each form): the template
/// that does not read them is not that document any more.
struct Duty {
    std::string_view document;
    std::string_view field;
};
[[nodiscard]] std::span<const Duty> duties();

}  // namespace ow::documents
