#pragma once
// The CFF table of an OpenType font (.otf, .ttc of CFF; Adobe Technical Notes 5176 and 5177): its
// glyphs, and the smallest CFF that draws some of them. Font files are the operator's, but may be
// damaged: every offset is checked, nothing outside the table is read.

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/documents/font_charstring.hpp"

namespace ow::documents {

/// The glyphs' programs without subroutine calls, each made when it is first wanted: at most the
/// font again in memory. Safe on any thread.
class FlatPrograms {
  public:
    explicit FlatPrograms(std::size_t glyphs = 0) : kept_(glyphs) {}
    ~FlatPrograms();
    FlatPrograms(FlatPrograms&&) = default;
    FlatPrograms& operator=(FlatPrograms&& other) noexcept {
        kept_.swap(other.kept_);
        return *this;
    }
    /// `make` gives the program of `glyph`, which is below the count.
    template <class Make>
    [[nodiscard]] const Charstring& at(std::size_t glyph, const Make& make) const {
        if (const Charstring* known = kept_[glyph].load(std::memory_order_acquire)) return *known;
        return keep(glyph, make());
    }

  private:
    const Charstring& keep(std::size_t glyph, Charstring made) const;
    mutable std::vector<std::atomic<const Charstring*>> kept_;
};

/// Borrows the bytes. Immutable, safe on any thread.
class CffTable {
  public:
    /// nullopt: not CFF version 1, or damaged.
    static std::optional<CffTable> read(std::string_view table);

    [[nodiscard]] std::size_t glyph_count() const { return charstrings_.size(); }
    /// Whether its program can be used and draws something (else: a blank).
    [[nodiscard]] bool draws(std::size_t glyph) const;
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
    [[nodiscard]] const Charstring& flat(std::size_t glyph) const;

    std::string matrix_;
    Index charstrings_, subroutines_;
    std::vector<Part> parts_;
    std::vector<std::uint8_t> choice_;  ///< part of each glyph; empty: all of the first
    FlatPrograms programs_;
};

}  // namespace ow::documents
