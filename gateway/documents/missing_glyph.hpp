#pragma once
// The refusal that a character no font can draw earns: a □ on a notice is a defective document
// (R32).

#include <string>

#include "gateway/base/error.hpp"

namespace ow::documents {

/// kDocumentGlyphMissing; `field` is the XPath whose value holds the character; the cause is the
/// character itself and its code point, nothing else of the value. The renderer adds the document.
[[nodiscard]] Error missing_glyph(char32_t character, std::string field);

}  // namespace ow::documents
