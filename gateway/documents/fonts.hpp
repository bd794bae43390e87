#pragma once
// Which font draws which character. A role (宋体, 仿宋 …) is an ordered list of font files; each
// character is drawn by the first of them that has a glyph for it, so that a rare name character
// comes from a wider font while the rest of the line keeps its face (R32).

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "gateway/documents/font_face.hpp"

namespace ow::documents {

/// The faces of GB/T 9704. An empty list falls back: title (小标宋) to song, the others to song.
enum class Role : std::uint8_t { kTitle, kSong, kHei, kKai, kFangSong };
inline constexpr std::size_t kRoles = 5;

/// 小标宋, 宋体, 黑体, 楷体, 仿宋.
[[nodiscard]] std::string_view role_name(Role role);

struct FontConfig {
    std::vector<FontFile> title, song, hei, kai, fangsong;
};

/// A glyph in one of the book's faces.
struct GlyphRef {
    std::uint16_t face = 0;    ///< index into FontBook::face()
    GlyphId glyph = 0;         ///< 0: draws nothing (a blank)
    std::int16_t advance = 0;  ///< 1/1000 em
};

/// Immutable after open(); shared by all threads.
class FontBook {
  public:
    /// Opens every file once. kFontUnreadable names the file and the role; a config without song
    /// is kConfigInvalid.
    static Result<FontBook> open(const FontConfig& config);

    /// nullopt: no font of the role's chain has it. Private-use code points are never found, though
    /// fonts have glyphs there: what they mean is between the sender and his font, and we would
    /// guess.
    [[nodiscard]] std::optional<GlyphRef> find(Role role, char32_t character) const;
    /// The role's faces, in order of preference; never empty.
    [[nodiscard]] const std::vector<std::uint16_t>& chain(Role role) const {
        return chains_[static_cast<std::size_t>(role)];
    }
    [[nodiscard]] const FontFace& face(std::uint16_t index) const { return *faces_[index]; }
    [[nodiscard]] std::size_t size() const { return faces_.size(); }

  private:
    std::vector<std::unique_ptr<FontFace>> faces_;
    std::vector<std::uint16_t> chains_[kRoles];
};

}  // namespace ow::documents
