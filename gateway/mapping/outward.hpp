#pragma once
// Runs a compiled outward mapping on a case's tree.

#include <string>

#include "gateway/mapping/mapping.hpp"

namespace ow::mapping {

[[nodiscard]] MappedOut run_outward(const Program& program, const std::string& id,
                                    const xml::Document& case_tree);

}  // namespace ow::mapping
