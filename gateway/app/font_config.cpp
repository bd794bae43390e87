#include "gateway/app/font_config.hpp"

#include <array>

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

}  // namespace

documents::FontConfig read_font_config(const std::filesystem::path& file,
                                       std::vector<Error>& problems) {
    documents::FontConfig config;
    const auto node = yaml::parse_file(file);
    if (!node) {
        problems.push_back(node.error());
        return config;
    }
    const std::filesystem::path base = std::filesystem::absolute(file).parent_path().parent_path();
    yaml::Reader reader{*node, problems};
    for (const RoleRow& role : kRoles) {
        const yaml::Node* list = reader.list_or_none(role.name);
        if (list == nullptr) continue;
        for (const yaml::Node& one : list->items()) {
            yaml::Reader font{one, problems};
            documents::FontFile found;
            const std::string path = font.text("path");
            found.path = base / path;
            found.face_index = static_cast<unsigned>(font.integer_or("face", 0, 0, 64));
            if (!path.empty() && !std::filesystem::is_regular_file(found.path))
                font.report("path", "there is no such file; `npm ci` fetches the default fonts");
            (config.*role.files).push_back(std::move(found));
        }
    }
    return config;
}

Result<documents::FontConfig> read_font_config(const std::filesystem::path& file) {
    std::vector<Error> problems;
    documents::FontConfig config = read_font_config(file, problems);
    if (!problems.empty()) return problems.front();
    return config;
}

}  // namespace ow::app
