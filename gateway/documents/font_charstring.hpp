#pragma once
// Type 2 charstrings (Adobe Technical Note 5177): the little programs that draw a glyph of a CFF
// font.

#include <string>
#include <string_view>
#include <vector>

namespace ow::documents {

/// The program with every subroutine call replaced by what the subroutine says. Empty: it draws
/// nothing, is damaged (also: calls itself), or uses what fonts have long given up (arithmetic,
/// accents put together by endchar).
[[nodiscard]] std::string flat_charstring(std::string_view code,
                                          const std::vector<std::string_view>& local,
                                          const std::vector<std::string_view>& global);

}  // namespace ow::documents
