#pragma once
// A code table: what a partner's code means to us (inward) or our code is to them (outward). Codes
// are never guessed and a table is never inverted (R33): each direction is written.
//
//   mappings/codes/<name>.yaml, or mappings/<partner>/codes/<name>.yaml, which goes first:
//     title: 证件类型
//     codes:
//       "111": id_card

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/yaml/node.hpp"

namespace ow::mapping {

struct CodeTable {
    std::string name;
    std::string title;
    std::map<std::string, std::string, std::less<>> codes;

    /// nullptr: unknown, never a guess.
    [[nodiscard]] const std::string* find(std::string_view code) const;
};

[[nodiscard]] CodeTable read_code_table(const yaml::Node& node, std::string name,
                                        std::vector<Error>& problems);

/// The tables one partner's mappings see. Owns none: they live in the MappingSet.
class CodeTables {
  public:
    void add(const CodeTable& table) { by_name_[table.name] = &table; }
    [[nodiscard]] const CodeTable* find(std::string_view name) const;
    [[nodiscard]] std::vector<std::string_view> names() const;

  private:
    std::map<std::string, const CodeTable*, std::less<>> by_name_;
};

}  // namespace ow::mapping
