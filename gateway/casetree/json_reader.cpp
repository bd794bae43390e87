// parse_json: Boost.JSON's event parser builds the tree directly. Its object parser would keep the
// last of two equal keys and turn long numbers into doubles; both lose what the partner sent.

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <memory_resource>
#include <set>
#include <string>
#include <vector>

#include "gateway/base/text.hpp"
#include "gateway/casetree/element.hpp"
#include "gateway/casetree/tree.hpp"

namespace ow::casetree {
namespace {

namespace json = boost::json;

/// The requirements of boost::json::basic_parser; false stops it, `problem` then says why.
class TreeHandler {
  public:
    // Names that boost::json::basic_parser asks for. NOLINTBEGIN(readability-identifier-naming)
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = 1000;
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
    // NOLINTEND(readability-identifier-naming)

    TreeHandler(xml::Node root, std::size_t most) : most_(most) { top_ = root; }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code& ec) { return open("object", ec); }
    bool on_object_end(std::size_t, json::error_code&) { return close(); }
    bool on_array_begin(json::error_code& ec) { return open_array(ec); }
    bool on_array_end(std::size_t, json::error_code&) { return close(); }

    bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
        key_.append(part.data(), part.size());
        return true;
    }
    bool on_key(json::string_view part, std::size_t, json::error_code& ec) {
        key_.append(part.data(), part.size());
        Open& parent = stack_.back();
        if (find_control(key_) >= 0) return stop(ec, "a key has a control character");
        if (!parent.keys.emplace(key_).second) return stop(ec, "a key is written twice");
        parent.key = std::move(key_);
        key_.clear();
        return true;
    }
    bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
        text_.append(part.data(), part.size());
        return true;
    }
    bool on_string(json::string_view part, std::size_t, json::error_code& ec) {
        text_.append(part.data(), part.size());
        if (const int control = find_control(text_); control >= 0) {
            return stop(ec, fmt::format("a text has the control character U+{:04X}", control));
        }
        return scalar("", ec);
    }
    bool on_number_part(json::string_view part, json::error_code&) {
        text_.append(part.data(), part.size());
        return true;
    }
    bool on_int64(std::int64_t, json::string_view part, json::error_code& ec) {
        return number(part, ec);
    }
    bool on_uint64(std::uint64_t, json::string_view part, json::error_code& ec) {
        return number(part, ec);
    }
    bool on_double(double, json::string_view part, json::error_code& ec) {
        return number(part, ec);
    }
    bool on_bool(bool value, json::error_code& ec) {
        text_ = value ? "true" : "false";
        return scalar("boolean", ec);
    }
    bool on_null(json::error_code& ec) { return scalar("null", ec); }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

    [[nodiscard]] const std::string& problem() const { return problem_; }

  private:
    using Keys = std::pmr::set<std::pmr::string, std::less<>>;
    struct Open {
        xml::Node node;
        bool is_array;
        bool is_unnamed;  ///< its entries are `_`
        std::string key;  ///< of the member being read; an array's: the name its entries repeat
        Keys keys;
    };

    bool stop(json::error_code& ec, std::string problem) {
        problem_ = std::move(problem);
        ec = json::error::syntax;
        return false;
    }
    /// The element for a value that begins here.
    xml::Node place() {
        if (stack_.empty()) return top_;
        const Open& parent = stack_.back();
        return parent.is_unnamed ? parent.node.add("_") : add_member(parent.node, parent.key);
    }
    bool counted(json::error_code& ec) {
        return ++count_ <= most_ || stop(ec, fmt::format("more than {} values", most_));
    }
    bool open(std::string_view type, json::error_code& ec) {
        if (!counted(ec)) return false;
        const xml::Node node = place();
        if (node.raw() != top_.raw()) node.set_attribute("type", type);
        stack_.push_back({node, false, false, {}, Keys{&arena_}});
        return true;
    }
    bool open_array(json::error_code& ec) {
        if (!counted(ec)) return false;
        // A member's array repeats the member's element in its parent; any other array is a parent
        // of `_` itself.
        if (stack_.empty()) {
            stack_.push_back({top_, true, true, {}, Keys{&arena_}});
        } else if (!stack_.back().is_array) {
            stack_.push_back({stack_.back().node, true, false, stack_.back().key, Keys{&arena_}});
        } else {
            const xml::Node node = place();
            node.set_attribute("type", "array");
            stack_.push_back({node, true, true, {}, Keys{&arena_}});
        }
        return true;
    }
    bool close() {
        stack_.pop_back();
        return true;
    }
    bool number(json::string_view part, json::error_code& ec) {
        text_.append(part.data(), part.size());
        return scalar("number", ec);
    }
    bool scalar(std::string_view type, json::error_code& ec) {
        if (!counted(ec)) return false;
        const xml::Node node = place();
        if (!type.empty()) node.set_attribute("type", type);
        if (!text_.empty()) node.set_text(text_);
        text_.clear();
        return true;
    }

    xml::Node top_;
    std::pmr::monotonic_buffer_resource arena_;  // of the keys: gone with the reader
    std::vector<Open> stack_;
    std::string key_;
    std::string text_;
    std::string problem_;
    std::size_t count_ = 0;
    std::size_t most_;
};

Error at_offset(std::string_view text, std::size_t offset, std::string_view where,
                std::string cause) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t start = before.rfind('\n') + 1;  // npos + 1 = 0
    const auto column = static_cast<std::int64_t>(count_code_points(before.substr(start))) + 1;
    return Error{Code::kJsonInvalid, {{}, std::string{where}, line, column}, std::move(cause)};
}

}  // namespace

Result<xml::Document> parse_json(std::string_view utf8, std::string_view where,
                                 std::string_view root, const TreeLimits& limits) {
    xml::Document document = xml::Document::make(root);
    json::parse_options options;
    options.max_depth = limits.depth;
    json::basic_parser<TreeHandler> parser{options, document.root(), limits.elements};
    json::error_code ec;
    const std::size_t used = parser.write_some(false, utf8.data(), utf8.size(), ec);
    if (ec) {
        const std::string& known = parser.handler().problem();
        return at_offset(utf8, used, where, known.empty() ? ec.message() : known);
    }
    const std::size_t rest = utf8.find_first_not_of(" \t\r\n", used);
    if (rest != std::string_view::npos) return at_offset(utf8, rest, where, "more than one value");
    return document;
}

Status check_json(std::string_view utf8, std::string_view where) {
    const auto tree = parse_json(utf8, where);
    return tree ? ok() : Status{tree.error()};
}

}  // namespace ow::casetree
