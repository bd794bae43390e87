#pragma once
// The smallest font that draws the given glyphs, for embedding: a TrueType font as FontFile2, of a
// CFF face a bare CFF as FontFile3.
//
// Written by us because a document wants one glyph id for each character it prints, in order of
// first use, even where a font draws two characters with one glyph (U+2F00 and U+4E00): so the text
// can be got back out of the PDF. Hinting is dropped. Pure function: same input, same bytes.

#include <string>
#include <vector>

#include "gateway/documents/font_face.hpp"

namespace ow::documents {

/// Glyph 0 is an empty .notdef; glyph i+1 draws `glyphs[i]`, which may repeat; parts of composite
/// glyphs follow. At most 65 000 glyphs.
[[nodiscard]] std::string subset_font(const FontFace& face, const std::vector<GlyphId>& glyphs);

}  // namespace ow::documents
