#include "gateway/app/seal_config.hpp"

#include <fmt/format.h>

#include "gateway/app/config_values.hpp"
#include "gateway/yaml/reader.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAnyUnit = "*";
constexpr int kLeastMm = 20, kMostMm = 60;

void read_image(yaml::Reader& reader, const fs::path& folder, documents::RegisteredSeal& seal) {
    const std::string name = reader.text_or("image", "");
    if (name.empty()) {
        if (documents::needs_emblem(seal.name, seal.purpose))
            reader.report("name",
                          "此印章中央为国徽，不得由系统绘制：以 image 给出登记备案的印模图片");
        return;
    }
    auto image = documents::read_seal_image(folder / name, seal.width, seal.height);
    if (!image) return reader.report("image", image.error().cause());
    seal.image = std::make_shared<const documents::SealImage>(std::move(*image));
}

documents::RegisteredSeal read_seal(const yaml::Node& node, const fs::path& folder,
                                    std::vector<Error>& problems) {
    yaml::Reader reader{node, problems};
    documents::RegisteredSeal seal;
    seal.name = reader.text("name");
    if (seal.name == kAnyUnit) seal.name.clear();
    seal.purpose = reader.text_or("purpose", "");
    const auto size = [&](std::string_view key, double fallback) {
        return static_cast<double>(
            reader.integer_or(key, static_cast<std::int64_t>(fallback), kLeastMm, kMostMm));
    };
    seal.width = size("width", seal.width);
    seal.height = size("height", seal.width);
    seal.star = reader.one_of_or("centre", "star", {"empty", "star"}) == "star";
    seal.documents = reader.texts("documents");
    if (seal.documents.empty()) reader.report("documents", "a seal is for one document at least");
    for (const std::string& id : seal.documents) {
        if (!is_document(id)) reader.report("documents", fmt::format("`{}` is no document", id));
    }
    read_image(reader, folder, seal);
    return seal;
}

}  // namespace

fs::path seal_book_of(const Config& config) {
    return config.directory / "seals" / (config.gateway.hall.str() + ".yaml");
}

documents::SealBook read_seal_book(const fs::path& file, std::vector<Error>& problems) {
    std::vector<documents::RegisteredSeal> seals;
    if (!fs::exists(file)) return documents::SealBook{};
    const auto root = yaml::parse_file(file);
    if (!root) {
        problems.push_back(root.error());
        return documents::SealBook{};
    }
    yaml::Reader reader{*root, problems};
    if (const yaml::Node* list = reader.list_or_none("seals")) {
        for (const yaml::Node& one : list->items())
            seals.push_back(read_seal(one, file.parent_path(), problems));
    }
    return documents::SealBook{std::move(seals)};
}

}  // namespace ow::app
