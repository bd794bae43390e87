#include "gateway/yaml/slip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "gateway/base/text.hpp"

namespace ow::yaml {
namespace {

using Lines = std::vector<std::string_view>;

constexpr std::string_view kWide = "：";
constexpr std::string_view kOpeners = ":,[{-";  // a quote behind one of them opens a value
constexpr std::string_view kWord =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

bool has_words(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    return begin != std::string_view::npos && line[begin] != '#';
}

std::int64_t column_of(std::string_view line, std::size_t at) {
    return static_cast<std::int64_t>(count_code_points(line.substr(0, at))) + 1;
}

/// Where its key would begin, behind the indentation and the dash of a list.
std::size_t key_begin(std::string_view line) {
    return std::min(line.find_first_not_of(" \t-"), line.size());
}

std::optional<Slip> tab_in(std::string_view line) {
    const std::size_t tab = line.find('\t');
    if (tab >= key_begin(line)) return std::nullopt;
    return Slip{0, column_of(line, tab), "a tab in the indentation: YAML is indented with blanks"};
}

std::optional<Slip> wide_colon_in(std::string_view line) {
    const std::size_t begin = key_begin(line);
    const std::size_t colon = line.find(kWide, begin);
    if (colon == std::string_view::npos || colon == begin) return std::nullopt;
    const std::string_view key = line.substr(begin, colon - begin);
    const bool in_list = line.substr(0, begin).find('-') != std::string_view::npos;
    const bool is_key = in_list ? key.find_first_not_of(kWord) == std::string_view::npos
                                : key.find_first_of(" \t:\"'{[#") == std::string_view::npos;
    if (!is_key) return std::nullopt;
    return Slip{0, column_of(line, colon),
                fmt::format("a full-width colon `：` behind `{0}`: write `{0}: `", key)};
}

std::optional<Slip> tight_colon_in(std::string_view line) {
    const std::size_t begin = key_begin(line);
    const std::size_t colon = line.find_first_not_of(kWord, begin);
    if (colon == std::string_view::npos || colon == begin || line[colon] != ':')
        return std::nullopt;
    const std::string_view rest = line.substr(colon + 1);
    if (rest.empty() || std::string_view{" \t\r/:"}.find(rest.front()) != std::string_view::npos)
        return std::nullopt;
    if (line.find_first_not_of("0123456789", begin) == colon) return std::nullopt;  // 09:00
    return Slip{
        0, column_of(line, colon),
        fmt::format("no blank behind the colon: write `{}: `", line.substr(begin, colon - begin))};
}

/// A value's quote that is still open at the line's end.
std::optional<Slip> open_quote_in(std::string_view line) {
    char before = ':';  // the last that is no blank
    std::size_t opened = std::string_view::npos;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line[at];
        const bool is_open = opened != std::string_view::npos;
        if (is_open && c == '\\' && line[opened] == '"') {
            ++at;
        } else if (is_open && c == line[opened]) {
            opened = std::string_view::npos;
        } else if (!is_open && (c == '"' || c == '\'') &&
                   kOpeners.find(before) != std::string_view::npos) {
            opened = at;
        } else if (!is_open && c == '#' && (at == 0 || line[at - 1] == ' ')) {
            break;
        }
        if (c != ' ' && c != '\t') before = c;
    }
    if (opened == std::string_view::npos) return std::nullopt;
    return Slip{0, column_of(line, opened), "a quote is opened here and not closed in its line"};
}

using Finder = std::optional<Slip> (*)(std::string_view);
constexpr Finder kNear[] = {&tab_in, &wide_colon_in, &tight_colon_in};
constexpr int kNearLines = 2;  // that where the parser stopped and the one before

std::optional<Slip> near_slip(const Lines& lines, std::size_t last) {
    int seen = 0;
    for (std::size_t i = last + 1; i-- > 0 && seen < kNearLines;) {
        if (!has_words(lines[i])) continue;
        ++seen;
        for (const Finder find : kNear) {
            auto slip = find(lines[i]);
            if (!slip) continue;
            slip->line = static_cast<std::int64_t>(i) + 1;
            return slip;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Slip> find_slip(std::string_view text, std::int64_t line) {
    const Lines lines = split(text, '\n');
    if (lines.empty() || line < 1) return std::nullopt;
    const std::size_t last = std::min(static_cast<std::size_t>(line), lines.size()) - 1;
    if (auto slip = near_slip(lines, last)) return slip;
    for (std::size_t i = last + 1; i-- > 0;) {
        auto slip = has_words(lines[i]) ? open_quote_in(lines[i]) : std::nullopt;
        if (!slip) continue;
        slip->line = static_cast<std::int64_t>(i) + 1;
        return slip;
    }
    return std::nullopt;
}

}  // namespace ow::yaml
