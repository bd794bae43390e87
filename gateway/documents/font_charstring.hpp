#pragma once
// Type 2 charstrings (Adobe Technical Note 5177): the little programs that draw a glyph of a CFF
// font.

#include <string>
#include <string_view>
#include <vector>

namespace ow::documents {

struct Charstring {
    std::string code;    ///< empty: not usable
    bool draws = false;  ///< else a blank of some width
};

/// The program with every subroutine call replaced by what the subroutine says. Not usable: damaged
/// (also: calls itself), or by what fonts have long given up (arithmetic, accents put together by
/// endchar).
[[nodiscard]] Charstring flat_charstring(std::string_view code,
                                         const std::vector<std::string_view>& local,
                                         const std::vector<std::string_view>& global);

}  // namespace ow::documents
