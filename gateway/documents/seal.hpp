#pragma once
// The drawn seal: a round or oval border, the unit's name on the upper arc from left to right, a
// star or an empty centre, and a purpose (行政审批专用章) on a straight line below
// (国发〔1999〕25号; sizes of the trade: 公章 42 mm, border 1.2, star 14; 专用章 40 mm; 椭圆 45 ×
// 30). A picture for paper and print, never an electronic seal by itself. The national emblem is
// not drawn: see seal_image.hpp.

#include <string>

#include "gateway/base/result.hpp"
#include "gateway/documents/ink.hpp"

namespace ow::documents {

struct SealText {
    std::string arc;     ///< the unit's full name
    std::string bottom;  ///< purpose, may be empty
    double width = 0;    ///< points
    double height = 0;   ///< points; the width: round
    bool star = true;
};

/// kDocumentGlyphMissing names the character. The centre is at 0, 0. A long name is first set
/// smaller, then condensed, until it stands within the border and above the bottom line; fit for 1
/// to 24 characters, legible for more only on a larger seal.
[[nodiscard]] Result<InkSeal> draw_seal(const FontBook& fonts, const SealText& text);

}  // namespace ow::documents
