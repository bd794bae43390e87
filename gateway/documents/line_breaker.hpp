#pragma once
// Breaks Chinese text into lines (GB/T 15834 on punctuation at line ends): no 、。，）” … at the
// start of a line, no （《“ at its end, Latin words and numbers stay whole. A closing mark that
// just does not fit is set half as wide at the line's end instead of tearing a character from the
// line before.

#include <span>
#include <vector>

#include "gateway/documents/fonts.hpp"

namespace ow::documents {

/// One character, ready to be set. '\n' forces a new line.
struct Cell {
    char32_t character = 0;
    GlyphRef ref;
    double size = 0;
    [[nodiscard]] double width() const { return ref.advance * size / 1000; }
};

enum class Align : std::uint8_t { kLeft, kCentre, kRight, kJustify };

struct Line {
    std::size_t first = 0, last = 0;  ///< half-open range of cells, without blanks at the end
    std::vector<double> x;            ///< left edge of each cell, from the left edge of the text
    double width = 0;
};

/// `indent` moves the first line. A text without cells has one empty line.
[[nodiscard]] std::vector<Line> break_lines(std::span<const Cell> cells, double width,
                                            double indent, Align align);

}  // namespace ow::documents
