#include "gateway/xml/xpath_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "gateway/base/text.hpp"

namespace ow::xml {
namespace {

constexpr std::string_view kXPathFunctions[] = {
    "boolean",
    "ceiling",
    "comment",
    "concat",
    "contains",
    "count",
    "false",
    "floor",
    "id",
    "lang",
    "last",
    "local-name",
    "name",
    "namespace-uri",
    "node",
    "normalize-space",
    "not",
    "number",
    "position",
    "processing-instruction",
    "round",
    "starts-with",
    "string",
    "string-length",
    "substring",
    "substring-after",
    "substring-before",
    "sum",
    "text",
    "translate",
    "true",
};

/// The expression without its string literals, so that only names are left to look at.
std::string without_literals(std::string_view text) {
    std::string out;
    char quote = 0;
    for (const char c : text) {
        if (quote == 0 && (c == '\'' || c == '"'))
            quote = c, out.push_back(' ');
        else if (c == quote)
            quote = 0;
        else if (quote == 0)
            out.push_back(c);
    }
    return out;
}

bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c < 0;
}

std::string check_function(std::string_view name) {
    const std::vector<std::string_view> known{std::begin(kXPathFunctions),
                                              std::end(kXPathFunctions)};
    if (std::find(known.begin(), known.end(), name) != known.end()) return {};
    const std::string_view near = nearest(name, known);
    return fmt::format("unknown XPath function `{}`{}", name,
                       near.empty() ? std::string{} : fmt::format("; did you mean `{}`?", near));
}

bool is_operator(std::string_view name) {
    return name == "and" || name == "or" || name == "div" || name == "mod";
}

std::string find_unknown(const std::string& text, const Namespaces& namespaces) {
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && is_name_byte(text[end])) ++end;
        if (end == i) {
            if (text[i] == '$') return "variables ($name) are not offered";
            ++i;
            continue;
        }
        const std::string name = text.substr(i, end - i);
        const std::size_t next = text.find_first_not_of(' ', end);
        const char after = next == std::string::npos ? '\0' : text[next];
        const bool axis = text.compare(end, 2, "::") == 0;
        if (text[end] == ':' && !axis && name != "xml" && namespaces.count(name) == 0) {
            return fmt::format("prefix `{}` is not declared under `namespaces`", name);
        }
        if (after == '(' && !is_operator(name)) {
            if (std::string problem = check_function(name); !problem.empty()) return problem;
        }
        i = end + (axis ? 2 : text[end] == ':' ? 1 : 0);
    }
    return {};
}

}  // namespace

std::string unknown_name(std::string_view expression, const Namespaces& namespaces) {
    return find_unknown(without_literals(expression), namespaces);
}

}  // namespace ow::xml
