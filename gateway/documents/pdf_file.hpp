#pragma once
// From finished page contents and font subsets to the bytes of a PDF, by libharu.
//
// The only file that uses what libharu 2.3.0 keeps private (document record, streams with an own
// filter): libharu's own fonts cost 60 ms a page and stop at U+FFFF. `check_pdf_library` proves at
// start-up that the library in memory is the one these records were taken from; nothing is rendered
// if it is not. Everything here is a pure function: no date, no random number, /ID from the
// contents.

#include <memory>
#include <string>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/documents/font_face.hpp"
#include "gateway/documents/seal_image.hpp"
#include "gateway/documents/structure.hpp"

namespace ow::documents {

/// An empty signature field and how it looks once it is signed.
struct PdfField {
    PdfRect rect;
    std::string content;  ///< as of a page and at the same place; /Multiply darkens what is below
    int element = 0;      ///< its alternative is the field's name for people
};

struct PdfPage {
    std::string content;     ///< operators, not yet compressed; fonts are /F0 …, images /S0 …
    std::vector<int> marks;  ///< the element that MCID 0, 1 … of the content belongs to
    std::vector<PdfField> fields;
};

/// One subset: character i is drawn by CID i+1 = glyph i+1 of `program`.
struct PdfFont {
    std::string name;  ///< PostScript name without subset tag
    FontMetrics metrics;
    std::string program;
    bool is_cff = false;      ///< a bare CFF program, else TrueType
    std::vector<int> widths;  ///< 1/1000 em
    std::u32string characters;
};

struct PdfParts {
    std::string title;  ///< UTF-8; the document's name, never a person's
    double width = 595.276;
    double height = 841.89;
    std::vector<PdfPage> pages;
    std::vector<PdfFont> fonts;
    std::vector<std::shared_ptr<const SealImage>> images;
    std::vector<StructureElement> structure{{Tag::kDocument}};  ///< the first is the document
};

/// kInternal with libharu's number if the library refuses.
[[nodiscard]] Result<std::string> write_pdf(const PdfParts& parts);

/// The self-test: version and layout of the loaded libharu, by writing a page and looking at it.
[[nodiscard]] Status check_pdf_library();

/// A PDF text string as hex digits' worth of bytes: UTF-16BE with byte order mark.
[[nodiscard]] std::string pdf_text(std::string_view utf8);

}  // namespace ow::documents
