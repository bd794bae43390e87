#pragma once
// Runs a compiled inward mapping on a message's tree.

#include <string>

#include "gateway/mapping/mapping.hpp"

namespace ow::mapping {

[[nodiscard]] MappedIn run_inward(const Program& program, const std::string& id,
                                  const xml::Document& tree);

}  // namespace ow::mapping
