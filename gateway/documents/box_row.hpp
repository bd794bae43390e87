#pragma once
// One ruled row: texts in boxes side by side, as tables and field grids need it.

#include <vector>

#include "gateway/documents/flow.hpp"
#include "gateway/documents/line_breaker.hpp"

namespace ow::documents {

struct Box {
    double width = 0;
    std::vector<Cell> cells;
    Align align = Align::kLeft;
    int element = kArtifact;
};

/// A set line as ink of that element: `middle` is the y of the middle of its em boxes. A blank or
/// forced break at its end is drawn as a blank: words stay apart for who reads the file.
void add_line(Ink& ink, std::span<const Cell> cells, const Line& line, double x, double middle,
              int element);

/// The row is as high as its highest text, at least `least`; texts stand in the middle.
/// kDocumentLayoutOverflow: a box has no room for a character of `size`.
[[nodiscard]] Result<Piece> box_row(const std::vector<Box>& boxes, double size, double least);

}  // namespace ow::documents
