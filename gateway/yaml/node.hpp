#pragma once
// YAML as the gateway accepts it: maps, lists and scalars of one document, each knowing its place.
//
// Read through yaml-cpp's event handler, so that what its tree would swallow is an error here:
// duplicate keys, anchors, aliases, tags, merge keys, a second document (kYamlInvalid with file,
// line, column). Keys are scalars. JSON is read by the same function; quoted keys are fine.
// Values are plain data: copyable, immutable, no thread rule.

#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"

namespace ow::yaml {

enum class Kind : std::uint8_t { kNull, kScalar, kList, kMap };

struct Entry;

class Node {
  public:
    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] bool is_null() const { return kind_ == Kind::kNull; }
    [[nodiscard]] bool is_map() const { return kind_ == Kind::kMap; }
    [[nodiscard]] bool is_list() const { return kind_ == Kind::kList; }
    [[nodiscard]] bool is_scalar() const { return kind_ == Kind::kScalar; }

    /// Where the value begins; for an empty value, where its key begins. 1-based, columns in code
    /// points.
    [[nodiscard]] std::int64_t line() const { return line_; }
    [[nodiscard]] std::int64_t column() const { return column_; }
    [[nodiscard]] const std::string& file() const { return *file_; }
    /// `limits.body_bytes`, `rows[2].from`; empty for the root.
    [[nodiscard]] const std::string& path() const { return path_; }

    /// A scalar's text; empty for anything else.
    [[nodiscard]] const std::string& text() const { return text_; }
    /// Whether the scalar was written in quotes (or as a block): `"true"` is text, not a flag.
    [[nodiscard]] bool is_quoted() const { return quoted_; }
    [[nodiscard]] const std::vector<Node>& items() const { return items_; }
    /// A map's entries in the order written.
    [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
    /// The value under `key`, or nullptr (also when this is no map).
    [[nodiscard]] const Node* find(std::string_view key) const;

    /// Typed values; a wrong kind or form is kConfigInvalid at this node, saying what is right.
    [[nodiscard]] Result<std::string> as_text() const;  ///< any scalar, numbers included; not empty
    [[nodiscard]] Result<std::int64_t> as_integer(
        std::int64_t least = 0, std::int64_t most = std::numeric_limits<std::int64_t>::max()) const;
    [[nodiscard]] Result<bool> as_flag() const;  ///< exactly true or false
    [[nodiscard]] Result<std::string> as_one_of(const std::vector<std::string_view>& allowed) const;

    /// At{path, file, line, column} of this node, and an error there.
    [[nodiscard]] At at() const;
    [[nodiscard]] Error error(std::string cause, Code code = Code::kConfigInvalid) const;
    /// At the key itself, where the key is the mistake; at this node if it has no such key.
    [[nodiscard]] Error key_error(std::string_view key, std::string cause) const;

  private:
    friend class TreeBuilder;
    Kind kind_ = Kind::kNull;
    bool quoted_ = false;
    std::int64_t line_ = 1;
    std::int64_t column_ = 1;
    std::shared_ptr<const std::string> file_;
    std::string path_;
    std::string text_;
    std::vector<Node> items_;
    std::vector<Entry> entries_;
};

struct Entry {
    std::string key;
    std::int64_t line = 0;  ///< of the key
    std::int64_t column = 0;
    Node value;
};

/// One document. `file` is only a name for messages. An empty document is a null node.
[[nodiscard]] Result<Node> parse(std::string_view text, std::string file);

/// Reads and parses; kFileUnreadable if it cannot be read. `shown` is the name for messages.
[[nodiscard]] Result<Node> parse_file(const std::filesystem::path& path, std::string shown);
[[nodiscard]] Result<Node> parse_file(const std::filesystem::path& path);

}  // namespace ow::yaml
