#pragma once
// XPath 1.0, compiled once. A compiled expression caches inside libxml2 while it is evaluated, so
// an XPath belongs to one thread at a time: keep one set per thread.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/xml/document.hpp"

struct _xmlXPathCompExpr;
struct _xmlXPathContext;
struct _xmlXPathObject;

namespace ow::xml {

using Namespaces = std::map<std::string, std::string>;  ///< prefix → URI

class XPath {
  public:
    /// kConfigInvalid with the expression as field if it does not compile.
    static Result<XPath> compile(std::string_view expression);
    [[nodiscard]] const std::string& expression() const { return text_; }
    [[nodiscard]] _xmlXPathCompExpr* raw() const { return expr_.get(); }

  private:
    struct Free {
        void operator()(_xmlXPathCompExpr* expr) const;
    };
    XPath(std::string text, _xmlXPathCompExpr* expr) : text_(std::move(text)), expr_(expr) {}
    std::string text_;
    std::unique_ptr<_xmlXPathCompExpr, Free> expr_;
};

/// Evaluates expressions on one document. Borrows the document. What cannot be evaluated – an
/// unknown function, too few arguments – is empty, false and remembered.
class XPathContext {
  public:
    explicit XPathContext(const Document& document, const Namespaces& namespaces = {});

    /// Element and text nodes selected relative to `at` (the root if empty); empty on failure or if
    /// the expression is not a node-set.
    [[nodiscard]] std::vector<Node> nodes(const XPath& path, Node at = {}) const;
    /// String value (XPath string()).
    [[nodiscard]] std::string string(const XPath& path, Node at = {}) const;
    [[nodiscard]] bool boolean(const XPath& path, Node at = {}) const;
    /// Whether the expression selects at least one node (a non-node result counts as present).
    [[nodiscard]] bool exists(const XPath& path, Node at = {}) const;
    /// The first expression that could not be evaluated; empty: none.
    [[nodiscard]] const std::string& failed() const { return failed_; }

  private:
    struct Free {
        void operator()(_xmlXPathContext* context) const;
    };
    struct FreeObject {
        void operator()(_xmlXPathObject* object) const;
    };
    using Object = std::unique_ptr<_xmlXPathObject, FreeObject>;
    Object evaluate(const XPath& path, Node at) const;

    std::unique_ptr<_xmlXPathContext, Free> context_;
    mutable std::string failed_;
};

}  // namespace ow::xml
