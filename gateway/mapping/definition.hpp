#pragma once
// One mapping file, read and checked; plain data. The language is described in mappings/README.md.
//
//   mappings/<partner>/<message>.in.yaml    a partner's message → canonical content
//   mappings/<partner>/<message>.out.yaml   a case's tree → a partner's message

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/mapping/function.hpp"
#include "gateway/model/fields.hpp"
#include "gateway/xml/xpath.hpp"
#include "gateway/yaml/node.hpp"

namespace ow::mapping {

enum class Direction : std::uint8_t { kIn, kOut };
enum class Format : std::uint8_t { kCsv, kForm, kJson, kXlsx, kXml };
/// Whether an input holds rows, and so perhaps several messages.
[[nodiscard]] constexpr bool is_table(Format format) {
    return format == Format::kCsv || format == Format::kXlsx;
}
/// How an outward JSON value is written.
enum class JsonType : std::uint8_t { kText, kNumber, kFlag };

/// One row of the table, or (with `rows`) a list made of the nodes `from` selects.
struct Row {
    std::string to;
    const model::Field* field = nullptr;  ///< inward: the registry's row
    std::string from;                     ///< XPath; of a list: its `each`
    std::optional<std::string> value;     ///< a constant instead of `from`
    std::vector<Call> chain;
    bool required = false;
    std::optional<std::string> fallback;  ///< `default`: for a missing value, not for an empty one
    std::string when;                     ///< XPath; the row counts only if it is true
    std::vector<std::string> needs;       ///< outward: XPaths that must each have one value
    std::size_t max = 0;                  ///< outward: the partner's length, code points; 0 = none
    JsonType type = JsonType::kText;
    bool is_list = false;
    bool is_file = false;  ///< inward: the value is a file's bytes, not a text
    std::vector<Row> rows;
    At at;  ///< of the row in the file
};

struct Definition {
    std::string partner;
    std::string message;
    Direction direction = Direction::kIn;
    int version = 1;
    Format format = Format::kJson;
    std::string charset;   ///< inward: overrides what the message says; outward: what is written
    std::string group_by;  ///< of a table: rows with the same value here are one message
    std::string sheet;     ///< XLSX: which; empty: the only visible one
    int header_row = 0;    ///< XLSX: where the titles stand; 0: the first row that is not blank
    std::string root;      ///< outward XML: the root element
    std::string content_type;  ///< outward; empty: by format and charset
    bool files = false;        ///< outward: the materials' files are wanted
    xml::Namespaces namespaces;
    std::vector<Row> rows;
    std::string file;

    /// `north/application@1`, outward `north/accepted.out@1`: what a case records.
    [[nodiscard]] std::string id() const;
};

/// Which file this is; message and direction come from the file's name.
struct DefinitionKey {
    std::string partner;
    std::string message;
    Direction direction = Direction::kIn;
};

/// Reads a file's tree. Every mistake goes to `problems` with file, line, column and, for a
/// misspelt field, function, table or key, the nearest right one.
[[nodiscard]] Definition read_definition(const yaml::Node& node, const DefinitionKey& key,
                                         const CodeTables& tables, std::vector<Error>& problems);

}  // namespace ow::mapping
