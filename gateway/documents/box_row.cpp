#include "gateway/documents/box_row.hpp"

#include <algorithm>

namespace ow::documents {
namespace {

constexpr double kSidePadding = mm(1.6);
constexpr double kUpperPadding = mm(1.2);
constexpr double kLeading = 1.35;
constexpr double kRuleWidth = 0.6;
constexpr double kBaselineBelowMiddle = 0.38;

}  // namespace

void add_line(Ink& ink, std::span<const Cell> cells, const Line& line, double x, double middle,
              int element) {
    for (std::size_t i = line.first; i < line.last; ++i) {
        const Cell& cell = cells[i];
        if (i == line.first || ink.texts.back().size != cell.size) {
            const double largest =
                cells[line.first].size;  // mixed sizes stand on the first one's baseline
            ink.texts.push_back({x,
                                 middle + kBaselineBelowMiddle * largest,
                                 cell.size,
                                 Colour::kBlack,
                                 {},
                                 element});
        }
        ink.texts.back().glyphs.push_back({cell.character, cell.ref, line.x[i - line.first]});
    }
    const bool is_torn = line.last > line.first && line.last < cells.size();
    if (is_torn && (cells[line.last].character == U' ' || cells[line.last].character == U'\n'))
        ink.texts.back().glyphs.push_back({U' ', {}, line.x.back() + cells[line.last - 1].width()});
}

Result<Piece> box_row(const std::vector<Box>& boxes, double size, double least) {
    const double leading = size * kLeading;
    std::vector<std::vector<Line>> set;
    std::size_t most = 1;
    for (const Box& box : boxes) {
        if (box.width - 2 * kSidePadding < size)
            return Error{Code::kDocumentLayoutOverflow, {}, "a cell is narrower than a character"};
        set.push_back(break_lines(box.cells, box.width - 2 * kSidePadding, 0, box.align));
        most = std::max(most, set.back().size());
    }
    Piece piece;
    piece.height = std::max(least, static_cast<double>(most) * leading + 2 * kUpperPadding);
    double x = 0;
    piece.ink.lines.push_back({0, 0, 0, piece.height, kRuleWidth, false});
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        double middle =
            (piece.height - static_cast<double>(set[i].size()) * leading) / 2 + leading / 2;
        for (const Line& line : set[i]) {
            add_line(piece.ink, boxes[i].cells, line, x + kSidePadding, middle, boxes[i].element);
            middle += leading;
        }
        x += boxes[i].width;
        piece.ink.lines.push_back({x, 0, x, piece.height, kRuleWidth, false});
    }
    const double over = kRuleWidth / 2;  // closes the corners
    piece.ink.lines.push_back({-over, 0, x + over, 0, kRuleWidth, false});
    piece.ink.lines.push_back({-over, piece.height, x + over, piece.height, kRuleWidth, false});
    return piece;
}

}  // namespace ow::documents
