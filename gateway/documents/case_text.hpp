#pragma once
// Words of a template and values of a case, as cells ready to be broken into lines. Borrows all it
// is given; one rendering, one thread.

#include <string>
#include <vector>

#include "gateway/documents/seal_book.hpp"
#include "gateway/documents/template.hpp"

namespace ow::documents {

struct Style {
    Role font = Role::kSong;
    double size = 15.75;  ///< points; 3号
};

class CaseText {
  public:
    CaseText(const FontBook& fonts, const Template& form, const std::vector<xml::XPath>& paths,
             const xml::Document& tree, SealUse seals)
        : fonts_(fonts), form_(form), paths_(paths), context_(tree), seals_(seals) {}

    /// Whether a block's condition holds; true without one.
    [[nodiscard]] bool holds(int when) const;
    [[nodiscard]] std::vector<xml::Node> rows(int each) const;
    /// From now on values are relative to `row`, number `index`; an empty node leaves the row.
    void enter(xml::Node row, int index);

    /// Kept: line feeds (as forced breaks). A tab and a no-break space become blanks; other control
    /// characters, zero-width marks and carriage returns are dropped. kDocumentGlyphMissing as of
    /// missing_glyph().
    [[nodiscard]] Result<std::vector<Cell>> cells(const std::vector<Run>& runs, Style style) const;
    [[nodiscard]] Result<std::vector<Cell>> cells(std::string_view utf8, Style style) const;
    /// The plain text of runs.
    [[nodiscard]] std::string text(const std::vector<Run>& runs) const;

    /// The first expression that this case could not be asked; empty: none.
    [[nodiscard]] const std::string& failed() const { return context_.failed(); }
    [[nodiscard]] const std::string& document() const { return form_.id; }
    [[nodiscard]] const SealUse& seals() const { return seals_; }

  private:
    [[nodiscard]] std::string text_of(const Run& run) const;
    Status append(std::vector<Cell>& to, std::string_view utf8, Style style,
                  std::string_view field) const;

    const FontBook& fonts_;
    const Template& form_;
    const std::vector<xml::XPath>& paths_;
    xml::XPathContext context_;
    SealUse seals_;
    xml::Node row_;
    int index_ = 0;
};

}  // namespace ow::documents
