#pragma once
// The CFF table of an OpenType font (.otf, .ttc of CFF; Adobe Technical Notes 5176 and 5177): its
// glyphs, and the smallest CFF that draws some of them. Font files are the operator's, but may be
// damaged: every offset is checked, nothing outside the table is read.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ow::documents {

/// Borrows the bytes. Immutable, safe on any thread.
class CffTable {
  public:
    /// nullopt: not CFF version 1, or damaged.
    static std::optional<CffTable> read(std::string_view table);

    [[nodiscard]] std::size_t glyph_count() const { return charstrings_.size(); }
    /// The glyph's program without subroutine calls; empty: a blank, damaged, or by means long out
    /// of use (arithmetic, accents put together).
    [[nodiscard]] std::string program(std::size_t glyph) const;
    /// A CFF in which CID i+1 draws `glyphs[i]`, which may repeat; CID 0 is an empty .notdef.
    [[nodiscard]] std::string subset(std::string_view name,
                                     const std::vector<std::uint32_t>& glyphs) const;

  private:
    using Index = std::vector<std::string_view>;
    struct Part {  ///< a font dictionary: what its glyphs share
        std::string matrix;
        std::string privates;
        Index subroutines;
    };

    CffTable() = default;
    bool read_parts(std::string_view table, std::string_view top);
    bool read_part(std::string_view table, std::string_view dictionary);
    bool read_choice(std::string_view table, std::size_t at);
    [[nodiscard]] std::size_t part_of(std::size_t glyph) const;

    std::string matrix_;
    Index charstrings_, subroutines_;
    std::vector<Part> parts_;
    std::vector<std::uint8_t> choice_;  ///< part of each glyph; empty: all of the first
};

}  // namespace ow::documents
