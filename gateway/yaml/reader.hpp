#pragma once
// Reads one map key by key and collects every mistake instead of stopping at the first.
//
//   std::vector<Error> problems;
//   {
//       Reader reader{node, problems};
//       limits.body_bytes = reader.integer_or("body_bytes", 1 << 20, 1, 1 << 30);
//       address = reader.text("address");
//   }   // here: keys nobody asked for ("did you mean"), and required keys that are missing
//
// A getter returns the fallback (or an empty value) after reporting, so that reading goes on. The
// end of the reader's scope is the check: a key that the code does not read cannot pass unnoticed.
// One reader a map, one thread; `node` and `problems` outlive it.

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/yaml/node.hpp"

namespace ow::yaml {

class Reader {
  public:
    Reader(const Node& node, std::vector<Error>& problems);
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    [[nodiscard]] bool has(std::string_view key);
    [[nodiscard]] const Node& node() const { return node_; }

    [[nodiscard]] std::string text(std::string_view key);
    [[nodiscard]] std::string text_or(std::string_view key, std::string_view fallback);
    [[nodiscard]] std::int64_t integer(std::string_view key, std::int64_t least, std::int64_t most);
    [[nodiscard]] std::int64_t integer_or(std::string_view key, std::int64_t fallback,
                                          std::int64_t least, std::int64_t most);
    [[nodiscard]] bool flag(std::string_view key);
    [[nodiscard]] bool flag_or(std::string_view key, bool fallback);
    [[nodiscard]] std::string one_of(std::string_view key,
                                     const std::vector<std::string_view>& allowed);
    [[nodiscard]] std::string one_of_or(std::string_view key, std::string_view fallback,
                                        const std::vector<std::string_view>& allowed);
    /// A list of scalars; absent = empty.
    [[nodiscard]] std::vector<std::string> texts(std::string_view key);
    /// A map whose keys are free and whose values are scalars; absent = empty.
    [[nodiscard]] std::map<std::string, std::string> free_map(std::string_view key);
    /// The value of a required / optional key for a reader of its own; nullptr if absent. `map` and
    /// `list` also report a value of another kind and then return nullptr.
    [[nodiscard]] const Node* map(std::string_view key);
    [[nodiscard]] const Node* map_or_none(std::string_view key);
    [[nodiscard]] const Node* list_or_none(std::string_view key);
    [[nodiscard]] const Node* any(std::string_view key);

    /// Reports a mistake at `key`'s value (at the map, if the key is absent).
    void report(std::string_view key, std::string cause);

  private:
    [[nodiscard]] const Node* ask(std::string_view key, bool required);
    template <class T>
    [[nodiscard]] T take(Result<T> result, T fallback);

    const Node& node_;
    std::vector<Error>& problems_;
    std::vector<std::string> asked_;
    std::vector<std::string> missing_;
};

}  // namespace ow::yaml
