#pragma once
// Documents of a case as PDF.
//
//   Result<std::unique_ptr<Renderer>> made = Renderer::open("templates", fonts);
//   Result<RenderedPdf> pdf = (*made)->render(TemplateId{"D2"}, tree);
//
// The tree is the case as the templates see it (templates/README.md lists the paths). Same tree,
// template, fonts and library versions → the same bytes in every process: no date, no random
// number. The result is tagged (structure.hpp) and not signed; see pdf_signature.hpp.
//
// Thread-safe: render() may run on many threads at once, each with a tree of its own.

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "gateway/documents/fonts.hpp"
#include "gateway/documents/seal_book.hpp"
#include "gateway/documents/template.hpp"

namespace ow::documents {

/// "D2", "D3" …: the template's file name without .xml, which is also its id.
struct TemplateId {
    std::string value;
    auto operator<=>(const TemplateId&) const = default;
};

struct RenderedPdf {
    std::string bytes;
    int page_count = 0;
    std::string sha256;              ///< of `bytes`, lower-case hex
    std::vector<std::string> seals;  ///< the words of each drawn seal
};

/// One document of a template; `paths` are its compiled expressions, for this thread.
[[nodiscard]] Result<RenderedPdf> render_form(const FontBook& fonts, const Template& form,
                                              const std::vector<xml::XPath>& paths,
                                              const xml::Document& tree, SealUse seals = {});

class Renderer {
  public:
    /// Reads every template of the folder and opens all fonts. kDocumentTemplateInvalid with file
    /// and line, kFontUnreadable, kFileUnreadable; kInternal if libharu fails its self-test.
    static Result<std::unique_ptr<Renderer>> open(const std::filesystem::path& templates,
                                                  const FontConfig& fonts, SealBook seals = {});

    /// kDocumentGlyphMissing: no font has a character; the field is the XPath, `where` the
    /// document, the cause "U+XXXX 字". kDocumentTemplateInvalid: no such template, or one of its
    /// expressions cannot be evaluated on this case.
    /// kDocumentLayoutOverflow. kDocumentSealRefused. `signatures`: how many will sign, see
    /// SealUse.
    [[nodiscard]] Result<RenderedPdf> render(
        const TemplateId& id, const xml::Document& tree,
        std::optional<std::size_t> signatures = std::nullopt) const;

    [[nodiscard]] std::vector<TemplateId> templates() const;
    /// The document's name as its template gives it (受理通知书); empty if there is no such
    /// template.
    [[nodiscard]] std::string title_of(const TemplateId& id) const;

  private:
    struct Entry {
        Template form;
        mutable std::mutex mutex;
        mutable std::vector<std::unique_ptr<std::vector<xml::XPath>>>
            idle;  ///< one set a running render
    };

    Renderer(FontBook fonts, SealBook seals) : fonts_(std::move(fonts)), seals_(std::move(seals)) {}
    FontBook fonts_;
    SealBook seals_;
    std::map<TemplateId, std::unique_ptr<Entry>> entries_;
};

}  // namespace ow::documents
