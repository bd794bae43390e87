#pragma once
// One torture run from an empty folder to the table.

#include <iosfwd>

#include "tests/torture/options.hpp"

namespace ow::torture {

/// 0: nothing was lost, doubled or damaged; 1: something was, the table says what.
int run(const Options& options, std::ostream& out);

}  // namespace ow::torture
