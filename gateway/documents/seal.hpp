#pragma once
// The drawn seal: a round border, the unit's name on the upper arc from left to right, a star or an
// empty centre, and a purpose (行政审批专用章) on a straight line below (国发〔1999〕25号; sizes of
// the trade). A picture for paper and print, never an electronic seal by itself. The national
// emblem is not drawn: a seal that has one is not made by us.

#include <string>

#include "gateway/base/result.hpp"
#include "gateway/documents/ink.hpp"

namespace ow::documents {

struct SealText {
    std::string arc;      ///< the unit's full name
    std::string bottom;   ///< purpose, may be empty
    double diameter = 0;  ///< points
    bool star = true;
};

/// kDocumentGlyphMissing names the character. The centre is at 0, 0. A long name is condensed until
/// it fits three quarters of the circle.
[[nodiscard]] Result<InkSeal> draw_seal(const FontBook& fonts, const SealText& text);

}  // namespace ow::documents
