#pragma once
// libxml2 in RAII. DOCTYPE is refused before anything is expanded (no entity bomb, no external
// entity); no network; 10 MB limits of libxml2 stay on.
//
// A Document owns its tree; a Node is a borrowed pointer, valid while the Document lives. One
// thread at a time per Document. libxml2 types stay inside the .cpp files of this folder.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/base/result.hpp"

struct _xmlDoc;
struct _xmlNode;

namespace ow::xml {

class Elements;

/// A borrowed element. Empty if default-made.
class Node {
  public:
    Node() = default;
    explicit Node(_xmlNode* raw) : raw_(raw) {}
    [[nodiscard]] explicit operator bool() const { return raw_ != nullptr; }
    [[nodiscard]] _xmlNode* raw() const { return raw_; }

    [[nodiscard]] std::string_view name() const;           ///< local name
    [[nodiscard]] std::string_view namespace_uri() const;  ///< empty: in none
    [[nodiscard]] std::string text() const;                ///< all text below, concatenated
    [[nodiscard]] std::string attribute(std::string_view name) const;  ///< empty if absent
    /// Local names and values, in order.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> attributes() const;
    [[nodiscard]] bool has_attribute(std::string_view name) const;
    [[nodiscard]] bool has_attributes() const;
    [[nodiscard]] bool has_elements() const;
    [[nodiscard]] bool is_named(std::string_view name) const;  ///< local name
    [[nodiscard]] Elements children() const;                   ///< child elements in order
    [[nodiscard]] Node child(std::string_view name) const;     ///< first child element so named
    [[nodiscard]] Node next() const;                           ///< the element that follows it
    [[nodiscard]] long line() const;                           ///< line in the source, 1-based

    /// Adds a child element; `text` may be empty. Names must be XML names (a broken invariant
    /// else).
    Node add(std::string_view name, std::string_view text = {}) const;
    void set_attribute(std::string_view name, std::string_view value) const;
    /// Replaces everything below by `text`.
    void set_text(std::string_view text) const;

  private:
    _xmlNode* raw_ = nullptr;
};

/// For range-for; follows the tree as it is walked.
class Elements {
  public:
    class Iterator {
      public:
        explicit Iterator(Node at) : at_(at) {}
        Node operator*() const { return at_; }
        Iterator& operator++() {
            at_ = at_.next();
            return *this;
        }
        bool operator==(const Iterator& other) const { return at_.raw() == other.at_.raw(); }

      private:
        Node at_;
    };
    explicit Elements(Node first) : first_(first) {}
    [[nodiscard]] Iterator begin() const { return Iterator{first_}; }
    [[nodiscard]] static Iterator end() { return Iterator{Node{}}; }
    [[nodiscard]] bool empty() const { return !first_; }

  private:
    Node first_;
};

class Document {
  public:
    /// An empty document with that root.
    static Document make(std::string_view root);
    /// Parses UTF-8. kXmlDoctypeRefused, kXmlInvalid with line and column; `where` goes into At.
    static Result<Document> parse(std::string_view utf8, std::string_view where = {});

    [[nodiscard]] Node root() const;
    [[nodiscard]] _xmlDoc* raw() const { return doc_.get(); }
    /// UTF-8 with XML declaration; no pretty-printing unless asked.
    [[nodiscard]] std::string serialise(bool indent = false) const;

  private:
    struct Free {
        void operator()(_xmlDoc* doc) const;
    };
    explicit Document(_xmlDoc* doc) : doc_(doc) {}
    std::unique_ptr<_xmlDoc, Free> doc_;
};

/// The element and everything below as a document of its own in UTF-8, without XML declaration;
/// every prefix declared further up is declared here, since values may use it (xsi:type).
[[nodiscard]] std::string standalone(Node element);

/// `text` fit for an element's content or a quoted attribute, in XML and in HTML. Characters that
/// XML 1.0 cannot carry are dropped.
[[nodiscard]] std::string escaped(std::string_view text);

/// Charset named by the XML declaration of `bytes` ("GBK"), or empty. Looks at the first 200 bytes.
[[nodiscard]] std::string declared_charset(std::string_view bytes);
/// `bytes` with the encoding pseudo-attribute of the declaration taken out, so that decoded text
/// parses as UTF-8.
[[nodiscard]] std::string without_declared_charset(std::string_view bytes);

}  // namespace ow::xml
