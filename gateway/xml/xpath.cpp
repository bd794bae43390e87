#include "gateway/xml/xpath.hpp"

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

namespace ow::xml {
namespace {

const xmlChar* x(const std::string& s) {
    return reinterpret_cast<const xmlChar*>(s.c_str());
}
void silent_structured(void*, xmlErrorPtr) {}

}  // namespace

void XPath::Free::operator()(_xmlXPathCompExpr* expr) const {
    xmlXPathFreeCompExpr(expr);
}
void XPathContext::Free::operator()(_xmlXPathContext* context) const {
    xmlXPathFreeContext(context);
}

void XPathContext::FreeObject::operator()(_xmlXPathObject* object) const {
    xmlXPathFreeObject(object);
}

Result<XPath> XPath::compile(std::string_view expression) {
    std::string text{expression};
    const std::unique_ptr<xmlXPathContext, decltype(&xmlXPathFreeContext)> context{
        xmlXPathNewContext(nullptr), &xmlXPathFreeContext};
    context->error = silent_structured;
    xmlXPathCompExpr* raw = xmlXPathCtxtCompile(context.get(), x(text));
    if (raw == nullptr)
        return Error{Code::kConfigInvalid, {text, {}, 0, 0}, "not an XPath 1.0 expression"};
    return XPath{std::move(text), raw};
}

XPathContext::XPathContext(const Document& document, const Namespaces& namespaces)
    : context_(xmlXPathNewContext(document.raw())) {
    context_->error = silent_structured;
    for (const auto& [prefix, uri] : namespaces)
        xmlXPathRegisterNs(context_.get(), x(prefix), x(uri));
}

XPathContext::Object XPathContext::evaluate(const XPath& path, Node at) const {
    context_->node = at ? at.raw() : xmlDocGetRootElement(context_->doc);
    Object found{xmlXPathCompiledEval(path.raw(), context_.get())};
    if (!found && failed_.empty()) failed_ = path.expression();
    return found;
}

std::vector<Node> XPathContext::nodes(const XPath& path, Node at) const {
    std::vector<Node> out;
    const Object found = evaluate(path, at);
    if (!found || found->type != XPATH_NODESET || found->nodesetval == nullptr) return out;
    for (int i = 0; i < found->nodesetval->nodeNr; ++i)
        out.emplace_back(found->nodesetval->nodeTab[i]);
    return out;
}

std::string XPathContext::string(const XPath& path, Node at) const {
    const Object found = evaluate(path, at);
    if (!found) return {};
    xmlChar* owned = xmlXPathCastToString(found.get());
    std::string out =
        owned == nullptr ? std::string{} : std::string{reinterpret_cast<char*>(owned)};
    xmlFree(owned);
    return out;
}

bool XPathContext::boolean(const XPath& path, Node at) const {
    const Object found = evaluate(path, at);
    return found && xmlXPathCastToBoolean(found.get()) != 0;
}

bool XPathContext::exists(const XPath& path, Node at) const {
    const Object found = evaluate(path, at);
    if (!found) return false;
    return found->type != XPATH_NODESET ||
           (found->nodesetval != nullptr && found->nodesetval->nodeNr > 0);
}

}  // namespace ow::xml
