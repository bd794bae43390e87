#pragma once
// Turns ink into page contents (PDF operators) and keeps account of the glyphs used, so that the
// fonts can be subset afterwards, and of what belongs to which element of the structure: all that
// is drawn stands in marked content, of an element or of an artifact (ISO 32000-1, 14.8.2.2). One
// Canvas a document, one thread.

#include <span>
#include <unordered_map>

#include "gateway/documents/ink.hpp"
#include "gateway/documents/pdf_file.hpp"

namespace ow::documents {

class Canvas {
  public:
    /// What a piece of ink is on this page.
    enum class As : std::uint8_t {
        kContent,
        kHead,  ///< an artifact that only this page has: a repeated head …
        kFoot,  ///< … a page number
    };

    /// Page size in points. The first `signatures` seals become the look of as many signature
    /// fields instead of being drawn in the page.
    Canvas(const FontBook& fonts, double width, double height, std::size_t signatures = 0);

    /// From here on ink belongs to these elements, below the document, or, if `is_one_of_several`,
    /// below a section of its own.
    void begin_copy(std::span<const StructureElement> elements, bool is_one_of_several);
    void begin_page();
    /// `left`, `top` in points from the page's upper left corner. Needs a page, and for content a
    /// copy.
    void draw(const Ink& ink, double left, double top, As as = As::kContent);
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
    void draw_field(const InkSeal& seal, int element);
    void draw_stamp(const InkSeal& seal);
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
    void glyph_run(const InkText& text, std::size_t& from);
    /// What is drawn next belongs to that element of the flow.
    int mark(int element);
    void end_mark();
    void place(int element, const PdfRect& box);
    [[nodiscard]] PdfRect rect(double left, double top, double right, double bottom) const;

    const FontBook& fonts_;
    double width_, height_;
    double left_ = 0, top_ = 0;
    std::vector<Used> used_;
    std::vector<PdfPage> pages_;
    std::vector<StructureElement> elements_;
    int first_ = 0;  ///< of the copy
    std::size_t signatures_;
    std::vector<std::shared_ptr<const SealImage>> images_;
    std::string* out_ = nullptr;
    As as_ = As::kContent;
    int open_;  ///< what is marked now
    Colour colour_ = Colour::kBlack;
};

}  // namespace ow::documents
