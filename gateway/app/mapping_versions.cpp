#include "gateway/app/mapping_versions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/app/kept_folders.hpp"
#include "gateway/yaml/node.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;
using mapping::Definition;
using mapping::Direction;

/// The same for two nodes that say the same.
std::string said_by(const yaml::Node& node) {
    std::string out;
    if (node.is_map()) {
        std::vector<std::string> parts;
        for (const yaml::Entry& entry : node.entries())
            parts.push_back(
                fmt::format("{}:{}={}", entry.key.size(), entry.key, said_by(entry.value)));
        std::sort(parts.begin(), parts.end());
        return fmt::format("{{{}}}", fmt::join(parts, ","));
    }
    if (node.is_list()) {
        for (const yaml::Node& item : node.items()) out += said_by(item) + ",";
        return "[" + out + "]";
    }
    return fmt::format("{}:{}", node.text().size(), node.text());
}

/// In the place of what is there, never half of it.
void copy_whole(const fs::path& from, const fs::path& to) {
    fs::create_directories(to.parent_path());
    const fs::path beside = to.string() + ".new";
    fs::copy_file(from, beside, fs::copy_options::overwrite_existing);
    fs::rename(beside, to);
}

std::string_view suffix_of(const Definition& one) {
    return one.direction == Direction::kIn ? "in" : "out";
}

}  // namespace

MappingVersions::MappingVersions(fs::path mappings, const fs::path& store)
    : mappings_(std::move(mappings)), kept_(store / kKeptMappings) {}

fs::path MappingVersions::file_of(const Definition& one) const {
    return mappings_ / one.partner / fmt::format("{}.{}.yaml", one.message, suffix_of(one));
}

fs::path MappingVersions::kept_as(const Definition& one) const {
    return kept_ / one.partner /
           fmt::format("{}.v{}.{}.yaml", one.message, one.version, suffix_of(one));
}

std::vector<Error> MappingVersions::changed(const mapping::MappingSet& set) const {
    std::vector<Error> out;
    for (const mapping::Mapping* mapping : set.all()) {
        const Definition& one = mapping->definition();
        const auto before = yaml::parse_file(kept_as(one));
        const auto now = yaml::parse_file(file_of(one), one.file);
        // A copy that a power cut spoilt is made again.
        if (!before || !now || !before->is_map() || said_by(*before) == said_by(*now)) continue;
        out.push_back(now->find("version")->error(
            fmt::format("version {} has been used and said something else ({}); a changed mapping "
                        "is a new one: write version {}",
                        one.version, kept_as(one).string(), one.version + 1)));
    }
    return out;
}

void MappingVersions::keep_tables() const {
    for (const auto& entry : fs::recursive_directory_iterator{mappings_}) {
        const fs::path& file = entry.path();
        if (file.parent_path().filename() != "codes" || file.extension() != ".yaml") continue;
        copy_whole(file, kept_ / file.lexically_relative(mappings_));
    }
}

Status MappingVersions::keep(const mapping::MappingSet& set) const {
    try {
        for (const mapping::Mapping* mapping : set.all()) {
            const Definition& one = mapping->definition();
            const auto before = yaml::parse_file(kept_as(one));
            if (!before || !before->is_map()) copy_whole(file_of(one), kept_as(one));
        }
        keep_tables();
    } catch (const fs::filesystem_error& failed) {
        return Error{Code::kStoreUnavailable, At{{}, kept_.string()}, failed.code().message()};
    }
    return ok();
}

}  // namespace ow::app
