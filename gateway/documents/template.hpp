#pragma once
// A document template in memory: templates/<id>.xml after the checker has passed it. The language
// is described in templates/README.md; its elements and attributes are the table in grammar.hpp.
//
// Plain data, immutable after loading, shared by all threads. XPath expressions are kept as text
// here and compiled once per rendering thread (Template::compile).

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/documents/grammar.hpp"
#include "gateway/documents/line_breaker.hpp"
#include "gateway/xml/xpath.hpp"

namespace ow::documents {

inline constexpr int kNoXPath = -1;

/// A piece of running text: fixed words, a value of the case, or the number of the row.
struct Run {
    enum class Kind : std::uint8_t { kText, kValue, kIndex, kBreak };
    Kind kind = Kind::kText;
    std::string text;  ///< the words; of a value: what is printed if it is empty
    int xpath = kNoXPath;
    int when = kNoXPath;
    std::optional<Role> font;
    double size = 0;  ///< 0: the block's
};

struct Block {
    Element element = Element::kParagraph;
    long line = 0;
    int when = kNoXPath;
    int each = kNoXPath;
    int total = kNoXPath;
    std::map<std::string, double, std::less<>> numbers;
    std::map<std::string, std::string, std::less<>> words;
    std::vector<Run> runs;
    std::vector<Block> children;

    [[nodiscard]] double number(std::string_view name, double otherwise) const;
    [[nodiscard]] std::string_view word(std::string_view name, std::string_view otherwise) const;
    [[nodiscard]] std::optional<Role> font() const;
    [[nodiscard]] Align align(Align otherwise) const;
    /// First child of that kind, or nullptr.
    [[nodiscard]] const Block* child(Element kind) const;
};

struct Template {
    std::string id;
    std::string file;
    Block root;
    std::vector<std::string> expressions;

    /// Checks and reads a template. kDocumentTemplateInvalid names file, line and what is not
    /// allowed; kXmlInvalid and kXmlDoctypeRefused as of the parser.
    static Result<Template> parse(std::string_view xml, std::string_view file);
    /// The expressions, for one thread.
    [[nodiscard]] std::vector<xml::XPath> compile() const;
};

}  // namespace ow::documents
