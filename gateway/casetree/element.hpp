#pragma once
// How one member becomes an element; shared by the builders of this folder only.

#include <string>
#include <string_view>

#include "gateway/casetree/tree.hpp"

namespace ow::casetree {

/// Adds `<key>` or `<_ key="…">`.
xml::Node add_member(xml::Node parent, std::string_view key);
/// Code point of the first control character XML 1.0 cannot hold, or -1.
[[nodiscard]] int find_control(std::string_view utf8);

}  // namespace ow::casetree
