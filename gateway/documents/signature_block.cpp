#include "gateway/documents/signature_block.hpp"

#include <algorithm>

#include "gateway/documents/box_row.hpp"
#include "gateway/documents/qr.hpp"
#include "gateway/documents/seal.hpp"

namespace ow::documents {
namespace {

constexpr double kLeading = 29.5;
constexpr double kDateIndent = 4;       // characters
constexpr double kBelowSealCentre = 5;  // points
constexpr double kSealDiameter = 42;    // mm
constexpr double kCaptionSize = 8;
constexpr double kCaptionGap = mm(1.2);
constexpr double kCaptionLeading = 12;
constexpr double kCodeSize = 24;  // mm
constexpr std::string_view kOnlyStamp = "样式，需加盖实体印章后有效";

Line one_line(const std::vector<Cell>& cells) {
    return break_lines(cells, mm(1000), 0, Align::kLeft).front();
}

// Centred at `middle_x`, wrapped to `width`; returns the height used.
double add_caption(Ink& ink, const std::vector<Cell>& cells, double middle_x, double width,
                   double y, int element) {
    double used = 0;
    for (const Line& line : break_lines(cells, width, 0, Align::kCentre)) {
        const std::size_t before = ink.texts.size();
        add_line(ink, cells, line, middle_x - width / 2, y + used + kCaptionLeading / 2, element);
        for (std::size_t i = before; i < ink.texts.size(); ++i) ink.texts[i].colour = Colour::kGrey;
        used += kCaptionLeading;
    }
    return used;
}

struct Names {
    std::vector<Cell> issuer, date;
};

Result<Names> read_names(const Block& block, const CaseText& text, Style style) {
    Names out;
    for (const auto& [kind, to] :
         {std::pair{Element::kIssuer, &out.issuer}, std::pair{Element::kDate, &out.date}}) {
        const Block* part = block.child(kind);
        if (part == nullptr) continue;
        Result<std::vector<Cell>> cells = text.cells(part->runs, style);
        if (!cells) return cells.error();
        *to = std::move(*cells);
    }
    return out;
}

struct Placed {
    double middle = 0;  ///< of the seal, below the top
    double height = 0;  ///< used, with the caption; 0: there is no seal
};

/// As the hall's book has it, else as the template draws it.
Result<InkSeal> make_seal(const Block& block, const CaseText& text, const FontBook& fonts) {
    const Block* arc = block.child(Element::kArc);
    const Block* bottom = block.child(Element::kBottom);
    SealText words;
    words.arc = arc == nullptr ? std::string{} : text.text(arc->runs);
    words.bottom = bottom == nullptr ? std::string{} : text.text(bottom->runs);
    if (words.arc.empty()) return InkSeal{};
    words.width = mm(block.number("diameter", kSealDiameter));
    words.height = words.width;
    words.star = block.word("centre", "star") == "star";
    if (text.seals().book == nullptr) return draw_seal(fonts, words);
    const auto known = text.seals().book->find(words.arc, words.bottom, text.document());
    if (!known) return known.error();
    if (*known == nullptr) return draw_seal(fonts, words);
    words.width = mm((*known)->width);
    words.height = mm((*known)->height);
    words.star = (*known)->star;
    if ((*known)->image == nullptr) return draw_seal(fonts, words);
    InkSeal seal;
    seal.words = words.arc + words.bottom;
    seal.half_width = words.width / 2;
    seal.half_height = words.height / 2;
    seal.image = (*known)->image;
    return seal;
}

/// What who does not see it is told.
std::string alternative_of(const Block& block, const CaseText& text) {
    std::string out = text.seals().only_stamp() ? "印章样式：" : "印章：";
    for (const Element part : {Element::kArc, Element::kBottom}) {
        if (const Block* words = block.child(part)) out += text.text(words->runs);
    }
    return out;
}

Result<Placed> add_seal(Piece& piece, const Block& block, const CaseText& text,
                        const FontBook& fonts, double axis, Branch branch) {
    Result<InkSeal> seal = make_seal(block, text, fonts);
    if (!seal) return seal.error();
    if (seal->half_width == 0) return Placed{};
    const double width = 2 * seal->half_width;
    Placed out{seal->half_height, 2 * seal->half_height};
    seal->x = axis;
    seal->y = out.middle;
    seal->element = branch.add(Tag::kFigure, alternative_of(block, text));
    piece.ink.seals.push_back(std::move(*seal));
    const Block* caption = block.child(Element::kCaption);
    if (caption == nullptr && !text.seals().only_stamp()) return out;
    const Style small{Role::kSong, kCaptionSize};
    const Result<std::vector<Cell>> cells = text.seals().only_stamp()
                                                ? text.cells(kOnlyStamp, small)
                                                : text.cells(caption->runs, small);
    if (!cells) return cells.error();
    out.height += kCaptionGap;
    out.height +=
        add_caption(piece.ink, *cells, axis, width * 1.5, out.height, branch.add(Tag::kP));
    return out;
}

}  // namespace

Result<double> add_qr(Ink& ink, const Block& block, const CaseText& text, double x, double y,
                      Branch branch) {
    const std::string value = text.text(block.runs);
    if (value.empty()) return 0.0;
    Result<InkQr> code = encode_qr(value, mm(block.number("size", kCodeSize)));
    if (!code) return code.error();
    code->x = x;
    code->y = y;
    code->element = branch.add(Tag::kFigure, "二维码：" + value);
    double height = code->size;
    const Block* caption = block.child(Element::kCaption);
    if (caption != nullptr) {
        const Result<std::vector<Cell>> cells =
            text.cells(caption->runs, {Role::kSong, kCaptionSize});
        if (!cells) return cells.error();
        height += kCaptionGap;
        height += add_caption(ink, *cells, x + code->size / 2, code->size + mm(6), y + height,
                              branch.add(Tag::kP));
    }
    ink.codes.push_back(std::move(*code));
    return height;
}

Result<Piece> signature_piece(const Block& block, const CaseText& text, const FontBook& fonts,
                              Style style, double width, Branch branch) {
    const Result<Names> names = read_names(block, text, style);
    if (!names) return names.error();
    const Line issuer = one_line(names->issuer), date = one_line(names->date);
    const double widest = std::max(issuer.width, date.width);
    if (widest > width)
        return Error{Code::kDocumentLayoutOverflow, {"issuer", {}, 0, 0}, "wider than the page"};
    const double axis =
        std::min(width - kDateIndent * style.size - date.width / 2, width - widest / 2);
    const int issuer_element = branch.add(Tag::kP), date_element = branch.add(Tag::kP);
    Piece piece;
    double middle = kLeading;
    piece.height = 2 * kLeading;
    const Block* seal = block.child(Element::kSeal);
    if (seal != nullptr && text.holds(seal->when)) {
        const Result<Placed> placed = add_seal(piece, *seal, text, fonts, axis, branch);
        if (!placed) return placed.error();
        piece.height = std::max(piece.height, placed->height);
        if (placed->height > 0) middle = placed->middle + kBelowSealCentre;
    }
    add_line(piece.ink, names->issuer, issuer, axis - issuer.width / 2, middle - kLeading / 2,
             issuer_element);
    add_line(piece.ink, names->date, date, axis - date.width / 2, middle + kLeading / 2,
             date_element);
    const Block* code = block.child(Element::kQr);
    if (code != nullptr && text.holds(code->when)) {
        // A wide issuer would run over the code: then it stands below.
        const double right = mm(3 + code->number("size", kCodeSize) + 3);
        const bool is_beside = names->issuer.empty() || axis - issuer.width / 2 >= right;
        const double y = is_beside ? mm(4) : piece.height + mm(2);
        const Result<double> used = add_qr(piece.ink, *code, text, mm(3), y, branch);
        if (!used) return used.error();
        piece.height = std::max(piece.height, y + *used + mm(1));
    }
    return piece;
}

}  // namespace ow::documents
