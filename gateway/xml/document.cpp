#include "gateway/xml/document.hpp"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <mutex>
#include <stdexcept>

namespace ow::xml {
namespace {

const xmlChar* x(const char* s) {
    return reinterpret_cast<const xmlChar*>(s);
}
const char* c(const xmlChar* s) {
    return reinterpret_cast<const char*>(s);
}

std::string take(xmlChar* owned) {
    if (owned == nullptr) return {};
    std::string out{c(owned)};
    xmlFree(owned);
    return out;
}

/// `at`, or the first element after it.
Node element_from(xmlNode* at) {
    while (at != nullptr && at->type != XML_ELEMENT_NODE) at = at->next;
    return Node{at};
}

void silent(void*, const char*, ...) {}
void silent_structured(void*, xmlErrorPtr) {}

void initialise_once() {
    static std::once_flag flag;
    std::call_once(flag, [] { xmlInitParser(); });
}

constexpr std::size_t kDeclarationWindow = 200;

At place_of(std::string_view utf8, std::size_t offset, std::string_view where) {
    const std::string_view before = utf8.substr(0, offset);
    const std::size_t start = before.rfind('\n') + 1;  // npos + 1 = 0
    return {{},
            std::string{where},
            std::count(before.begin(), before.end(), '\n') + 1,
            static_cast<std::int64_t>(offset - start) + 1};
}

}  // namespace

std::string_view Node::name() const {
    return raw_ != nullptr && raw_->name != nullptr ? c(raw_->name) : "";
}

std::string_view Node::namespace_uri() const {
    const bool has = raw_ != nullptr && raw_->ns != nullptr && raw_->ns->href != nullptr;
    return has ? c(raw_->ns->href) : "";
}

std::string Node::text() const {
    if (raw_ == nullptr) return {};
    // XPath also selects texts and attributes; most nodes are elements with one text.
    const xmlNode* const only = raw_->type == XML_ELEMENT_NODE ? raw_->children : nullptr;
    if (only != nullptr && only->type == XML_TEXT_NODE && only->next == nullptr)
        return only->content == nullptr ? std::string{} : std::string{c(only->content)};
    return take(xmlNodeGetContent(raw_));
}

std::string Node::attribute(std::string_view attribute_name) const {
    if (raw_ == nullptr || raw_->type != XML_ELEMENT_NODE) return {};
    return take(xmlGetProp(raw_, x(std::string{attribute_name}.c_str())));
}

std::vector<std::pair<std::string, std::string>> Node::attributes() const {
    std::vector<std::pair<std::string, std::string>> out;
    if (raw_ == nullptr || raw_->type != XML_ELEMENT_NODE) return out;
    for (const xmlAttr* at = raw_->properties; at != nullptr; at = at->next) {
        const std::string own = c(at->name);
        out.emplace_back(own, attribute(own));
    }
    return out;
}

bool Node::has_attribute(std::string_view attribute_name) const {
    return raw_ != nullptr && raw_->type == XML_ELEMENT_NODE &&
           xmlHasProp(raw_, x(std::string{attribute_name}.c_str())) != nullptr;
}

bool Node::has_attributes() const {
    return raw_ != nullptr && raw_->type == XML_ELEMENT_NODE && raw_->properties != nullptr;
}

bool Node::has_elements() const {
    return raw_ != nullptr && raw_->type == XML_ELEMENT_NODE && bool{element_from(raw_->children)};
}

bool Node::is_named(std::string_view wanted) const {
    if (raw_ == nullptr || raw_->name == nullptr) return false;
    const char* own = c(raw_->name);  // most names differ early: no call for that
    for (const char one : wanted) {
        if (*own++ != one) return false;
    }
    return *own == '\0';
}

Elements Node::children() const {
    return Elements{raw_ == nullptr ? Node{} : element_from(raw_->children)};
}

Node Node::next() const {
    return raw_ == nullptr ? Node{} : element_from(raw_->next);
}

Node Node::child(std::string_view child_name) const {
    for (const Node one : children()) {
        if (one.is_named(child_name)) return one;
    }
    return {};
}

long Node::line() const {
    return raw_ == nullptr ? 0 : xmlGetLineNo(raw_);
}

Node Node::add(std::string_view child_name, std::string_view content) const {
    xmlNode* made = xmlNewDocNode(raw_->doc, nullptr, x(std::string{child_name}.c_str()), nullptr);
    if (made == nullptr) throw std::bad_alloc();
    xmlAddChild(raw_, made);
    const Node node{made};
    if (!content.empty()) node.set_text(content);
    return node;
}

void Node::set_attribute(std::string_view attribute_name, std::string_view value) const {
    xmlSetProp(raw_, x(std::string{attribute_name}.c_str()), x(std::string{value}.c_str()));
}

void Node::set_text(std::string_view content) const {
    while (raw_->children != nullptr) {
        xmlNode* old = raw_->children;
        xmlUnlinkNode(old);
        xmlFreeNode(old);
    }
    xmlNode* made = xmlNewDocTextLen(raw_->doc, reinterpret_cast<const xmlChar*>(content.data()),
                                     static_cast<int>(content.size()));
    xmlAddChild(raw_, made);
}

void Document::Free::operator()(_xmlDoc* doc) const {
    xmlFreeDoc(doc);
}

Document Document::make(std::string_view root) {
    initialise_once();
    xmlDoc* doc = xmlNewDoc(x("1.0"));
    if (doc == nullptr) throw std::bad_alloc();
    xmlDocSetRootElement(doc, xmlNewDocNode(doc, nullptr, x(std::string{root}.c_str()), nullptr));
    return Document{doc};
}

Result<Document> Document::parse(std::string_view utf8, std::string_view where) {
    initialise_once();
    const At place{{}, std::string{where}, 0, 0};
    if (utf8.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        return Error{Code::kRequestTooLarge, place};
    }
    // Looked for in the text itself, so that nothing of it is ever processed. A DOCTYPE can stand
    // only before the root element; inside CDATA or comments the words are harmless but rare
    // enough.
    const std::size_t doctype = utf8.find("<!DOCTYPE");
    if (const std::size_t at = std::min(doctype, utf8.find("<!ENTITY")); at < utf8.size()) {
        return Error{Code::kXmlDoctypeRefused, place_of(utf8, at, where)};
    }
    const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> context{xmlNewParserCtxt(),
                                                                               &xmlFreeParserCtxt};
    context->sax->error = silent;
    context->sax->warning = silent;
    context->sax->serror = silent_structured;
    xmlDoc* raw = xmlCtxtReadMemory(
        context.get(), utf8.data(), static_cast<int>(utf8.size()), nullptr, "UTF-8",
        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES);
    if (raw == nullptr) {
        const xmlError* last = xmlCtxtGetLastError(context.get());
        if (last == nullptr) return Error{Code::kXmlInvalid, place};
        std::string message = last->message == nullptr ? "" : last->message;
        // libxml2 quotes the document in some messages; keep only what cannot hold personal data.
        message = message.substr(0, message.find_first_of(":\n\"'"));
        return Error{Code::kXmlInvalid, {{}, std::string{where}, last->line, last->int2}, message};
    }
    return Document{raw};
}

Node Document::root() const {
    return Node{xmlDocGetRootElement(doc_.get())};
}

std::string Document::serialise(bool indent) const {
    xmlChar* buffer = nullptr;
    int size = 0;
    xmlDocDumpFormatMemoryEnc(doc_.get(), &buffer, &size, "UTF-8", indent ? 1 : 0);
    std::string out{c(buffer), static_cast<std::size_t>(size)};
    xmlFree(buffer);
    return out;
}

std::string standalone(Node element) {
    initialise_once();
    const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> doc{xmlNewDoc(x("1.0")), &xmlFreeDoc};
    xmlNode* copy = doc ? xmlDocCopyNode(element.raw(), doc.get(), 1) : nullptr;
    if (copy == nullptr) throw std::bad_alloc();
    xmlDocSetRootElement(doc.get(), copy);
    const std::unique_ptr<xmlNs*, decltype(xmlFree)> in_scope{
        xmlGetNsList(element.raw()->doc, element.raw()), xmlFree};
    for (xmlNs** one = in_scope.get(); one != nullptr && *one != nullptr; ++one)
        if ((*one)->prefix != nullptr && xmlSearchNs(doc.get(), copy, (*one)->prefix) == nullptr)
            xmlNewNs(copy, (*one)->href, (*one)->prefix);
    const std::unique_ptr<xmlBuffer, decltype(&xmlBufferFree)> buffer{xmlBufferCreate(),
                                                                      &xmlBufferFree};
    if (!buffer || xmlNodeDump(buffer.get(), doc.get(), copy, 0, 0) < 0) throw std::bad_alloc();
    return std::string{c(xmlBufferContent(buffer.get())),
                       static_cast<std::size_t>(xmlBufferLength(buffer.get()))};
}

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (const char each : text) {
        switch (each) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\r':
                out += "&#13;";
                break;
            default:
                if (static_cast<unsigned char>(each) >= 0x20 || each == '\t' || each == '\n')
                    out.push_back(each);
        }
    }
    return out;
}

std::string declared_charset(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, std::min(bytes.size(), kDeclarationWindow));
    const std::size_t end = head.find("?>");
    if (!head.starts_with("<?xml") || end == std::string_view::npos) return {};
    std::size_t at = head.substr(0, end).find("encoding");
    if (at == std::string_view::npos) return {};
    at = head.find_first_of("\"'", at);
    if (at == std::string_view::npos || at > end) return {};
    const std::size_t close = head.find(head[at], at + 1);
    return close == std::string_view::npos ? std::string{}
                                           : std::string{head.substr(at + 1, close - at - 1)};
}

std::string without_declared_charset(std::string_view bytes) {
    if (declared_charset(bytes).empty()) return std::string{bytes};
    return "<?xml version=\"1.0\"" + std::string{bytes.substr(bytes.find("?>"))};
}

}  // namespace ow::xml
