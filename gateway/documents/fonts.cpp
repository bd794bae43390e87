#include "gateway/documents/fonts.hpp"

#include <fmt/format.h>

#include <array>
#include <map>

namespace ow::documents {
namespace {

bool private_use(char32_t c) {
    return (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
}

Error in_role(const Error& error, std::size_t role) {
    const auto name = role_name(static_cast<Role>(role));
    return Error{error.code(), error.at(), fmt::format("{}: {}", name, error.cause())};
}

}  // namespace

std::string_view role_name(Role role) {
    switch (role) {
        case Role::kTitle:
            return "小标宋";
        case Role::kSong:
            return "宋体";
        case Role::kHei:
            return "黑体";
        case Role::kKai:
            return "楷体";
        case Role::kFangSong:
            return "仿宋";
    }
    return {};
}

Result<FontBook> FontBook::open(const FontConfig& config) {
    if (config.song.empty())
        return Error{Code::kConfigInvalid, {"fonts.song", {}, 0, 0}, "no font"};
    FontBook book;
    std::map<std::pair<std::string, unsigned>, std::uint16_t> opened;
    const std::array<const std::vector<FontFile>*, kRoles> lists{
        &config.title, &config.song, &config.hei, &config.kai, &config.fangsong};
    for (std::size_t role = 0; role < kRoles; ++role) {
        for (const FontFile& file : lists[role]->empty() ? config.song : *lists[role]) {
            const auto next = static_cast<std::uint16_t>(book.faces_.size());
            const auto [at, added] =
                opened.try_emplace({file.path.string(), file.face_index}, next);
            if (added) {
                Result<std::unique_ptr<FontFace>> face = FontFace::open(file);
                if (!face) return in_role(face.error(), role);
                book.faces_.push_back(std::move(*face));
            }
            book.chains_[role].push_back(at->second);
        }
    }
    return book;
}

std::optional<GlyphRef> FontBook::find(Role role, char32_t character) const {
    if (private_use(character)) return std::nullopt;
    for (const std::uint16_t index : chain(role)) {
        const GlyphId glyph = faces_[index]->glyph_of(character);
        if (glyph != 0)
            return GlyphRef{index, glyph, static_cast<std::int16_t>(faces_[index]->advance(glyph))};
    }
    return std::nullopt;
}

}  // namespace ow::documents
