#include "tests/unit/mapping/leaf_editor.hpp"

#include <regex>

namespace ow::mapping {

LeafEditor::LeafEditor(Format format, std::string_view text) : format_(format), text_(text) {
    if (format == Format::kJson) find_in_json();
    if (format == Format::kXml) find_in_xml();
    if (is_table(format)) find_in_csv();
}

/// `"name": "text"`, or a number or word.
void LeafEditor::find_in_json() {
    const std::regex leaf{R"re("([^"\\]+)"\s*:\s*("(?:[^"\\]|\\.)*"|[-0-9.]+|true|false|null))re"};
    for (auto at = std::sregex_iterator{text_.begin(), text_.end(), leaf};
         at != std::sregex_iterator{}; ++at) {
        const auto begin = static_cast<std::size_t>(at->position());
        const auto value = static_cast<std::size_t>(at->position(2));
        leaves_.push_back({(*at)[1], begin, begin + static_cast<std::size_t>(at->length()), value,
                           value + static_cast<std::size_t>(at->length(2)), false});
    }
}

/// `<name>text</name>`, `<name/>`, ` name="text"`; not of the declaration.
void LeafEditor::find_in_xml() {
    const std::size_t body = text_.find("?>") == std::string::npos ? 0 : text_.find("?>") + 2;
    const auto collect = [&](const std::regex& leaf, std::size_t group, bool is_attribute) {
        const auto from = text_.cbegin() + static_cast<std::ptrdiff_t>(body);
        for (auto at = std::sregex_iterator{from, text_.cend(), leaf}; at != std::sregex_iterator{};
             ++at) {
            const auto begin = body + static_cast<std::size_t>(at->position());
            const auto value = body + static_cast<std::size_t>(at->position(group));
            leaves_.push_back({(*at)[1], begin, begin + static_cast<std::size_t>(at->length()),
                               value, value + static_cast<std::size_t>(at->length(group)),
                               is_attribute});
        }
    };
    collect(
        std::regex{
            R"re(<([^<>/!?\s]+)(?:\s[^<>]*)?>((?:<!\[CDATA\[[^\]]*\]\]>|[^<>])*)</[^<>]+>)re"},
        2, false);
    collect(std::regex{R"re(\s([^\s<>="]+)="([^"<>]*)")re"}, 2, true);
}

/// Cells below the header.
void LeafEditor::find_in_csv() {
    bool quoted = false;
    std::size_t row = 0;
    std::size_t column = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= text_.size(); ++i) {
        const char c = i < text_.size() ? text_[i] : '\n';
        if (c == '"') quoted = !quoted;
        if (quoted || (c != ',' && c != '\n')) continue;
        if (row > 0) {
            leaves_.push_back({"row " + std::to_string(row) + " column " + std::to_string(column),
                               begin, i, begin, i, false});
        }
        begin = i + 1;
        column = c == '\n' ? 0 : column + 1;
        if (c == '\n') ++row;
    }
}

void LeafEditor::replace(std::size_t begin, std::size_t end, const std::string& by) {
    text_.replace(begin, end - begin, by);
}

bool LeafEditor::remove(std::size_t leaf) {
    // A sheet has every cell; one that is gone is one that is empty.
    if (format_ == Format::kXlsx) return set(leaf, "");
    Leaf& one = leaves_[leaf];
    std::size_t begin = one.begin;
    std::size_t end = one.end;
    if (format_ != Format::kXml) {
        // The comma behind it goes too, or the one before.
        const std::size_t next = text_.find_first_not_of(" \t\r\n", end);
        const std::size_t before = text_.find_last_not_of(" \t\r\n", begin - 1);
        if (next != std::string::npos && text_[next] == ',') {
            end = next + 1;
        } else if (text_[before] == ',') {
            begin = before;
        }
    }
    replace(begin, end, "");
    return true;
}

bool LeafEditor::repeat(std::size_t leaf) {
    const Leaf& one = leaves_[leaf];
    if (one.is_attribute || format_ == Format::kXlsx) return false;
    const std::string whole = text_.substr(one.begin, one.end - one.begin);
    replace(one.end, one.end, (format_ == Format::kXml ? "" : ",") + whole);
    return true;
}

bool LeafEditor::set(std::size_t leaf, std::string_view value) {
    const Leaf& one = leaves_[leaf];
    const bool json = format_ == Format::kJson;
    replace(one.value_begin, one.value_end,
            json ? "\"" + std::string{value} + "\"" : std::string{value});
    return true;
}

}  // namespace ow::mapping
