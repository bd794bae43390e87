#include "gateway/app/config_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "gateway/crypto/digest.hpp"

namespace ow::app {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kParts[] = {"D16A", "D19A", "D8A", "D8B"};  // of D16, D19, D8

}  // namespace

model::Limit limit_or(yaml::Reader& reader, std::string_view key, model::Limit fallback) {
    const std::string text = reader.text_or(key, model::to_code(fallback));
    const auto limit = model::parse_limit(text);
    if (!limit) reader.report(key, "a limit is expected, such as 5wd, 30nd, 4h or 2mo");
    return limit.value_or(fallback);
}

std::optional<model::Limit> limit_or_none(yaml::Reader& reader, std::string_view key) {
    const std::string text = reader.text_or(key, "");
    if (text.empty()) return std::nullopt;
    const auto limit = model::parse_limit(text);
    if (!limit) reader.report(key, "a limit is expected, such as 5wd, 30nd, 4h or 2mo");
    return limit;
}

Millis time_of_day_or_zero(yaml::Reader& reader, std::string_view key) {
    const std::string text = reader.text_or(key, "00:00");
    const auto span = text.size() == 5 ? parse_instant("2000-01-01T" + text) : std::nullopt;
    if (!span) reader.report(key, "a time is expected, such as \"14:00\"");
    return span ? to_local(*span).since_midnight : Millis{0};
}

fs::path path_or(yaml::Reader& reader, std::string_view key, std::string_view fallback,
                 const fs::path& directory) {
    const fs::path written = reader.text_or(key, fallback);
    return written.empty() ? written : (directory / written).lexically_normal();
}

bool is_document(std::string_view id) {
    if (std::find(std::begin(kParts), std::end(kParts), id) != std::end(kParts)) return true;
    for (int number = 1; number <= kDocuments; ++number) {
        if (id == fmt::format("D{}", number)) return true;
    }
    return false;
}

std::vector<fs::path> files_in(const fs::path& folder, std::string_view extension,
                               std::vector<Error>& problems) {
    std::vector<fs::path> files;
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator{folder, failure}) {
        if (entry.path().extension() == extension) files.push_back(entry.path());
    }
    if (failure) {
        problems.emplace_back(Code::kFileUnreadable, At{{}, folder.string()},
                              "the folder cannot be read");
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string version_of(std::string_view bytes) {
    constexpr std::size_t kShown = 16;
    return crypto::to_hex(crypto::digest(crypto::Hash::kSha256, bytes)).substr(0, kShown);
}

std::optional<yaml::Node> read_yaml(const fs::path& path, std::vector<Error>& problems) {
    auto node = yaml::parse_file(path);
    if (node) return std::move(*node);
    problems.push_back(node.error());
    return std::nullopt;
}

}  // namespace ow::app
