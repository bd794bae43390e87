#pragma once
// All mappings and code tables of a folder. Read once, then immutable and thread-safe; when the
// operator changes a file, a new set is loaded and put in its place.
//
//   mappings/codes/<table>.yaml             tables for everybody
//   mappings/<partner>/codes/<table>.yaml   a partner's own, found first
//   mappings/<partner>/<message>.{in,out}.yaml
//   mappings/<partner>/samples/…            see sample.hpp

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/ids.hpp"
#include "gateway/mapping/mapping.hpp"

namespace ow::mapping {

class MappingSet {
  public:
    /// Reads everything below `folder`. Mistakes go to `problems`; files without one are in the
    /// set.
    static MappingSet load(const std::filesystem::path& folder, std::vector<Error>& problems);

    /// One mapping from anywhere, with the tables of the `codes` folders beside and above it: to
    /// compare versions. Its message is its file's name up to the first dot
    /// (`application.v1.in.yaml`).
    static MappingSet load_file(const std::filesystem::path& file, std::vector<Error>& problems);

    /// nullptr: the partner has no such message (kMappingNotFound).
    [[nodiscard]] const Mapping* find(const PartnerId& partner, std::string_view message,
                                      Direction direction) const;
    /// `path` is `north/application` or `north/application.in`, as partner files name it.
    [[nodiscard]] const Mapping* find(std::string_view path, Direction direction) const;
    /// All of them, sorted by partner, message, direction.
    [[nodiscard]] std::vector<const Mapping*> all() const;

  private:
    void read_tables(const std::filesystem::path& folder, const std::filesystem::path& codes,
                     CodeTables& tables, std::vector<Error>& problems);
    void read_mapping(const std::filesystem::path& folder, const std::filesystem::path& file,
                      const CodeTables& tables, std::vector<Error>& problems);

    std::map<std::string, std::unique_ptr<CodeTable>> tables_;  ///< by file
    std::map<std::string, std::unique_ptr<Mapping>> mappings_;  ///< `north/application.in`
};

}  // namespace ow::mapping
