#pragma once
// An XPath of a row, compiled, with what is known before any message comes: its prefixes and
// functions exist, and whether it selects nodes or computes a value. One thread at a time.

#include <string>
#include <string_view>
#include <vector>

#include "gateway/xml/xpath.hpp"

namespace ow::mapping {

class Expression {
  public:
    /// kConfigInvalid at `at` (cause: what is wrong, did you mean) – libxml2 alone would find an
    /// undeclared prefix or a misspelt function only while a message is being read.
    static Result<Expression> compile(std::string_view text, const xml::Namespaces& namespaces,
                                      const At& at);

    /// The values it selects below `node`: each node's text, or the one computed value.
    [[nodiscard]] std::vector<std::string> values(const xml::XPathContext& context,
                                                  xml::Node node) const;
    [[nodiscard]] std::vector<xml::Node> nodes(const xml::XPathContext& context,
                                               xml::Node node) const;
    [[nodiscard]] bool is_true(const xml::XPathContext& context, xml::Node node) const;
    [[nodiscard]] const std::string& text() const { return path_.expression(); }

  private:
    Expression(xml::XPath path, bool computed) : path_(std::move(path)), computed_(computed) {}
    xml::XPath path_;
    bool computed_;
};

}  // namespace ow::mapping
