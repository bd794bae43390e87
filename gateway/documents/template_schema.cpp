#include "gateway/documents/template_schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "gateway/documents/grammar.hpp"

namespace ow::documents {
namespace {

constexpr std::string_view kHead =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!-- Made by `onewindow reference template.rng` from the grammar's table. Do not edit. -->\n"
    "<grammar xmlns=\"http://relaxng.org/ns/structure/1.0\"\n"
    "         datatypeLibrary=\"http://www.w3.org/2001/XMLSchema-datatypes\">\n"
    "  <start><ref name=\"document\"/></start>\n";

std::string value_of(AttributeKind kind) {
    if (kind == AttributeKind::kNumber)
        return "<data type=\"double\"><param name=\"minInclusive\">0</param>"
               "<param name=\"maxInclusive\">1000</param></data>";
    if (kind == AttributeKind::kXPath)
        return "<data type=\"string\"><param name=\"minLength\">1</param></data>";
    const auto words = words_of(kind);
    if (words.empty()) return "<text/>";
    std::string out = "<choice>";
    for (std::string_view word : words)
        out += fmt::format("<value type=\"string\">{}</value>", word);
    return out + "</choice>";
}

std::string attribute(const AttributeRow& row) {
    const std::string one =
        fmt::format("<attribute name=\"{}\">{}</attribute>", row.name, value_of(row.kind));
    return row.required ? one : "<optional>" + one + "</optional>";
}

std::string_view name_of(Element element) {
    for (const ElementRow& row : grammar()) {
        if (row.element == element) return row.name;
    }
    return {};
}

std::string content(const ElementRow& row) {
    std::vector<std::string_view> names;
    for (const Element child : row.children) names.push_back(name_of(child));
    std::sort(names.begin(), names.end());
    std::string refs;
    for (std::string_view name : names) refs += fmt::format("<ref name=\"{}\"/>", name);
    if (names.size() > 1) refs = "<choice>" + refs + "</choice>";
    if (!refs.empty()) refs = "<zeroOrMore>" + refs + "</zeroOrMore>";
    if (row.text) return refs.empty() ? "<text/>" : "<mixed>" + refs + "</mixed>";
    return refs.empty() ? "<empty/>" : refs;
}

}  // namespace

std::string template_schema() {
    std::string out{kHead};
    for (const ElementRow& row : grammar()) {
        out += fmt::format("  <define name=\"{0}\">\n    <element name=\"{0}\">\n", row.name);
        for (const AttributeRow& one : row.attributes) out += "      " + attribute(one) + "\n";
        out += "      " + content(row) + "\n    </element>\n  </define>\n";
    }
    return out + "</grammar>\n";
}

}  // namespace ow::documents
