#include "gateway/documents/canvas.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>
#include <utility>

#include "gateway/documents/font_subset.hpp"
#include "gateway/documents/to_unicode.hpp"

namespace ow::documents {
namespace {

constexpr double kLeastShift = 0.5;  // 1/1000 em: smaller corrections are not visible
// The em box of a Chinese glyph reaches from 0.88 above to 0.12 below the baseline.
constexpr double kBaselineBelowMiddle = 0.38;
constexpr double kFieldMargin = 1;  // points: a smoothed edge is not cut off
// Beside the elements, what marked content may be.
constexpr int kUnmarked = -2, kHeadArtifact = -3, kFootArtifact = -4;

std::string_view artifact(int kind) {
    if (kind == kHeadArtifact) return "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n";
    if (kind == kFootArtifact) return "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n";
    return "/Artifact BMC\n";
}

}  // namespace

Canvas::Canvas(const FontBook& fonts, double width, double height, std::size_t signatures)
    : fonts_(fonts),
      width_(width),
      height_(height),
      elements_{{Tag::kDocument}},
      signatures_(signatures),
      open_(kUnmarked) {}

void Canvas::begin_copy(std::span<const StructureElement> elements, bool is_one_of_several) {
    Branch document{elements_, 0};
    const int whole = is_one_of_several ? document.add(Tag::kSect) : 0;
    first_ = static_cast<int>(elements_.size());
    for (const StructureElement& element : elements) {
        elements_.push_back(element);
        int& parent = elements_.back().parent;
        parent = parent == kWhole ? whole : first_ + parent;
    }
}

void Canvas::begin_page() {
    end_mark();
    pages_.emplace_back();
    out_ = &pages_.back().content;
    out_->reserve(16384);
    colour_ = Colour::kBlack;
}

int Canvas::mark(int element) {
    int wanted = element == kArtifact ? kArtifact : first_ + element;
    if (as_ != As::kContent) wanted = as_ == As::kHead ? kHeadArtifact : kFootArtifact;
    if (wanted == open_) return wanted;
    end_mark();
    open_ = wanted;
    if (wanted < 0) {
        op(artifact(wanted));
        return wanted;
    }
    std::vector<int>& marks = pages_.back().marks;
    op("/");
    op(tag_name(elements_[static_cast<std::size_t>(wanted)].tag));
    op("<</MCID ");
    op(std::to_string(marks.size()));
    op(">>BDC\n");
    marks.push_back(wanted);
    return wanted;
}

void Canvas::end_mark() {
    if (open_ != kUnmarked) op("EMC\n");
    open_ = kUnmarked;
}

void Canvas::draw(const Ink& ink, double left, double top, As as) {
    left_ = left;
    top_ = top;
    as_ = as;
    for (const InkSeal& seal : ink.seals) draw_seal(seal);  // below the words: they stay legible
    for (const InkLine& line : ink.lines) draw_line(line);
    for (const InkText& text : ink.texts) draw_text(text);
    for (const InkQr& code : ink.codes) draw_code(code);
}

void Canvas::op(std::string_view text) {
    out_->append(text);
}

void Canvas::number(double value) {
    const long hundredths = std::lround(value * 100);
    std::array<char, 24> buffer{};
    if (hundredths < 0) out_->push_back('-');
    const long size = std::labs(hundredths);
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), size / 100);
    out_->append(buffer.data(), end.ptr);
    if (size % 100 != 0) {
        out_->push_back('.');
        out_->push_back(static_cast<char>('0' + size % 100 / 10));
        if (size % 10 != 0) out_->push_back(static_cast<char>('0' + size % 10));
    }
    out_->push_back(' ');
}

void Canvas::fill_colour(Colour colour) {
    if (colour == colour_) return;
    colour_ = colour;
    switch (colour) {
        case Colour::kBlack:
            return op("0 g\n");
        case Colour::kGrey:
            return op("0.35 g\n");
        case Colour::kSeal:
            return op("0.87 0.11 0.13 rg\n");
    }
}

std::size_t Canvas::font_slot(std::uint16_t face) {
    for (std::size_t i = 0; i < used_.size(); ++i) {
        if (used_[i].face == face) return i;
    }
    used_.push_back({face, {}, {}, {}});
    used_.back().cids.reserve(512);
    return used_.size() - 1;
}

unsigned Canvas::cid(std::size_t slot, char32_t character, GlyphId glyph) {
    Used& used = used_[slot];
    const auto [at, added] =
        used.cids.try_emplace(character, static_cast<unsigned>(used.glyphs.size() + 1));
    if (added) {
        used.glyphs.push_back(glyph);
        used.characters.push_back(character);
    }
    return at->second;
}

void Canvas::draw_text(const InkText& text) {
    for (std::size_t i = 0; i < text.glyphs.size();) glyph_run(text, i);
}

// Blanks are drawn with the font of what follows or, behind it, of what was before: words are apart
// in the file too (14.8.2.5).
void Canvas::glyph_run(const InkText& text, std::size_t& from) {
    const std::vector<InkGlyph>& all = text.glyphs;
    std::size_t i = from;
    while (i < all.size() && all[i].ref.glyph == 0) ++i;
    if (i == all.size()) {
        from = i;
        return;
    }
    const std::size_t slot = font_slot(all[i].ref.face);
    const FontFace& face = fonts_.face(all[i].ref.face);
    mark(text.element);
    fill_colour(text.colour);
    op("BT /F");
    op(std::to_string(slot));
    op(" ");
    number(text.size);
    op("Tf ");
    number_x(text.x + all[from].x);
    number_y(text.y);
    op("Td [<");
    double pen = all[from].x;
    for (; from < all.size(); ++from) {
        const InkGlyph& glyph = all[from];
        const bool is_blank = glyph.ref.glyph == 0;
        if (is_blank && face.blank() == 0) continue;
        if (!is_blank && font_slot(glyph.ref.face) != slot) break;
        const double shift = (glyph.x - pen) * 1000 / text.size;
        if (std::abs(shift) > kLeastShift) {
            const double rounded = std::round(shift);
            op(">");
            number(-rounded);
            op("<");
            pen += rounded * text.size / 1000;
        }
        append_hex16(*out_, cid(slot, glyph.character, is_blank ? face.blank() : glyph.ref.glyph));
        pen += (is_blank ? face.advance(face.blank()) : glyph.ref.advance) * text.size / 1000;
    }
    op(">] TJ ET\n");
}

void Canvas::draw_line(const InkLine& line) {
    mark(kArtifact);
    if (line.dashed) op("[4 3] 0 d ");
    number(line.width);
    op("w ");
    number_x(line.x1);
    number_y(line.y1);
    op("m ");
    number_x(line.x2);
    number_y(line.y2);
    op("l S\n");
    if (line.dashed) op("[] 0 d\n");
}

void Canvas::ellipse(double x, double y, double half_width, double half_height) {
    constexpr double kArc = 0.5522847498;  // four Bézier arcs
    const auto point = [&](double across, double down) {
        number_x(x + across * half_width), number_y(y + down * half_height);
    };
    const auto curve = [&](double x1, double y1, double x2, double y2, double x3, double y3) {
        point(x1, y1), point(x2, y2), point(x3, y3), op("c ");
    };
    point(1, 0), op("m ");
    curve(1, kArc, kArc, 1, 0, 1);
    curve(-kArc, 1, -1, kArc, -1, 0);
    curve(-1, -kArc, -kArc, -1, 0, -1);
    curve(kArc, -1, 1, -kArc, 1, 0);
}

void Canvas::star(double x, double y, double radius) {
    constexpr double kInner = 0.381966;  // of a regular pentagram
    for (int i = 0; i < 10; ++i) {
        const double angle = i * std::numbers::pi / 5;
        const double r = i % 2 == 0 ? radius : radius * kInner;
        number_x(x + r * std::sin(angle));
        number_y(y - r * std::cos(angle));
        op(i == 0 ? "m " : "l ");
    }
    op("f\n");
}

void Canvas::draw_turned(const InkSeal& seal, const TurnedGlyph& glyph) {
    const std::size_t slot = font_slot(glyph.ref.face);
    const double cosine = std::cos(glyph.angle), sine = std::sin(glyph.angle);
    // From the middle of the em box to the glyph's origin: half a width left, the baseline down.
    const double back = -glyph.ref.advance / 2000.0 * glyph.size * glyph.condense;
    const double down = kBaselineBelowMiddle * glyph.size;
    op("BT /F");
    op(std::to_string(slot));
    op(" ");
    number(glyph.size);
    op("Tf ");
    for (const double v : {cosine * glyph.condense, -sine * glyph.condense, sine, cosine}) {
        std::array<char, 32> buffer{};
        const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), v,
                                       std::chars_format::fixed, 4);
        out_->append(buffer.data(), end.ptr);
        op(" ");
    }
    number_x(seal.x + glyph.x + back * cosine - down * sine);
    number_y(seal.y + glyph.y + back * sine + down * cosine);
    op("Tm <");
    append_hex16(*out_, cid(slot, glyph.character, glyph.ref.glyph));
    op("> Tj ET\n");
}

void Canvas::draw_image(const InkSeal& seal) {
    auto at = std::find(images_.begin(), images_.end(), seal.image);
    if (at == images_.end()) at = images_.insert(at, seal.image);
    op("q ");
    number(2 * seal.half_width);
    op("0 0 ");
    number(2 * seal.half_height);
    number_x(seal.x - seal.half_width);
    number_y(seal.y + seal.half_height);
    op("cm /S");
    op(std::to_string(at - images_.begin()));
    op(" Do Q\n");
}

PdfRect Canvas::rect(double left, double top, double right, double bottom) const {
    const double base = height_ - top_;
    return {left_ + left, base - bottom, left_ + right, base - top};
}

void Canvas::place(int element, const PdfRect& box) {
    if (element >= 0) elements_[static_cast<std::size_t>(element)].box = box;
}

void Canvas::draw_seal(const InkSeal& seal) {
    if (signatures_ > 0 && as_ == As::kContent) {
        --signatures_;
        return draw_field(seal, first_ + seal.element);
    }
    place(mark(seal.element), rect(seal.x - seal.half_width, seal.y - seal.half_height,
                                   seal.x + seal.half_width, seal.y + seal.half_height));
    draw_stamp(seal);
}

// The look of a field lies above the page: it darkens what is below instead of covering it, as if
// it were below.
void Canvas::draw_field(const InkSeal& seal, int element) {
    const double across = seal.half_width + kFieldMargin, down = seal.half_height + kFieldMargin;
    PdfField field{
        rect(seal.x - across, seal.y - down, seal.x + across, seal.y + down), {}, element};
    std::string* const page = std::exchange(out_, &field.content);
    op("/Multiply gs\n");
    draw_stamp(seal);
    out_ = page;
    elements_[static_cast<std::size_t>(element)].tag = Tag::kForm;
    pages_.back().fields.push_back(std::move(field));
}

void Canvas::draw_stamp(const InkSeal& seal) {
    if (seal.image) return draw_image(seal);
    // What stands on a seal is read as one piece, not letter by letter around it.
    op("/Span << /ActualText <FEFF");
    for (const TurnedGlyph& glyph : seal.glyphs) append_utf16_hex(*out_, glyph.character);
    op("> >> BDC\nq 0.87 0.11 0.13 RG 0.87 0.11 0.13 rg ");
    number(seal.border);
    op("w ");
    ellipse(seal.x, seal.y, seal.half_width - seal.border / 2, seal.half_height - seal.border / 2);
    op("s\n");
    if (seal.star > 0) star(seal.x, seal.y, seal.star);
    for (const TurnedGlyph& glyph : seal.glyphs) draw_turned(seal, glyph);
    op("Q\nEMC\n");
}

void Canvas::draw_code(const InkQr& code) {
    place(mark(code.element), rect(code.x, code.y, code.x + code.size, code.y + code.size));
    fill_colour(Colour::kBlack);
    const double step = code.size / code.modules;
    for (int row = 0; row < code.modules; ++row) {
        for (int column = 0; column < code.modules;) {
            const auto dark = [&](int at) {
                return at < code.modules &&
                       code.dark[static_cast<std::size_t>(row * code.modules + at)];
            };
            int end = column;
            while (dark(end)) ++end;
            if (end > column) {
                number_x(code.x + column * step);
                number_y(code.y + (row + 1) * step);
                number((end - column) * step);
                number(step);
                op("re ");
            }
            column = end + 1;
        }
    }
    op("f\n");
}

PdfParts Canvas::finish(std::string title) {
    end_mark();
    PdfParts parts;
    parts.title = std::move(title);
    parts.width = width_;
    parts.height = height_;
    parts.pages = std::move(pages_);
    parts.images = std::move(images_);
    parts.structure = std::move(elements_);
    for (Used& used : used_) {
        const FontFace& face = fonts_.face(used.face);
        PdfFont font{face.postscript_name(),
                     face.metrics(),
                     subset_font(face, used.glyphs),
                     face.cff() != nullptr,
                     {},
                     {}};
        for (const GlyphId glyph : used.glyphs) font.widths.push_back(face.advance(glyph));
        font.characters = std::move(used.characters);
        parts.fonts.push_back(std::move(font));
    }
    used_.clear();
    pages_.clear();
    images_.clear();
    elements_.clear();
    return parts;
}

}  // namespace ow::documents
