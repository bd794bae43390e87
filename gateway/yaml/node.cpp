#include "gateway/yaml/node.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

#include "gateway/base/text.hpp"
#include "gateway/yaml/slip.hpp"

namespace ow::yaml {
namespace {

/// yaml-cpp counts columns in bytes from 0; people count characters from 1.
class Places {
  public:
    explicit Places(std::string_view text) : lines_(split(text, '\n')) {}
    [[nodiscard]] std::int64_t column(const YAML::Mark& mark) const {
        const auto line = static_cast<std::size_t>(mark.line);
        if (mark.line < 0 || line >= lines_.size()) return 1;
        const auto bytes = static_cast<std::size_t>(std::max(mark.column, 0));
        return static_cast<std::int64_t>(count_code_points(lines_[line].substr(0, bytes))) + 1;
    }

  private:
    std::vector<std::string_view> lines_;
};

constexpr std::size_t kDeepest = 60;

}  // namespace

class TreeBuilder final : public YAML::EventHandler {
  public:
    TreeBuilder(std::string_view text, std::string file)
        : places_(text), file_(std::make_shared<const std::string>(std::move(file))) {
        root_.file_ = file_;
    }
    Node take() { return std::move(root_); }

    [[nodiscard]] Error error_at(const YAML::Mark& mark, std::string cause) const {
        return Error{Code::kYamlInvalid,
                     {{}, *file_, mark.line + 1, places_.column(mark)},
                     std::move(cause)};
    }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        fail(mark, "aliases (*name) are not allowed: write the value out");
    }
    void OnAnchor(const YAML::Mark& mark, const std::string&) override { refuse_anchor(mark); }
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        if (anchor != 0) refuse_anchor(mark);
        if (expects_key()) fail(mark, "a key is missing before the colon");
        place(mark, Kind::kNull);
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        check(mark, tag, anchor);
        if (expects_key()) return add_key(mark, value);
        const bool plain = tag != "!";
        const bool null = plain && (value.empty() || value == "~" || value == "null");
        Node& node = place(mark, null ? Kind::kNull : Kind::kScalar);
        node.quoted_ = !plain;
        if (!null) node.text_ = value;
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, Kind::kList);
    }
    void OnSequenceEnd() override { stack_.pop_back(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, Kind::kMap);
    }
    void OnMapEnd() override { stack_.pop_back(); }

  private:
    /// yaml-cpp's parser is left the only way it can be: by an exception, caught in parse().
    struct Refused {
        Error error;
    };
    friend Result<Node> parse(std::string_view text, std::string file);

    struct Open {
        Node* node;
        bool has_key;
    };

    [[noreturn]] void fail(const YAML::Mark& mark, std::string cause) const {
        throw Refused{error_at(mark, std::move(cause))};
    }
    [[noreturn]] void refuse_anchor(const YAML::Mark& mark) const {
        fail(mark, "anchors (&name) are not allowed: write the value out");
    }
    void check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) const {
        if (anchor != 0) refuse_anchor(mark);
        if (!tag.empty() && tag != "?" && tag != "!") fail(mark, "tags (!name) are not allowed");
    }
    [[nodiscard]] bool expects_key() const {
        return !stack_.empty() && stack_.back().node->is_map() && !stack_.back().has_key;
    }
    void add_key(const YAML::Mark& mark, const std::string& key) {
        Open& open_map = stack_.back();
        if (const Node* first = open_map.node->find(key)) {
            fail(mark,
                 fmt::format("key `{}` is written twice (first near line {})", key, first->line()));
        }
        if (key == "<<") fail(mark, "merge keys (<<) are not allowed");
        Entry entry{key, mark.line + 1, places_.column(mark), Node{}};
        entry.value.path_ = open_map.node->path_.empty() ? key : open_map.node->path_ + "." + key;
        open_map.node->entries_.push_back(std::move(entry));
        open_map.has_key = true;
    }
    Node& place(const YAML::Mark& mark, Kind kind) {
        Node& node = next();
        node.kind_ = kind;
        node.file_ = file_;
        // An empty value's mark is that of the token behind it, often on another line.
        if (kind != Kind::kNull || node.line_ == 0) {
            node.line_ = mark.line + 1;
            node.column_ = places_.column(mark);
        }
        return node;
    }
    Node& next() {
        if (stack_.empty()) return root_;
        Open& parent = stack_.back();
        if (parent.node->is_map()) {
            parent.has_key = false;
            Entry& entry = parent.node->entries_.back();
            entry.value.line_ = entry.line;
            entry.value.column_ = entry.column;
            return entry.value;
        }
        Node item;
        item.path_ = fmt::format("{}[{}]", parent.node->path_, parent.node->items_.size());
        item.line_ = 0;
        parent.node->items_.push_back(std::move(item));
        return parent.node->items_.back();
    }
    void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Kind kind) {
        check(mark, tag, anchor);
        if (expects_key()) fail(mark, "a key must be a plain word");
        if (stack_.size() >= kDeepest) fail(mark, "nested too deeply");
        stack_.push_back({&place(mark, kind), false});
    }

    Places places_;
    std::shared_ptr<const std::string> file_;
    Node root_;
    std::vector<Open> stack_;
};

const Node* Node::find(std::string_view key) const {
    for (const Entry& entry : entries_) {
        if (entry.key == key) return &entry.value;
    }
    return nullptr;
}

At Node::at() const {
    return {path_, file_ ? *file_ : std::string{}, line_, column_};
}

Error Node::error(std::string cause, Code code) const {
    return {code, at(), std::move(cause)};
}

Error Node::key_error(std::string_view key, std::string cause) const {
    for (const Entry& entry : entries_) {
        if (entry.key != key) continue;
        const At place{entry.value.path_, at().where, entry.line, entry.column};
        return {Code::kConfigInvalid, place, std::move(cause)};
    }
    return error(std::move(cause));
}

Result<std::string> Node::as_text() const {
    if (!is_scalar() || text_.empty()) return error("a text is expected here");
    return text_;
}

Result<std::int64_t> Node::as_integer(std::int64_t least, std::int64_t most) const {
    std::int64_t value = 0;
    const char* end = text_.data() + text_.size();
    const auto [stop, failure] = std::from_chars(text_.data(), end, value);
    const bool number = is_scalar() && !quoted_ && failure == std::errc{} && stop == end;
    if (number && value >= least && value <= most) return value;
    const std::string range = most == std::numeric_limits<std::int64_t>::max()
                                  ? fmt::format("{} or more", least)
                                  : fmt::format("{} to {}", least, most);
    return error("a whole number is expected, " + range);
}

Result<bool> Node::as_flag() const {
    if (is_scalar() && !quoted_ && (text_ == "true" || text_ == "false")) return text_ == "true";
    return error("true or false is expected");
}

Result<std::string> Node::as_one_of(const std::vector<std::string_view>& allowed) const {
    if (is_scalar() && std::find(allowed.begin(), allowed.end(), text_) != allowed.end()) {
        return text_;
    }
    std::string cause = fmt::format("one of {} is expected", fmt::join(allowed, ", "));
    const std::string_view near = nearest(text_, allowed);
    if (!near.empty()) cause += fmt::format("; did you mean `{}`?", near);
    return error(std::move(cause));
}

namespace {

/// The parser's error, or rather what was mistyped, if that can be seen.
Error explained(std::string_view text, const Error& error) {
    const auto slip = find_slip(text, error.at().line);
    if (!slip) return error;
    return Error{error.code(),
                 {error.at().field, error.at().where, slip->line, slip->column},
                 fmt::format("{} (the parser stops in line {}: {})", slip->cause, error.at().line,
                             error.cause())};
}

}  // namespace

Result<Node> parse(std::string_view text, std::string file) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    TreeBuilder builder{text, file};
    const std::size_t bad = find_malformed_utf8(text);
    if (bad != std::string_view::npos) {
        const auto line =
            std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(bad), '\n');
        return Error{Code::kYamlInvalid,
                     {{}, std::move(file), line + 1, 0},
                     "not UTF-8: save the file as UTF-8"};
    }
    std::istringstream stream{std::string{text}};
    try {
        YAML::Parser parser{stream};
        if (!parser.HandleNextDocument(builder)) return builder.take();
        Node root = builder.take();
        TreeBuilder second{text, std::move(file)};
        if (!parser.HandleNextDocument(second)) return root;
        return explained(text, second.take().error("one document a file: nothing may follow `---`",
                                                   Code::kYamlInvalid));
    } catch (const TreeBuilder::Refused& refused) {
        return refused.error;
    } catch (const YAML::Exception& wrong) {
        return explained(text, builder.error_at(wrong.mark, wrong.msg));
    }
}

Result<Node> parse_file(const std::filesystem::path& path, std::string shown) {
    std::ifstream stream{path, std::ios::binary};
    std::ostringstream bytes;
    if (stream && std::filesystem::is_regular_file(path)) bytes << stream.rdbuf();
    if (!stream || !std::filesystem::is_regular_file(path)) {
        return Error{Code::kFileUnreadable, {{}, std::move(shown)}, "cannot be read"};
    }
    return parse(bytes.str(), std::move(shown));
}

Result<Node> parse_file(const std::filesystem::path& path) {
    return parse_file(path, path.string());
}

}  // namespace ow::yaml
