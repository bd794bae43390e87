#include "gateway/documents/template.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "gateway/base/text.hpp"
#include "gateway/xml/xpath_names.hpp"

namespace ow::documents {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

// Chinese has no blanks between words: a line end in the template is layout, not text.
std::string fold_blanks(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find_first_not_of(kBlank, at), text.size());
        if (end > at && text.substr(at, end - at).find('\n') == std::string_view::npos) out += ' ';
        const std::size_t next = std::min(text.find_first_of(kBlank, end), text.size());
        out += text.substr(end, next - end);
        at = next;
    }
    return out;
}

Role role_of(std::string_view name) {
    if (name == "title") return Role::kTitle;
    if (name == "hei") return Role::kHei;
    if (name == "kai") return Role::kKai;
    return name == "fangsong" ? Role::kFangSong : Role::kSong;
}

class Reader {
  public:
    Reader(const xml::Document& document, Template& out)
        : context_(document),
          content_(*xml::XPath::compile("node()")),
          attributes_(*xml::XPath::compile("@*")),
          out_(out) {}

    Status block(xml::Node node, const ElementRow& row, Block& to) {
        to.element = row.element;
        to.line = node.line();
        if (Status read = read_attributes(node, row, to); !read) return read;
        return read_content(node, row, to, {});
    }

  private:
    Error wrong(xml::Node at, std::string_view what, std::string cause) const {
        return Error{Code::kDocumentTemplateInvalid,
                     {std::string{what}, out_.file, at.line(), 0},
                     std::move(cause)};
    }

    static std::string hint(std::string_view word, const std::vector<std::string_view>& known) {
        const std::string_view near = nearest(word, known);
        return near.empty() ? std::string{} : "; did you mean " + std::string{near} + "?";
    }

    Status read_attributes(xml::Node node, const ElementRow& row, Block& to) {
        for (const xml::Node attribute : context_.nodes(attributes_, node)) {
            const std::string name{attribute.name()};
            const AttributeRow* known = nullptr;
            for (const AttributeRow& a : row.attributes) known = a.name == name ? &a : known;
            if (known == nullptr) {
                std::vector<std::string_view> names;
                for (const AttributeRow& a : row.attributes) names.push_back(a.name);
                return wrong(
                    node, name,
                    "unknown attribute of <" + std::string{row.name} + ">" + hint(name, names));
            }
            if (Status set = set_attribute(node, *known, node.attribute(name), to); !set)
                return set;
        }
        for (const AttributeRow& a : row.attributes) {
            if (a.required && !node.has_attribute(a.name)) {
                return wrong(node, a.name, "missing attribute of <" + std::string{row.name} + ">");
            }
        }
        return ok();
    }

    Status set_attribute(xml::Node node, const AttributeRow& row, std::string value, Block& to) {
        const std::string name{row.name};
        if (row.kind == AttributeKind::kXPath) {
            Result<int> index = expression(node, row.name, value);
            if (!index) return index.error();
            if (row.name == "when") to.when = *index;
            if (row.name == "each") to.each = *index;
            if (row.name == "total") to.total = *index;
            if (row.name == "select") to.numbers["select"] = *index;
            return ok();
        }
        if (row.kind == AttributeKind::kNumber) {
            double number = 0;
            const char* end = value.data() + value.size();
            const auto read = std::from_chars(value.data(), end, number);
            if (read.ec != std::errc{} || read.ptr != end || number < 0 || number > 1000) {
                return wrong(node, row.name, "not a number from 0 to 1000");
            }
            to.numbers[name] = number;
            return ok();
        }
        const std::span<const std::string_view> words = words_of(row.kind);
        if (!words.empty() && std::find(words.begin(), words.end(), value) == words.end()) {
            return wrong(node, row.name,
                         "unknown word" + hint(value, {words.begin(), words.end()}));
        }
        to.words[name] = std::move(value);
        return ok();
    }

    Result<int> expression(xml::Node node, std::string_view attribute, const std::string& text) {
        const auto path = xml::XPath::compile(text);
        if (!path) return wrong(node, attribute, "not an XPath 1.0 expression: " + text);
        if (std::string unknown = xml::unknown_name(text); !unknown.empty())
            return wrong(node, attribute, std::move(unknown));
        const xml::XPathContext nothing{empty_};
        (void)nothing.exists(*path);
        if (!nothing.failed().empty())
            return wrong(node, attribute, "cannot be evaluated: " + text);
        const auto at = std::find(out_.expressions.begin(), out_.expressions.end(), text);
        if (at == out_.expressions.end()) {
            out_.expressions.push_back(text);
            return static_cast<int>(out_.expressions.size()) - 1;
        }
        return static_cast<int>(at - out_.expressions.begin());
    }

    Status read_content(xml::Node node, const ElementRow& row, Block& to, const Run& style) {
        for (const xml::Node part : context_.nodes(content_, node)) {
            if (part.name() == "comment") continue;
            if (part.name() == "text") {
                if (Status added = add_text(node, part, row, to, style); !added) return added;
                continue;
            }
            const ElementRow* child = find_element(part.name());
            if (child == nullptr || std::find(row.children.begin(), row.children.end(),
                                              child->element) == row.children.end()) {
                return not_allowed(part, row);
            }
            if (Status added = add_child(part, *child, to, style); !added) return added;
        }
        return ok();
    }

    Error not_allowed(xml::Node part, const ElementRow& row) const {
        std::vector<std::string_view> names;
        for (const ElementRow& known : grammar()) {
            if (std::find(row.children.begin(), row.children.end(), known.element) !=
                row.children.end())
                names.push_back(known.name);
        }
        return wrong(part, part.name(),
                     "not allowed in <" + std::string{row.name} + ">" + hint(part.name(), names));
    }

    Status add_text(xml::Node node, xml::Node part, const ElementRow& row, Block& to,
                    const Run& style) const {
        const std::string text = fold_blanks(part.text());
        if (text.find_first_not_of(' ') == std::string::npos) return ok();
        if (!row.text) return wrong(node, row.name, "no words may stand here");
        Run run = style;
        run.text = text;
        to.runs.push_back(std::move(run));
        return ok();
    }

    Status add_child(xml::Node part, const ElementRow& row, Block& to, const Run& style) {
        Block read;
        read.line = part.line();
        read.element = row.element;
        if (row.element != Element::kValue && row.element != Element::kRun &&
            row.element != Element::kIndex && row.element != Element::kBreak) {
            if (Status done = block(part, row, read); !done) return done;
            to.children.push_back(std::move(read));
            return ok();
        }
        if (Status done = read_attributes(part, row, read); !done) return done;
        Run run = style;
        if (row.element == Element::kRun) {
            run.when = read.when;
            run.font = read.font();
            run.size = read.number("size", 0);
            return read_content(part, row, to, run);
        }
        if (Status empty = read_content(part, row, read, {}); !empty) return empty;
        run.kind = row.element == Element::kValue   ? Run::Kind::kValue
                   : row.element == Element::kIndex ? Run::Kind::kIndex
                                                    : Run::Kind::kBreak;
        run.text = std::string{read.word("empty", "")};
        run.xpath = static_cast<int>(read.number("select", kNoXPath));
        to.runs.push_back(std::move(run));
        return ok();
    }

    xml::XPathContext context_;
    xml::XPath content_, attributes_;
    xml::Document empty_ = xml::Document::make("case");
    Template& out_;
};

}  // namespace

double Block::number(std::string_view name, double otherwise) const {
    const auto at = numbers.find(name);
    return at == numbers.end() ? otherwise : at->second;
}

std::string_view Block::word(std::string_view name, std::string_view otherwise) const {
    const auto at = words.find(name);
    return at == words.end() ? otherwise : std::string_view{at->second};
}

std::optional<Role> Block::font() const {
    const auto at = words.find("font");
    if (at == words.end()) return std::nullopt;
    return role_of(at->second);
}

Align Block::align(Align otherwise) const {
    const std::string_view name = word("align", "");
    if (name == "left") return Align::kLeft;
    if (name == "centre") return Align::kCentre;
    if (name == "right") return Align::kRight;
    return name == "justify" ? Align::kJustify : otherwise;
}

const Block* Block::child(Element kind) const {
    for (const Block& one : children) {
        if (one.element == kind) return &one;
    }
    return nullptr;
}

Result<Template> Template::parse(std::string_view xml, std::string_view file) {
    Result<xml::Document> document = xml::Document::parse(xml, file);
    if (!document) return document.error();
    Template out;
    out.file = std::string{file};
    const xml::Node root = document->root();
    if (root.name() != "document") {
        return Error{Code::kDocumentTemplateInvalid,
                     {std::string{root.name()}, out.file, root.line(), 0},
                     "the root must be <document>"};
    }
    if (Status read = Reader{*document, out}.block(root, *find_element("document"), out.root);
        !read)
        return read.error();
    out.id = std::string{out.root.word("id", "")};
    return out;
}

std::vector<xml::XPath> Template::compile() const {
    std::vector<xml::XPath> out;
    out.reserve(expressions.size());
    for (const std::string& text : expressions)
        out.push_back(std::move(*xml::XPath::compile(text)));
    return out;
}

}  // namespace ow::documents
