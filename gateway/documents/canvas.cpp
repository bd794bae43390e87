#include "gateway/documents/canvas.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>

#include "gateway/documents/font_subset.hpp"
#include "gateway/documents/to_unicode.hpp"

namespace ow::documents {
namespace {

constexpr double kLeastShift = 0.5;  // 1/1000 em: smaller corrections are not visible
// The em box of a Chinese glyph reaches from 0.88 above to 0.12 below the baseline.
constexpr double kBaselineBelowMiddle = 0.38;

}  // namespace

Canvas::Canvas(const FontBook& fonts, double width, double height)
    : fonts_(fonts), width_(width), height_(height) {}

void Canvas::begin_page() {
    pages_.emplace_back();
    out_ = &pages_.back().content;
    out_->reserve(16384);
    colour_ = Colour::kBlack;
}

void Canvas::draw(const Ink& ink, double left, double top) {
    left_ = left;
    top_ = top;
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
    fill_colour(text.colour);
    std::size_t i = 0;
    const std::vector<InkGlyph>& all = text.glyphs;
    while (i < all.size()) {
        if (all[i].ref.glyph == 0) {
            ++i;
            continue;
        }
        const std::size_t slot = font_slot(all[i].ref.face);
        op("BT /F");
        op(std::to_string(slot));
        op(" ");
        number(text.size);
        op("Tf ");
        number_x(text.x + all[i].x);
        number_y(text.y);
        op("Td [<");
        double pen = all[i].x;
        for (; i < all.size(); ++i) {
            const InkGlyph& glyph = all[i];
            if (glyph.ref.glyph == 0 || font_slot(glyph.ref.face) != slot) break;
            const double shift = (glyph.x - pen) * 1000 / text.size;
            if (std::abs(shift) > kLeastShift) {
                const double rounded = std::round(shift);
                op(">");
                number(-rounded);
                op("<");
                pen += rounded * text.size / 1000;
            }
            append_hex16(*out_, cid(slot, glyph.character, glyph.ref.glyph));
            pen += glyph.ref.advance * text.size / 1000;
        }
        op(">] TJ ET\n");
    }
}

void Canvas::draw_line(const InkLine& line) {
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

void Canvas::draw_seal(const InkSeal& seal) {
    if (seal.image) {
        draw_image(seal);
    } else {
        // What stands on a seal is read as one piece, not letter by letter around it.
        op("/Span << /ActualText <FEFF");
        for (const TurnedGlyph& glyph : seal.glyphs) append_utf16_hex(*out_, glyph.character);
        op("> >> BDC\nq 0.87 0.11 0.13 RG 0.87 0.11 0.13 rg ");
        number(seal.border);
        op("w ");
        ellipse(seal.x, seal.y, seal.half_width - seal.border / 2,
                seal.half_height - seal.border / 2);
        op("s\n");
        if (seal.star > 0) star(seal.x, seal.y, seal.star);
        for (const TurnedGlyph& glyph : seal.glyphs) draw_turned(seal, glyph);
        op("Q\nEMC\n");
    }
    const double x = left_ + seal.x, y = height_ - top_ - seal.y;
    pages_.back().seal_area = PdfRect{x - seal.half_width, y - seal.half_height,
                                      x + seal.half_width, y + seal.half_height};
}

void Canvas::draw_code(const InkQr& code) {
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
    PdfParts parts;
    parts.title = std::move(title);
    parts.width = width_;
    parts.height = height_;
    parts.pages = std::move(pages_);
    parts.images = std::move(images_);
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
    return parts;
}

}  // namespace ow::documents
