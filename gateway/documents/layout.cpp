#include "gateway/documents/layout.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "gateway/documents/box_row.hpp"
#include "gateway/documents/signature_block.hpp"

namespace ow::documents {
namespace {

constexpr double kBodySize =
    15.75;  // 3号 of the type-size system; only it closes the grid of GB/T 9704
constexpr double kBodyLeading = 29.5;
constexpr double kLeadingPerSize = kBodyLeading / kBodySize;
constexpr double kTitleSize = 22;  // 2号
constexpr double kTitleLeading = 44;
constexpr double kSmallSize = 12;  // 小四
constexpr double kFieldRow = mm(9);
constexpr double kLabelWidth = mm(28);
constexpr double kCutHeight = mm(12);
constexpr double kCopySize = 12;  // 小四
constexpr double kCopyAbove = mm(4);

class Composer {
  public:
    Composer(const Template& form, CaseText& text, const FontBook& fonts)
        : form_(form), text_(text), fonts_(fonts), width_(frame_of(form).text_width()) {
        body_.font = form.root.font().value_or(Role::kFangSong);
        body_.size = form.root.number("size", kBodySize);
    }

    Result<Flow> run() {
        for (const Block& block : form_.root.children) {
            if (Status added = add(block); !added) return added.error();
        }
        return std::move(flow_);
    }

  private:
    Status add(const Block& block) {
        if (!text_.holds(block.when)) return ok();
        switch (block.element) {
            case Element::kTitle:
                return add_text(block, {Role::kTitle, kTitleSize}, Align::kCentre, kTitleLeading,
                                Tag::kH1);
            case Element::kNumber:
                return add_text(block, {Role::kSong, kSmallSize}, Align::kRight, kSmallSize * 1.5,
                                Tag::kP);
            case Element::kParagraph:
                return add_paragraph(block, branch_.add(Tag::kP));
            case Element::kList:
                return add_list(block);
            case Element::kCopy:
                return add_copy(block);
            case Element::kFields:
                return add_fields(block);
            case Element::kGroup:
                return add_group(block);
            case Element::kTable:
                return add_table(block);
            case Element::kSignature:
                return add_signature(block);
            case Element::kQr:
                return add_code(block);
            case Element::kRule:
                return add_rule();
            case Element::kSpace:
                return add_space(block);
            case Element::kStub:
                return add_stub(block);
            default:
                return ok();
        }
    }

    Style style_of(const Block& block, Style otherwise) const {
        return {block.font().value_or(otherwise.font), block.number("size", otherwise.size)};
    }

    double leading_of(const Block& block, double size, double otherwise) const {
        if (block.numbers.contains("leading")) return block.number("leading", 0);
        if (block.numbers.contains("size")) return size * kLeadingPerSize;
        return otherwise;
    }

    Status add_text(const Block& block, Style style, Align align, double leading, Tag tag) {
        const Style own = style_of(block, style);
        const Result<std::vector<Cell>> cells = text_.cells(block.runs, own);
        if (!cells) return cells.error();
        add_lines(*cells, break_lines(*cells, width_, 0, align),
                  leading_of(block, own.size, leading), true, branch_.add(tag));
        return ok();
    }

    // No line of a paragraph stands alone: its first two and its last two lines stay together.
    void add_lines(std::span<const Cell> cells, const std::vector<Line>& lines, double leading,
                   bool keep_all, int element) {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            Piece piece;
            piece.height = leading;
            piece.keep_next =
                keep_all || (i + 1 < lines.size() && (i == 0 || i + 2 == lines.size()));
            add_line(piece.ink, cells, lines[i], 0, leading / 2, element);
            flow_.pieces.push_back(std::move(piece));
        }
    }

    Status add_paragraph(const Block& block, int element) {
        const Style style = style_of(block, body_);
        const Result<std::vector<Cell>> cells = text_.cells(block.runs, style);
        if (!cells) return cells.error();
        const double indent = block.number("indent", 2) * style.size;
        const double leading =
            leading_of(block, style.size, form_.root.number("leading", kBodyLeading));
        add_lines(*cells, break_lines(*cells, width_, indent, block.align(Align::kJustify)),
                  leading, block.word("keep", "no") == "yes", element);
        return ok();
    }

    Status add_list(const Block& block) {
        const std::vector<xml::Node> rows = text_.rows(block.each);
        Branch list = branch_.below(Tag::kL);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            text_.enter(rows[i], static_cast<int>(i) + 1);
            Status added = add_paragraph(block, list.below(Tag::kLI).add(Tag::kLBody));
            text_.enter({}, 0);
            if (!added) return added;
        }
        return ok();
    }

    Status add_fields(const Block& block) {
        const double size = block.number("size", kSmallSize);
        const double label = mm(block.number("label-width", kLabelWidth / kPointsPerMm));
        const double columns = std::max(1.0, block.number("columns", 2));
        const double value = width_ / columns - label;
        const double least = block.numbers.contains("row") ? mm(block.number("row", 0)) : kFieldRow;
        Branch table = branch_.below(Tag::kTable), cells = table;
        std::vector<Box> row;
        double filled = 0;
        for (const Block& field : block.children) {
            if (!text_.holds(field.when)) continue;
            const double span = std::clamp(field.number("span", 1), 1.0, columns);
            if (filled + span > columns + 0.5) {
                if (Status ended = flush(row, columns - filled, size, least, block.line); !ended)
                    return ended;
            }
            if (row.empty()) {
                filled = 0;
                cells = table.below(Tag::kTR);
            }
            const Style style{block.font().value_or(body_.font), size};
            Result<std::vector<Cell>> name =
                text_.cells(field.word("label", ""), {Role::kSong, size});
            Result<std::vector<Cell>> content = text_.cells(field.runs, style);
            if (!name) return name.error();
            if (!content) return content.error();
            row.push_back({label, std::move(*name), Align::kCentre, cells.add(Tag::kRowHead)});
            row.push_back({value + (span - 1) * width_ / columns, std::move(*content), Align::kLeft,
                           cells.add(Tag::kTD, 2 * static_cast<int>(std::lround(span)) - 1)});
            filled += span;
        }
        return flush(row, columns - filled, size, least, block.line);
    }

    Status flush(std::vector<Box>& row, double missing, double size, double least, long line) {
        if (row.empty()) return ok();
        double used = 0;
        for (const Box& box : row) used += box.width;
        row.back().width += width_ - used;  // a row that is not full ends at the margin
        flow_.structure[static_cast<std::size_t>(row.back().element)].columns +=
            2 * static_cast<int>(std::lround(missing));
        Status added = add_boxes(row, size, least, line);
        row.clear();
        return added;
    }

    Status add_boxes(const std::vector<Box>& boxes, double size, double least, long line) {
        Result<Piece> piece = box_row(boxes, size, least);
        if (!piece) {
            return Error{
                piece.error().code(), {"width", form_.file, line, 0}, piece.error().cause()};
        }
        flow_.pieces.push_back(std::move(*piece));
        return ok();
    }

    Status add_table(const Block& block) {
        const Style style{block.font().value_or(body_.font), block.number("size", kSmallSize)};
        double total = 0;
        for (const Block& column : block.children) total += mm(column.number("width", 0));
        const double stretch = total > 0 ? width_ / total : 1;
        Branch table = branch_.below(Tag::kTable), names = table.below(Tag::kTR);
        std::vector<Box> head;
        for (const Block& column : block.children) {
            Result<std::vector<Cell>> cells =
                text_.cells(column.word("title", ""), {Role::kHei, style.size});
            if (!cells) return cells.error();
            head.push_back({mm(column.number("width", 0)) * stretch, std::move(*cells),
                            Align::kCentre, names.add(Tag::kColumnHead)});
        }
        if (Status added = add_boxes(head, style.size, kFieldRow, block.line); !added) return added;
        flow_.heads.push_back(flow_.pieces.back());
        flow_.pieces.back().keep_next = true;
        return add_rows(block, style, stretch, table);
    }

    Status add_rows(const Block& block, Style style, double stretch, Branch table) {
        const std::vector<xml::Node> rows = text_.rows(block.each);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            text_.enter(rows[i], static_cast<int>(i) + 1);
            Status added = add_row(block, style, stretch, table.below(Tag::kTR));
            text_.enter({}, 0);
            if (!added) return added;
        }
        if (!rows.empty()) return add_total(block, stretch, table);
        Result<std::vector<Cell>> cells = text_.cells(block.word("empty", "（无）"), style);
        if (!cells) return cells.error();
        const int whole =
            table.below(Tag::kTR).add(Tag::kTD, static_cast<int>(block.children.size()));
        return add_boxes({{width_, std::move(*cells), Align::kCentre, whole}}, style.size,
                         kFieldRow, block.line);
    }

    Status add_row(const Block& block, Style style, double stretch, Branch row) {
        std::vector<Box> boxes;
        for (const Block& column : block.children) {
            Result<std::vector<Cell>> cells = text_.cells(column.runs, style);
            if (!cells) return cells.error();
            boxes.push_back({mm(column.number("width", 0)) * stretch, std::move(*cells),
                             column.align(Align::kLeft), row.add(Tag::kTD)});
        }
        if (Status added = add_boxes(boxes, style.size, kFieldRow, block.line); !added)
            return added;
        flow_.pieces.back().head = static_cast<int>(flow_.heads.size()) - 1;
        flow_.pieces.back().counted = block.word("count", "no") == "yes";
        flow_.pieces.back().amounts = amounts_of(block);
        return ok();
    }

    // Rows that sum up: in the type of the head, in no sum themselves.
    Status add_total(const Block& block, double stretch, Branch table) {
        if (block.total == kNoXPath) return ok();
        const Style style{Role::kHei, block.number("size", kSmallSize)};
        for (const xml::Node& row : text_.rows(block.total)) {
            text_.enter(row, 0);
            Status added = add_row(block, style, stretch, table.below(Tag::kTR));
            text_.enter({}, 0);
            if (!added) return added;
            flow_.pieces.back().counted = false;
        }
        return ok();
    }

    std::vector<Amount> amounts_of(const Block& block) const {
        std::vector<Amount> out;
        for (const Block& column : block.children) {
            if (column.word("sum", "no") != "yes") continue;
            const std::string text = text_.text(column.runs);
            std::int64_t value = 0;
            std::from_chars(text.data(), text.data() + text.size(), value);
            out.push_back({std::string{column.word("title", "")}, value});
        }
        return out;
    }

    // The signature never stands on a page without words of the text.
    Status add_signature(const Block& block) {
        Result<Piece> piece = signature_piece(block, text_, fonts_, body_, width_, branch_);
        if (!piece) return piece.error();
        for (auto at = flow_.pieces.rbegin(); at != flow_.pieces.rend(); ++at) {
            at->keep_next = true;
            if (!at->blank) break;
        }
        piece->keep_next = block.word("keep", "no") == "yes";
        flow_.pieces.push_back(std::move(*piece));
        return ok();
    }

    Status add_code(const Block& block) {
        Piece piece;
        const Result<double> height = add_qr(piece.ink, block, text_, 0, 0, branch_);
        if (!height) return height.error();
        piece.height = *height;
        flow_.pieces.push_back(std::move(piece));
        return ok();
    }

    Status add_rule() {
        Piece piece;
        piece.height = mm(4);
        piece.ink.lines.push_back({0, mm(2), width_, mm(2), 0.6, false});
        flow_.pieces.push_back(std::move(piece));
        return ok();
    }

    Status add_space(const Block& block) {
        Piece piece;
        piece.height = mm(block.number("height", 0));
        piece.blank = true;
        piece.keep_next = !flow_.pieces.empty() && flow_.pieces.back().keep_next;
        flow_.pieces.push_back(std::move(piece));
        return ok();
    }

    // Above the text, at the left; every page of the copy has it.
    Status add_copy(const Block& block) {
        const Result<std::vector<Cell>> cells = text_.cells(block.runs, {Role::kHei, kCopySize});
        if (!cells) return cells.error();
        if (flow_.copies.empty()) copy_mark_ = branch_.add(Tag::kP);
        Ink mark;
        add_line(mark, *cells, break_lines(*cells, width_, 0, Align::kLeft).front(), 0, -kCopyAbove,
                 copy_mark_);
        flow_.copies.push_back(std::move(mark));
        return ok();
    }

    // On one page, where one page can hold it.
    Status add_group(const Block& block) {
        const std::size_t first = flow_.pieces.size();
        for (const Block& child : block.children) {
            if (Status added = add(child); !added) return added;
        }
        for (std::size_t i = first; i + 1 < flow_.pieces.size(); ++i)
            flow_.pieces[i].keep_next = true;
        return ok();
    }

    Status add_stub(const Block& block) {
        const std::size_t first = flow_.pieces.size();
        Result<std::vector<Cell>> cells =
            text_.cells(block.word("label", "裁切线"), {Role::kSong, 9});
        if (!cells) return cells.error();
        const Line line = break_lines(*cells, width_, 0, Align::kCentre).front();
        Piece cut;
        cut.height = kCutHeight;
        const double gap = line.width / 2 + mm(2), middle = kCutHeight / 2;
        cut.ink.lines.push_back({0, middle, width_ / 2 - gap, middle, 0.5, true});
        cut.ink.lines.push_back({width_ / 2 + gap, middle, width_, middle, 0.5, true});
        add_line(cut.ink, *cells, line, 0, middle, kArtifact);
        flow_.pieces.push_back(std::move(cut));
        const Branch around = std::exchange(branch_, branch_.below(Tag::kSect));
        for (const Block& child : block.children) {
            if (Status added = add(child); !added) return added;
        }
        branch_ = around;
        for (std::size_t i = first; i + 1 < flow_.pieces.size(); ++i)
            flow_.pieces[i].keep_next = true;
        return ok();
    }

    const Template& form_;
    CaseText& text_;
    const FontBook& fonts_;
    double width_;
    Style body_;
    Flow flow_;
    Branch branch_{flow_.structure};
    int copy_mark_ = kArtifact;  ///< one element: each copy has one mark
};

}  // namespace

PageFrame frame_of(const Template& form) {
    PageFrame frame;
    const Block* page = form.root.child(Element::kPage);
    if (page == nullptr) return frame;
    frame.width = mm(page->number("width", frame.width / kPointsPerMm));
    frame.height = mm(page->number("height", frame.height / kPointsPerMm));
    if (page->word("landscape", "no") == "yes") std::swap(frame.width, frame.height);
    frame.top = mm(page->number("top", frame.top / kPointsPerMm));
    frame.bottom = mm(page->number("bottom", frame.bottom / kPointsPerMm));
    frame.left = mm(page->number("left", frame.left / kPointsPerMm));
    frame.right = mm(page->number("right", frame.right / kPointsPerMm));
    return frame;
}

Result<Flow> lay_out(const Template& form, CaseText& text, const FontBook& fonts) {
    Result<Flow> out = Composer{form, text, fonts}.run();
    if (text.failed().empty()) return out;
    return Error{
        Code::kDocumentTemplateInvalid, {text.failed(), form.file, 0, 0}, "cannot be evaluated"};
}

}  // namespace ow::documents
