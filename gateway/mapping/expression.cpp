#include "gateway/mapping/expression.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/base/text.hpp"
#include "gateway/casetree/tree.hpp"
#include "gateway/xml/xpath_names.hpp"

namespace ow::mapping {
namespace {

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
    if (std::string unknown = xml::unknown_name(text, namespaces); !unknown.empty())
        return Error{Code::kConfigInvalid, at, std::move(unknown)};
    // Types in XPath 1.0 do not depend on the document: on one where nothing matches, what exists
    // all the same is a computed value.
    const xml::Document nothing = xml::Document::make("_");
    const xml::XPathContext context{nothing, namespaces};
    const bool computed = context.nodes(*path).empty() && context.exists(*path);
    if (!context.failed().empty())
        return Error{Code::kConfigInvalid, at, fmt::format("`{}` cannot be evaluated", text)};
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
