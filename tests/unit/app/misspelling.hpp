#pragma once
// Every key of a YAML or JSON file and every title of a CSV file, once misspelt.

#include <string>
#include <vector>

#include "gateway/yaml/node.hpp"

namespace ow::app {

struct WrittenKey {
    std::string name;
    std::string path;  ///< of its map: `rows[0]`
    std::int64_t line = 0;
    std::int64_t column = 0;  ///< in characters
};

inline void collect(const yaml::Node& node, std::vector<WrittenKey>& keys) {
    for (const yaml::Entry& entry : node.entries()) {
        keys.push_back({entry.key, node.path(), entry.line, entry.column});
        collect(entry.value, keys);
    }
    for (const yaml::Node& item : node.items()) collect(item, keys);
}

inline std::size_t offset_of(const std::string& text, std::int64_t line, std::int64_t column) {
    std::size_t at = 0;
    for (std::int64_t i = 1; i < line; ++i) at = text.find('\n', at) + 1;
    for (std::int64_t i = 1; i < column; ++i) {
        ++at;
        while ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
    }
    return at;
}

/// `text` with an x behind the key.
inline std::string misspelt(const std::string& text, const WrittenKey& key) {
    std::size_t at = offset_of(text, key.line, key.column);
    if (text[at] == '"' || text[at] == '\'') ++at;
    if (text.compare(at, key.name.size(), key.name) != 0) return text;
    std::string out = text;
    return out.insert(at + key.name.size(), "x");
}

}  // namespace ow::app
