#pragma once
// What people mistype where a YAML parser can only say that it is lost: a tab for indentation, a
// full-width colon, no blank behind a colon, a quote that is not closed. A guess from the text near
// the place where the parser stopped; it makes nothing right or wrong.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ow::yaml {

struct Slip {
    std::int64_t line = 0;    ///< 1-based
    std::int64_t column = 0;  ///< 1-based, in code points
    std::string cause;
};

/// The slip nearest to `line`, where the parser stopped: there, in the line with words before it,
/// or, for a quote, anywhere before it.
[[nodiscard]] std::optional<Slip> find_slip(std::string_view text, std::int64_t line);

}  // namespace ow::yaml
