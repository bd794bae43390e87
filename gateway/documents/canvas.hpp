#pragma once
// Turns ink into page contents (PDF operators) and keeps account of the glyphs used, so that the
// fonts can be subset afterwards. One Canvas a document, one thread.

#include <unordered_map>

#include "gateway/documents/ink.hpp"
#include "gateway/documents/pdf_file.hpp"

namespace ow::documents {

class Canvas {
  public:
    /// Page size in points.
    Canvas(const FontBook& fonts, double width, double height);

    void begin_page();
    /// `left`, `top` in points from the page's upper left corner. Needs a page.
    void draw(const Ink& ink, double left, double top);
    /// The pages and the subsets of the fonts used. The canvas is empty afterwards.
    [[nodiscard]] PdfParts finish(std::string title);

  private:
    struct Used {
        std::uint16_t face = 0;
        std::vector<GlyphId> glyphs;
        std::u32string characters;
        std::unordered_map<char32_t, unsigned> cids;
    };

    void draw_text(const InkText& text);
    void draw_line(const InkLine& line);
    void draw_seal(const InkSeal& seal);
    void draw_turned(const InkSeal& seal, const TurnedGlyph& glyph);
    void draw_code(const InkQr& code);
    void ellipse(double x, double y, double half_width, double half_height);
    void draw_image(const InkSeal& seal);
    void star(double x, double y, double radius);
    void fill_colour(Colour colour);
    std::size_t font_slot(std::uint16_t face);
    unsigned cid(std::size_t slot, char32_t character, GlyphId glyph);
    void number(double value);
    void number_x(double x) { number(left_ + x); }
    void number_y(double y) { number(height_ - top_ - y); }
    void op(std::string_view text);

    const FontBook& fonts_;
    double width_, height_;
    double left_ = 0, top_ = 0;
    std::vector<Used> used_;
    std::vector<PdfPage> pages_;
    std::vector<std::shared_ptr<const SealImage>> images_;
    std::string* out_ = nullptr;
    Colour colour_ = Colour::kBlack;
};

}  // namespace ow::documents
