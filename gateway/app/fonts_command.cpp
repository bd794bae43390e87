// fonts: the files of the configured fonts and which hanzi of GB 18030-2022 they can draw, role by
// role.

#include <fmt/format.h>

#include <ostream>

#include "gateway/app/command_config.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/font_config.hpp"
#include "gateway/base/text.hpp"
#include "gateway/documents/font_coverage.hpp"

namespace ow::app {
namespace {

constexpr OptionRow kOptions[] = {
    {"--config", "<folder>", "the configuration folder", true},
};

constexpr std::size_t kShownMissing = 5;

std::string some_of(const std::vector<char32_t>& characters) {
    std::string out;
    for (std::size_t i = 0; i < std::min(characters.size(), kShownMissing); ++i) {
        out += fmt::format("{}U+{:04X} ", i == 0 ? "" : "、", static_cast<unsigned>(characters[i]));
        append_utf8(out, characters[i]);
    }
    return out + (characters.size() > kShownMissing ? " ……" : "");
}

struct RoleFiles {
    documents::Role role;
    std::vector<documents::FontFile> documents::FontConfig::*files;
};

constexpr RoleFiles kRoles[] = {
    {documents::Role::kTitle, &documents::FontConfig::title},
    {documents::Role::kSong, &documents::FontConfig::song},
    {documents::Role::kHei, &documents::FontConfig::hei},
    {documents::Role::kKai, &documents::FontConfig::kai},
    {documents::Role::kFangSong, &documents::FontConfig::fangsong},
};

/// Whether every hanzi of level 3 has a glyph.
bool print_role(const documents::FontBook& fonts, documents::Role role,
                const std::vector<documents::FontFile>& files, std::ostream& out) {
    out << fmt::format("{}：", role_name(role));
    for (const std::uint16_t index : fonts.chain(role))
        out << fmt::format("{}{}", index == fonts.chain(role).front() ? "" : " → ",
                           fonts.face(index).postscript_name());
    out << "\n";
    for (const documents::FontFile& file : files) {
        out << "  " << file.path.lexically_normal().string();
        if (file.face_index > 0) out << fmt::format("（第 {} 个字面）", file.face_index + 1);
        out << "\n";
    }
    std::size_t missing = 0;
    for (const documents::BlockCoverage& row : documents::coverage(fonts, role)) {
        out << fmt::format("  {:>6} / {:<6} 首选字库 {:>6}  {}{}", row.drawn, row.block->size(),
                           row.first_choice, row.block->level3 ? "" : "（修改单1）",
                           row.block->name);
        if (!row.missing.empty())
            out << fmt::format("  缺 {} 字：{}", row.missing.size(), some_of(row.missing));
        out << "\n";
        if (row.block->level3) missing += row.missing.size();
    }
    if (missing == 0)
        out << "  三级 87887 个汉字全部可印\n";
    else
        out << fmt::format("  三级缺 {} 字：印到这些字的文书不出具，转人工处理\n", missing);
    return missing == 0;
}

}  // namespace

int run_fonts(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto options = options_of("fonts", arguments, kOptions, err);
    if (!options) return 2;
    const auto config = config_of(*options, err);
    if (!config) return 1;
    const auto files = read_font_config(config->gateway.fonts);
    const auto fonts =
        files ? documents::FontBook::open(*files) : Result<documents::FontBook>{files.error()};
    if (!fonts) {
        err << fonts.error().text() << "\n";
        return 1;
    }
    bool whole = true;
    for (const RoleFiles& row : kRoles)
        whole = print_role(*fonts, row.role, (*files).*row.files, out) && whole;
    return whole ? 0 : 1;
}

}  // namespace ow::app
