#pragma once
// A document as a row of pieces, before pages: a line of text, a table row, the signature with its
// seal. Pagination only stacks pieces; it never looks into them. Beside them the elements that
// their ink belongs to, in reading order.

#include <cstdint>
#include <string>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/documents/canvas.hpp"
#include "gateway/documents/ink.hpp"

namespace ow::documents {

inline constexpr int kNoHead = -1;

/// What a row adds to the sums at the foot of its page.
struct Amount {
    std::string label;
    std::int64_t value = 0;
};

struct Piece {
    double height = 0;
    bool keep_next = false;       ///< on the same page as the piece after it
    bool blank = false;           ///< empty space: dropped at the top of a page
    bool counted = false;         ///< in the sum at the foot of its page
    std::vector<Amount> amounts;  ///< of a counted one
    int head = kNoHead;           ///< repeated above this piece if it starts a page
    Ink ink;
};

struct Flow {
    std::vector<Piece> pieces;
    std::vector<Piece> heads;
    std::vector<Ink> copies;  ///< what each copy says above its text; none: one copy, unmarked
    std::vector<StructureElement> structure;
};

struct PageFrame {
    double width = mm(210), height = mm(297);
    double top = mm(37), bottom = mm(35), left = mm(28), right = mm(26);  ///< GB/T 9704-2012
    [[nodiscard]] double text_width() const { return width - left - right; }
    [[nodiscard]] double text_height() const { return height - top - bottom; }
};

/// Draws the flow page by page and returns the number of pages. Two or more pages get "— 1 —" below
/// the text, odd ones right, even ones left (GB/T 9704); on the other side a page with counted
/// pieces says how many they are and what they sum to, here and so far. Both, repeated heads and,
/// but on the first page, a copy's mark are artifacts. Copies follow one another, each with pages
/// of its own. kDocumentLayoutOverflow: a piece is higher than a page.
[[nodiscard]] Result<int> paginate(const Flow& flow, const PageFrame& frame, const FontBook& fonts,
                                   Canvas& canvas);

}  // namespace ow::documents
