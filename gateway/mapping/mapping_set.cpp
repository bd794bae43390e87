#include "gateway/mapping/mapping_set.hpp"

#include <algorithm>

#include "gateway/mapping/charset.hpp"

namespace ow::mapping {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> sorted_entries(const fs::path& folder, bool folders) {
    std::vector<fs::path> out;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator{folder, ec}) {
        const bool wanted = folders ? entry.is_directory() : entry.path().extension() == ".yaml";
        if (wanted) out.push_back(entry.path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::string shown(const fs::path& folder, const fs::path& file) {
    return (folder.filename() / file.lexically_relative(folder)).generic_string();
}

std::string key_of(std::string_view path, Direction direction) {
    return std::string{path} + (direction == Direction::kIn ? ".in" : ".out");
}

/// `application.in.yaml` → message and direction; false for any other name. `by_first_dot`: what
/// stands between is a version.
bool parse_file_name(const fs::path& file, DefinitionKey& key, bool by_first_dot) {
    const fs::path stem = file.stem();
    const std::string direction = stem.extension().string();
    key.message = stem.stem().string();
    if (by_first_dot) key.message = key.message.substr(0, key.message.find('.'));
    key.direction = direction == ".out" ? Direction::kOut : Direction::kIn;
    return (direction == ".in" || direction == ".out") && !key.message.empty();
}

void check_charset(const Definition& definition, std::vector<Error>& problems) {
    if (definition.charset.empty() || is_known_charset(definition.charset)) return;
    problems.emplace_back(Code::kConfigInvalid, At{"charset", definition.file},
                          "unknown charset; use UTF-8, GBK or GB18030");
}

}  // namespace

void MappingSet::read_tables(const fs::path& folder, const fs::path& codes, CodeTables& tables,
                             std::vector<Error>& problems) {
    for (const fs::path& file : sorted_entries(codes, false)) {
        const std::string name = shown(folder, file);
        const auto node = yaml::parse_file(file, name);
        if (!node) problems.push_back(node.error());
        if (!node) continue;
        auto table =
            std::make_unique<CodeTable>(read_code_table(*node, file.stem().string(), problems));
        tables.add(*table);
        tables_[name] = std::move(table);
    }
}

void MappingSet::read_mapping(const fs::path& folder, const fs::path& file,
                              const CodeTables& tables, std::vector<Error>& problems) {
    const std::string name = folder.empty() ? file.string() : shown(folder, file);
    DefinitionKey key{file.parent_path().filename().string(), {}, {}};
    if (!parse_file_name(file, key, folder.empty())) {
        problems.emplace_back(Code::kConfigInvalid, At{{}, name},
                              "a mapping is called <message>.in.yaml or <message>.out.yaml");
        return;
    }
    const auto node = yaml::parse_file(file, name);
    if (!node) return problems.push_back(node.error());
    const std::size_t before = problems.size();
    Definition definition = read_definition(*node, key, tables, problems);
    check_charset(definition, problems);
    auto mapping = Mapping::compile(std::move(definition), problems);
    if (problems.size() != before) return;
    mappings_[key_of(key.partner + "/" + key.message, key.direction)] = std::move(mapping);
}

MappingSet MappingSet::load(const fs::path& folder, std::vector<Error>& problems) {
    MappingSet out;
    if (!fs::is_directory(folder)) {
        problems.emplace_back(Code::kFileUnreadable, At{{}, folder.filename().string()},
                              "no such folder");
    }
    CodeTables shared;
    out.read_tables(folder, folder / "codes", shared, problems);
    for (const fs::path& partner : sorted_entries(folder, true)) {
        if (partner.filename() == "codes") continue;
        CodeTables tables = shared;
        out.read_tables(folder, partner / "codes", tables, problems);
        for (const fs::path& file : sorted_entries(partner, false)) {
            out.read_mapping(folder, file, tables, problems);
        }
    }
    return out;
}

MappingSet MappingSet::load_file(const fs::path& file, std::vector<Error>& problems) {
    MappingSet out;
    const fs::path partner = fs::absolute(file).parent_path();
    CodeTables tables;
    out.read_tables(partner.parent_path(), partner.parent_path() / "codes", tables, problems);
    out.read_tables(partner.parent_path(), partner / "codes", tables, problems);
    out.read_mapping({}, file, tables, problems);
    return out;
}

const Mapping* MappingSet::find(const PartnerId& partner, std::string_view message,
                                Direction direction) const {
    return find(partner.str() + "/" + std::string{message}, direction);
}

const Mapping* MappingSet::find(std::string_view path, Direction direction) const {
    const std::string_view suffix = direction == Direction::kIn ? ".in" : ".out";
    if (path.ends_with(suffix)) path.remove_suffix(suffix.size());
    const auto found = mappings_.find(key_of(path, direction));
    return found == mappings_.end() ? nullptr : found->second.get();
}

std::vector<const Mapping*> MappingSet::all() const {
    std::vector<const Mapping*> out;
    for (const auto& [key, mapping] : mappings_) out.push_back(mapping.get());
    return out;
}

}  // namespace ow::mapping
