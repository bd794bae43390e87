#include "gateway/app/command_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "gateway/base/text.hpp"

namespace ow::app {
namespace {

Error wrong(std::string_view option, std::string cause) {
    return {Code::kRequestInvalid, {std::string{option}}, std::move(cause)};
}

Error unknown(std::string_view word, std::span<const OptionRow> rows) {
    std::vector<std::string_view> names;
    for (const OptionRow& row : rows) names.push_back(row.name);
    return wrong(word, fmt::format("unknown option `{}`", word) + did_you_mean(word, names));
}

}  // namespace

Result<Options> parse_options(std::span<const std::string> arguments,
                              std::span<const OptionRow> rows) {
    std::map<std::string, std::string, std::less<>> given;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& word = arguments[i];
        const auto row = std::find_if(rows.begin(), rows.end(),
                                      [&](const OptionRow& r) { return r.name == word; });
        if (row == rows.end()) return unknown(word, rows);
        std::string value;
        if (!row->value.empty()) {
            const bool there = i + 1 < arguments.size() && !arguments[i + 1].starts_with("--");
            if (!there) return wrong(word, fmt::format("`{}` needs {}", word, row->value));
            value = arguments[++i];
        }
        if (!given.emplace(word, std::move(value)).second) {
            return wrong(word, fmt::format("`{}` is given twice", word));
        }
    }
    for (const OptionRow& row : rows) {
        if (row.required && !given.contains(row.name)) {
            return wrong(row.name, fmt::format("`{} {}` is missing", row.name, row.value));
        }
    }
    return given;
}

std::optional<Options> options_of(std::string_view command, std::span<const std::string> arguments,
                                  std::span<const OptionRow> rows, std::ostream& err) {
    auto options = parse_options(arguments, rows);
    if (options) return std::move(*options);
    if (std::find(arguments.begin(), arguments.end(), "--help") == arguments.end())
        err << "onewindow " << command << ": " << options.error().cause() << "\n";
    err << usage(command, rows);
    return std::nullopt;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates) {
    const std::string_view near = nearest(word, candidates);
    return near.empty() ? std::string{} : fmt::format("; did you mean `{}`?", near);
}

std::optional<std::string_view> verb_of(std::string_view command,
                                        std::span<const std::string> arguments,
                                        const std::vector<std::string_view>& verbs,
                                        std::ostream& err) {
    const std::string_view word = arguments.empty() ? std::string_view{} : arguments.front();
    const auto found = std::find(verbs.begin(), verbs.end(), word);
    if (found != verbs.end()) return *found;
    err << "onewindow " << command << ": ";
    if (!word.empty())
        err << fmt::format("no `{} {}`", command, word) << did_you_mean(word, verbs) << " – ";
    err << fmt::format("there is `{} {}`\n", command,
                       fmt::join(verbs, fmt::format("`, `{} ", command)));
    return std::nullopt;
}

std::string usage(std::string_view command, std::span<const OptionRow> rows) {
    std::string text = fmt::format("usage: onewindow {}", command);
    for (const OptionRow& row : rows) {
        std::string part{row.name};
        if (!row.value.empty()) part += fmt::format(" {}", row.value);
        text += row.required ? " " + part : " [" + part + "]";
    }
    text += '\n';
    for (const OptionRow& row : rows) text += fmt::format("  {:<10} {}\n", row.name, row.help);
    return text;
}

}  // namespace ow::app
