#pragma once
// Text into HTML.

#include <string>
#include <string_view>

namespace ow {

/// `text` fit for HTML text and quoted attributes.
[[nodiscard]] std::string html_escaped(std::string_view text);

}  // namespace ow
