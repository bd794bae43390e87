#include "gateway/mapping/file_bytes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <vector>

#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::mapping {
namespace {

constexpr std::size_t kMegabyte = 1024 * 1024;
constexpr std::size_t kDefaultMegabytes = 20;
constexpr std::size_t kMostMegabytes = 1024;
constexpr std::string_view kUnknown = "application/octet-stream";

struct TypeRow {
    std::string_view begin;
    std::string_view type;
};
constexpr TypeRow kTypes[] = {
    {"%PDF-", "application/pdf"},
    {"\xFF\xD8\xFF", "image/jpeg"},
    {"\x89PNG\r\n\x1A\n", "image/png"},
    {"GIF8", "image/gif"},
    {"BM", "image/bmp"},
    {std::string_view{"II*\0", 4}, "image/tiff"},
    {std::string_view{"MM\0*", 4}, "image/tiff"},
    {"PK\x03\x04", "application/zip"},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "application/x-ole-storage"},
};

bool is_blank(char c) {
    return c == ' ' || c == '\r' || c == '\n' || c == '\t';
}

std::string_view without_data_head(std::string_view text) {
    if (!text.starts_with("data:")) return text;
    const std::size_t comma = text.find(',');
    return comma == std::string_view::npos ? text : text.substr(comma + 1);
}

}  // namespace

Result<std::string> read_base64(std::string_view text, std::size_t most) {
    std::string digits;
    text = without_data_head(trim(text));
    digits.reserve(text.size());
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
                 [](char c) { return !is_blank(c); });
    if (digits.size() / 4 * 3 > most + 2)
        return Error{Code::kFieldTooLong, {}, fmt::format("a file of more than {} bytes", most)};
    auto bytes = crypto::from_base64(digits);
    // The reader of keys is lenient about the end; a file's end tells whether it is whole.
    if (!bytes || crypto::to_base64(*bytes) != digits) {
        return Error{
            Code::kFieldFormat,
            {},
            fmt::format("no whole base64 (RFC 4648, padded): {} characters", digits.size())};
    }
    if (bytes->size() > most)
        return Error{Code::kFieldTooLong, {}, fmt::format("a file of more than {} bytes", most)};
    return std::move(*bytes);
}

std::string_view file_type(std::string_view bytes) {
    const auto* found = std::find_if(std::begin(kTypes), std::end(kTypes), [&](const TypeRow& row) {
        return bytes.starts_with(row.begin);
    });
    return found == std::end(kTypes) ? kUnknown : found->type;
}

std::size_t file_limit(std::string_view megabytes) {
    std::size_t count = kDefaultMegabytes;
    std::from_chars(megabytes.data(), megabytes.data() + megabytes.size(), count);
    return count * kMegabyte;
}

std::string file_problem(std::string_view megabytes, std::string_view types) {
    std::size_t count = 0;
    const char* end = megabytes.data() + megabytes.size();
    const auto [stop, failure] = std::from_chars(megabytes.data(), end, count);
    const bool number = failure == std::errc{} && stop == end;
    if (!megabytes.empty() && (!number || count < 1 || count > kMostMegabytes))
        return fmt::format("`file` takes megabytes, 1 to {}", kMostMegabytes);
    for (const std::string_view type : split(types, '|')) {
        const bool known =
            type == kUnknown || std::any_of(std::begin(kTypes), std::end(kTypes),
                                            [&](const TypeRow& row) { return row.type == type; });
        if (known || types.empty()) continue;
        std::vector<std::string_view> all{kUnknown};
        for (const TypeRow& row : kTypes) {
            if (all.back() != row.type) all.push_back(row.type);
        }
        return fmt::format("`{}` is no type of a file that is told apart: {}", type,
                           fmt::join(all, ", "));
    }
    return {};
}

}  // namespace ow::mapping
