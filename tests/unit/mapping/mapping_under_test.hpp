#pragma once
// Mappings written in a test.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/mapping/mapping.hpp"

namespace ow::mapping {

struct Loaded {
    std::vector<std::unique_ptr<CodeTable>> tables;
    std::unique_ptr<Mapping> mapping;
    std::vector<Error> problems;
    /// `name line:column` and cause of each problem.
    [[nodiscard]] std::vector<std::string> texts() const {
        std::vector<std::string> out;
        for (const Error& problem : problems) out.push_back(problem.text());
        return out;
    }
};

inline CodeTable example_table() {
    return {"example", "示例", {{"111", "id_card"}, {"51", "uscc"}}};
}

/// Compiles `yaml`; the code table `example` is there.
inline Loaded load(std::string_view yaml, Direction direction = Direction::kIn) {
    Loaded out;
    out.tables.push_back(std::make_unique<CodeTable>(example_table()));
    CodeTables tables;
    tables.add(*out.tables.front());
    const auto node = yaml::parse(yaml, "m.yaml");
    if (!node) {
        out.problems.push_back(node.error());
        return out;
    }
    const DefinitionKey key{"demo", "application", direction};
    Definition definition = read_definition(*node, key, tables, out.problems);
    if (out.problems.empty()) out.mapping = Mapping::compile(std::move(definition), out.problems);
    return out;
}

/// An inward JSON mapping with these rows.
inline Loaded load_rows(std::string_view rows, std::string_view input = "json") {
    return load("version: 1\nmessage: application\ninput: " + std::string{input} + "\nrows:\n" +
                std::string{rows});
}

inline std::vector<std::string> names_of(const std::vector<Error>& errors) {
    std::vector<std::string> out;
    for (const Error& error : errors) {
        out.push_back(std::string{error.row().name} + " " + error.at().field);
    }
    return out;
}

}  // namespace ow::mapping
