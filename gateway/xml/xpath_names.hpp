#pragma once
// The names in an XPath that libxml2 resolves only when it evaluates them – and not where an `and`
// or an empty node-set spares it. Pure.

#include <string>
#include <string_view>

#include "gateway/xml/xpath.hpp"

namespace ow::xml {

/// A function that XPath 1.0 has not, a prefix that is not in `namespaces`, a variable: what is
/// wrong, and what may have been meant. Empty: nothing.
[[nodiscard]] std::string unknown_name(std::string_view expression,
                                       const Namespaces& namespaces = {});

}  // namespace ow::xml
