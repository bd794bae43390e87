#pragma once
// An XPath of a row, compiled, with what is known before any message comes: its prefixes and
// functions exist, and whether it selects nodes or computes a value. One thread at a time.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/xml/xpath.hpp"

namespace ow::mapping {

/// The tree a mapping reads, while it reads it. Borrows the document and the namespaces.
class Tree {
  public:
    /// Who wrote it. A partner's element is a value only if it holds no elements; only a JSON tree
    /// says in `type` what a value was.
    enum class Source : std::uint8_t { kOurs, kPartnersJson, kPartnersOther };

    /// `is_plain`: no element is in a namespace. `a/b/@c` may then be walked, which is several
    /// times cheaper than the XPath machine and selects the same nodes.
    Tree(const xml::Document& document, const xml::Namespaces& namespaces, bool is_plain,
         Source source = Source::kOurs)
        : document_(document), namespaces_(namespaces), is_plain_(is_plain), source_(source) {}
    [[nodiscard]] bool is_plain() const { return is_plain_; }
    [[nodiscard]] Source source() const { return source_; }
    /// Made when it is first asked for: it costs as much as mapping ten fields.
    [[nodiscard]] const xml::XPathContext& context() const;

  private:
    const xml::Document& document_;
    const xml::Namespaces& namespaces_;
    bool is_plain_;
    Source source_;
    mutable std::optional<xml::XPathContext> context_;
};

class Expression {
  public:
    /// kConfigInvalid at `at` (cause: what is wrong, did you mean) – libxml2 alone would find an
    /// undeclared prefix or a misspelt function only while a message is being read.
    static Result<Expression> compile(std::string_view text, const xml::Namespaces& namespaces,
                                      const At& at);

    /// The values it selects below `node`: each node's text, or the one computed value.
    struct Selected {
        std::vector<std::string> texts;
        std::string type;  ///< of a partner's value that is no text: object, boolean, number
    };
    [[nodiscard]] Selected values(const Tree& tree, xml::Node node) const;
    [[nodiscard]] std::vector<xml::Node> nodes(const Tree& tree, xml::Node node) const;
    [[nodiscard]] bool is_true(const Tree& tree, xml::Node node) const;
    [[nodiscard]] const std::string& text() const { return path_.expression(); }

  private:
    /// `a/b/@c`, to be walked.
    struct Steps {
        std::vector<std::string> elements;
        std::string attribute;
    };
    static std::optional<Steps> plain_steps(std::string_view text);
    Expression(xml::XPath path, bool computed, std::optional<Steps> steps)
        : path_(std::move(path)), computed_(computed), steps_(std::move(steps)) {}
    [[nodiscard]] bool walks(const Tree& tree) const { return steps_ && tree.is_plain(); }
    xml::XPath path_;
    bool computed_;
    std::optional<Steps> steps_;  ///< nothing: it is anything else
};

}  // namespace ow::mapping
