#include "gateway/mapping/code_table.hpp"

#include "gateway/yaml/reader.hpp"

namespace ow::mapping {

const std::string* CodeTable::find(std::string_view code) const {
    const auto found = codes.find(code);
    return found == codes.end() ? nullptr : &found->second;
}

CodeTable read_code_table(const yaml::Node& node, std::string name, std::vector<Error>& problems) {
    CodeTable table;
    table.name = std::move(name);
    yaml::Reader reader{node, problems};
    table.title = reader.text("title");
    if (reader.map("codes") == nullptr) return table;
    for (auto& [code, meaning] : reader.free_map("codes")) table.codes.emplace(code, meaning);
    return table;
}

const CodeTable* CodeTables::find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
}

std::vector<std::string_view> CodeTables::names() const {
    std::vector<std::string_view> out;
    for (const auto& [name, table] : by_name_) out.push_back(name);
    return out;
}

}  // namespace ow::mapping
