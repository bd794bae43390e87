#include "gateway/app/font_config.hpp"

#include <array>
#include <set>
#include <utility>

#include "gateway/app/font_names.hpp"
#include "gateway/yaml/reader.hpp"

namespace ow::app {
namespace {

struct RoleRow {
    const char* name;
    std::vector<documents::FontFile> documents::FontConfig::*files;
};

constexpr RoleRow kRoles[] = {
    {"title", &documents::FontConfig::title},       {"song", &documents::FontConfig::song},
    {"hei", &documents::FontConfig::hei},           {"kai", &documents::FontConfig::kai},
    {"fangsong", &documents::FontConfig::fangsong},
};

/// One entry, by `path` or by `family`.
documents::FontFile read_font(yaml::Reader& font, const std::filesystem::path& base,
                              FontNames& names) {
    if (font.has("family")) {
        const std::string family = font.text("family");
        if (font.has("path")) font.report("path", "either a file or a family");
        const std::string style = font.text_or("style", "");
        if (family.empty()) return {};
        auto found = names.find(family, style);
        if (found) return std::move(*found);
        font.report(found.error().at().field, found.error().cause());
        return {};
    }
    documents::FontFile found;
    const std::string path = font.text("path");
    found.path = base / path;
    found.face_index = static_cast<unsigned>(font.integer_or("face", 0, 0, 64));
    if (!path.empty() && !std::filesystem::is_regular_file(found.path))
        font.report("path", "there is no such file; `npm ci` fetches the default fonts");
    return found;
}

}  // namespace

documents::FontConfig read_font_config(const std::filesystem::path& file,
                                       std::vector<Error>& problems,
                                       const std::filesystem::path& fontconfig) {
    documents::FontConfig config;
    const auto node = yaml::parse_file(file);
    if (!node) {
        problems.push_back(node.error());
        return config;
    }
    const std::filesystem::path base = std::filesystem::absolute(file).parent_path().parent_path();
    FontNames names{fontconfig};
    yaml::Reader reader{*node, problems};
    for (const RoleRow& role : kRoles) {
        const yaml::Node* list = reader.list_or_none(role.name);
        if (list == nullptr) continue;
        for (const yaml::Node& one : list->items()) {
            yaml::Reader font{one, problems};
            (config.*role.files).push_back(read_font(font, base, names));
        }
    }
    return config;
}

void check_fonts(const std::filesystem::path& file, std::vector<Error>& problems) {
    const std::size_t before = problems.size();
    const documents::FontConfig config = read_font_config(file, problems);
    const auto root = yaml::parse_file(file);
    if (problems.size() != before || !root) return;
    if (config.song.empty())
        problems.push_back(root->key_error("song", "one font at least is expected for `song`"));
    std::set<std::pair<std::string, unsigned>> opened;
    for (const RoleRow& role : kRoles) {
        for (std::size_t i = 0; i < (config.*role.files).size(); ++i) {
            const documents::FontFile& font = (config.*role.files)[i];
            if (!opened.emplace(font.path.string(), font.face_index).second) continue;
            const auto face = documents::FontFace::open(font);
            if (face) continue;
            problems.push_back(root->find(role.name)->items()[i].error(
                face.error().at().field + ": " + face.error().cause()));
        }
    }
}

Result<documents::FontConfig> read_font_config(const std::filesystem::path& file) {
    std::vector<Error> problems;
    documents::FontConfig config = read_font_config(file, problems);
    if (!problems.empty()) return problems.front();
    return config;
}

}  // namespace ow::app
