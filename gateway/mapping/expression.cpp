#include "gateway/mapping/expression.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/base/text.hpp"
#include "gateway/casetree/tree.hpp"

namespace ow::mapping {
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

/// What libxml2 would only notice while a message is being read.
std::string find_unknown(const std::string& text, const xml::Namespaces& namespaces) {
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

/// Calls `found` with every element that `steps` from `depth` on lead to.
template <class Found>
void walk(xml::Node node, const std::vector<std::string>& steps, std::size_t depth,
          const Found& found) {
    if (depth == steps.size()) return found(node);
    for (const xml::Node child : node.children()) {
        if (child.is_named(steps[depth])) walk(child, steps, depth + 1, found);
    }
}

/// Empty: text, or ours.
std::string type_of(xml::Node node, Tree::Source source) {
    if (source == Tree::Source::kOurs) return {};
    if (node.has_elements()) return "object";
    return source == Tree::Source::kPartnersJson && node.has_attributes() ? node.attribute("type")
                                                                          : std::string{};
}

void add_text(xml::Node node, Tree::Source source, Expression::Selected& out) {
    std::string text = node.text();
    // JSON null says that there is no value, not that it is empty.
    if (text.empty() && node.attribute("type") == "null") return;
    if (std::string type = type_of(node, source); !type.empty()) out.type = std::move(type);
    out.texts.push_back(std::move(text));
}

}  // namespace

const xml::XPathContext& Tree::context() const {
    if (!context_) context_.emplace(document_, namespaces_);
    return *context_;
}

std::optional<Expression::Steps> Expression::plain_steps(std::string_view text) {
    Steps out;
    for (std::string_view step : split(text, '/')) {
        if (!out.attribute.empty()) return std::nullopt;
        const bool attribute = step.starts_with('@');
        if (attribute) step.remove_prefix(1);
        if (!casetree::is_element_name(step)) return std::nullopt;
        if (attribute) out.attribute = step;
        if (!attribute) out.elements.emplace_back(step);
    }
    return out;
}

Result<Expression> Expression::compile(std::string_view text, const xml::Namespaces& namespaces,
                                       const At& at) {
    auto path = xml::XPath::compile(text);
    if (!path) return Error{Code::kConfigInvalid, at, fmt::format("`{}` is no XPath 1.0", text)};
    if (std::string unknown = find_unknown(without_literals(text), namespaces); !unknown.empty()) {
        return Error{Code::kConfigInvalid, at, std::move(unknown)};
    }
    // Types in XPath 1.0 do not depend on the document: on one where nothing matches, what exists
    // all the same is a computed value.
    const xml::Document nothing = xml::Document::make("_");
    const xml::XPathContext context{nothing, namespaces};
    const bool computed = context.nodes(*path).empty() && context.exists(*path);
    return Expression{std::move(*path), computed, plain_steps(text)};
}

std::vector<xml::Node> Expression::nodes(const Tree& tree, xml::Node node) const {
    if (!walks(tree) || !steps_->attribute.empty()) return tree.context().nodes(path_, node);
    std::vector<xml::Node> found;
    walk(node, steps_->elements, 0, [&](xml::Node one) { found.push_back(one); });
    return found;
}

Expression::Selected Expression::values(const Tree& tree, xml::Node node) const {
    if (computed_) return {{tree.context().string(path_, node)}, {}};
    Selected out;
    const auto add = [&](xml::Node found) { add_text(found, tree.source(), out); };
    if (!walks(tree)) {
        for (const xml::Node found : tree.context().nodes(path_, node)) add(found);
    } else if (steps_->attribute.empty()) {
        walk(node, steps_->elements, 0, add);
    } else {
        const std::string& name = steps_->attribute;
        walk(node, steps_->elements, 0, [&](xml::Node owner) {
            if (owner.has_attribute(name)) out.texts.push_back(owner.attribute(name));
        });
    }
    return out;
}

bool Expression::is_true(const Tree& tree, xml::Node node) const {
    return tree.context().boolean(path_, node);
}

}  // namespace ow::mapping
