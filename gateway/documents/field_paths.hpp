#pragma once
// Which fields of the case an XPath 1.0 expression reads: its location paths, without evaluating
// it. Enough of XPath for templates: steps, "*", ".", predicates, functions, operators, strings.

#include <string>
#include <string_view>
#include <vector>

namespace ow::documents {

/// "string(agent/name) and x[y='1']" below "materials/material" reads
/// "materials/material/agent/name", "…/x", "…/x/y". `below` is empty at the root; "." is `below`.
[[nodiscard]] std::vector<std::string> field_paths(std::string_view expression,
                                                   std::string_view below);

}  // namespace ow::documents
