#include "gateway/casetree/tree.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "gateway/base/text.hpp"
#include "gateway/casetree/element.hpp"

namespace ow::casetree {
namespace {

namespace json = boost::json;

bool is_name_start(char32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    // XML 1.0 (5th ed.) NameStartChar above ASCII.
    return (c >= 0xC0 && c <= 0x2FF && c != 0xD7 && c != 0xF7) ||
           (c >= 0x370 && c <= 0x1FFF && c != 0x37E) || c == 0x200C || c == 0x200D ||
           (c >= 0x2070 && c <= 0x218F) || (c >= 0x2C00 && c <= 0x2FEF) ||
           (c >= 0x3001 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFDCF) ||
           (c >= 0xFDF0 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0xEFFFF);
}

bool is_name_char(char32_t c) {
    return is_name_start(c) || c == '-' || c == '.' || (c >= '0' && c <= '9') || c == 0xB7 ||
           (c >= 0x300 && c <= 0x36F) || c == 0x203F || c == 0x2040;
}

std::string without_controls(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (find_control({&c, 1}) < 0) out.push_back(c);
    }
    return out;
}

std::string_view type_of(const json::value& value) {
    if (value.is_number()) return "number";
    if (value.is_bool()) return "boolean";
    if (value.is_null()) return "null";
    if (value.is_array()) return "array";
    return value.is_object() ? "object" : "";
}

std::string scalar_text(const json::value& value) {
    if (const auto* text = value.if_string()) {
        const std::string_view view{text->data(), text->size()};
        return find_control(view) < 0 ? std::string{view} : without_controls(view);
    }
    return value.is_null() ? std::string{} : json::serialize(value);
}

class Builder {
  public:
    explicit Builder(bool typed) : typed_(typed) {}

    void object(xml::Node parent, const json::object& members) const {
        for (const auto& [key, value] : members) {
            const std::string_view name{key.data(), key.size()};
            if (!value.is_array()) fill(add_member(parent, name), value);
            if (value.is_array()) {
                for (const json::value& item : value.get_array()) {
                    fill(add_member(parent, name), item);
                }
            }
        }
    }

  private:
    void fill(xml::Node node, const json::value& value) const {
        if (typed_ && !type_of(value).empty()) node.set_attribute("type", type_of(value));
        if (const auto* members = value.if_object()) return object(node, *members);
        if (const auto* items = value.if_array()) {
            for (const json::value& item : *items) fill(node.add("_"), item);
            return;
        }
        if (const std::string text = scalar_text(value); !text.empty()) node.set_text(text);
    }
    bool typed_;
};

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

Result<std::string> unescape(std::string_view text, std::string_view charset,
                             std::string_view where) {
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            bytes.push_back(text[i] == '+' ? ' ' : text[i]);
            continue;
        }
        const int high = i + 2 < text.size() ? hex(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
            return Error{Code::kRequestInvalid, {.where = std::string{where}}, "broken % escape"};
        }
        bytes.push_back(static_cast<char>(high * 16 + low));
        i += 2;
    }
    auto decoded = decode_to_utf8(bytes, charset);
    if (!decoded) return decoded.error();
    if (find_control(*decoded) >= 0) {
        return Error{Code::kRequestInvalid, {.where = std::string{where}}, "control character"};
    }
    return decoded;
}

}  // namespace

bool is_element_name(std::string_view key) {
    if (key.empty() || key == "_") return false;
    bool first = true;
    if (std::all_of(key.begin(), key.end(), [](char c) { return c >= 0; })) {
        return is_name_start(static_cast<char32_t>(key.front())) &&
               std::all_of(key.begin(), key.end(),
                           [](char c) { return is_name_char(static_cast<char32_t>(c)); });
    }
    for (const char32_t c : to_code_points(key)) {
        if (!(first ? is_name_start(c) : is_name_char(c))) return false;
        first = false;
    }
    return true;
}

xml::Node add_member(xml::Node parent, std::string_view key) {
    if (is_element_name(key)) return parent.add(key);
    const xml::Node node = parent.add("_");
    node.set_attribute("key", key);
    return node;
}

int find_control(std::string_view utf8) {
    for (const char c : utf8) {
        if (c >= 0 && c < 0x20 && c != '\n' && c != '\r' && c != '\t') return c;
    }
    return utf8.find("\uFFFE") == std::string_view::npos &&
                   utf8.find("\uFFFF") == std::string_view::npos
               ? -1
               : 0xFFFE;
}

xml::Document from_json(const json::object& object, std::string_view root, bool typed) {
    xml::Document document = xml::Document::make(root);
    Builder{typed}.object(document.root(), object);
    return document;
}

Result<xml::Document> from_form(std::string_view body, std::string_view charset,
                                std::string_view where) {
    xml::Document document = xml::Document::make("message");
    for (const std::string_view pair : split(body, '&')) {
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        const auto key = unescape(pair.substr(0, equals), charset, where);
        if (!key) return key.error();
        const auto value = equals == std::string_view::npos
                               ? Result<std::string>{std::string{}}
                               : unescape(pair.substr(equals + 1), charset, where);
        if (!value) return value.error();
        const xml::Node node = add_member(document.root(), *key);
        if (!value->empty()) node.set_text(*value);
    }
    return document;
}

}  // namespace ow::casetree
