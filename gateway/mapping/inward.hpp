#pragma once
// Runs a compiled inward mapping on a message's tree.

#include <string>

#include "gateway/mapping/mapping.hpp"

namespace ow::mapping {

/// `is_plain`: no element is in a namespace (see Tree).
[[nodiscard]] MappedIn run_inward(const Program& program, const std::string& id,
                                  const xml::Document& message, bool is_plain);

}  // namespace ow::mapping
