#pragma once
// Values of the configuration that are more than a scalar, and the small steps its readers share.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/model/limit.hpp"
#include "gateway/yaml/reader.hpp"

namespace ow::app {

/// `2wd`; another form is reported and the fallback taken.
[[nodiscard]] model::Limit limit_or(yaml::Reader& reader, std::string_view key,
                                    model::Limit fallback);
/// `2wd`; absent: none.
[[nodiscard]] std::optional<model::Limit> limit_or_none(yaml::Reader& reader, std::string_view key);
/// `14:00`; absent: 0.
[[nodiscard]] Millis time_of_day_or_zero(yaml::Reader& reader, std::string_view key);
/// A file or folder, relative to `directory` unless absolute.
[[nodiscard]] std::filesystem::path path_or(yaml::Reader& reader, std::string_view key,
                                            std::string_view fallback,
                                            const std::filesystem::path& directory);

/// Documents are D1 to D25 and the parts D8A, D8B, D16A, D19A.
inline constexpr int kDocuments = 25;
[[nodiscard]] bool is_document(std::string_view id);

/// Files of `folder` with that extension, sorted by name; a missing folder is a problem.
[[nodiscard]] std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder,
                                                          std::string_view extension,
                                                          std::vector<Error>& problems);
/// The first 16 hex digits of the SHA-256 of `bytes`: names a version of the data.
[[nodiscard]] std::string version_of(std::string_view bytes);

/// Parses; a failure goes to `problems`.
[[nodiscard]] std::optional<yaml::Node> read_yaml(const std::filesystem::path& path,
                                                  std::vector<Error>& problems);

}  // namespace ow::app
