#include "gateway/casetree/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "gateway/base/text.hpp"
#include "gateway/casetree/element.hpp"

namespace ow::casetree {
namespace {

Error broken(std::string_view where, std::int64_t line, std::int64_t column, std::string cause) {
    return Error{Code::kRequestInvalid, {{}, std::string{where}, line, column}, std::move(cause)};
}

void add_cell(xml::Node parent, const std::string& title, const std::string& value) {
    const xml::Node node = add_member(parent, title);
    if (!value.empty()) node.set_text(value);
}

}  // namespace

/// One pass over the text; `at_` is the next byte.
class CsvReader {
  public:
    CsvReader(std::string_view text, std::string_view where) : text_(text), where_(where) {}

    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

    Result<Table::Row> row() {
        Table::Row out{line_, {}};
        for (;;) {
            auto cell = at_end() || text_[at_] != '"' ? bare() : quoted();
            if (!cell) return cell.error();
            out.cells.push_back(std::move(*cell));
            if (at_end()) return out;
            if (text_[at_++] == ',') continue;
            if (text_[at_ - 1] == '\r') ++at_;
            ++line_;
            line_start_ = at_;
            return out;
        }
    }

  private:
    [[nodiscard]] Error wrong(std::string cause) const {
        const auto column = count_code_points(text_.substr(line_start_, at_ - line_start_)) + 1;
        return broken(where_, line_, static_cast<std::int64_t>(column), std::move(cause));
    }
    /// A comma, a line end or the end of the text.
    [[nodiscard]] bool ends_here() const {
        return at_end() || text_[at_] == ',' || text_[at_] == '\n' ||
               text_.substr(at_, 2) == "\r\n";
    }
    Result<std::string> bare() {
        const std::size_t start = at_;
        for (; !ends_here(); ++at_) {
            if (text_[at_] == '"') return wrong("a quote inside a value that is not quoted");
        }
        return std::string{text_.substr(start, at_ - start)};
    }
    Result<std::string> quoted() {
        const Error unclosed = wrong("a quoted value is not closed");
        std::string out;
        for (++at_; !at_end(); ++at_) {
            if (text_[at_] == '\n') {
                ++line_;
                line_start_ = at_ + 1;
            }
            if (text_[at_] != '"') {
                out.push_back(text_[at_]);
                continue;
            }
            if (text_.substr(at_, 2) != "\"\"") {
                ++at_;
                if (ends_here()) return out;
                return wrong("text behind the end of a quoted value");
            }
            out.push_back(text_[at_++]);
        }
        return unclosed;
    }

    std::string_view text_;
    std::string_view where_;
    std::size_t at_ = 0;
    std::size_t line_start_ = 0;
    std::int64_t line_ = 1;
};

Result<Table> Table::parse_csv(std::string_view utf8, std::string_view key_column,
                               std::string_view where, const TreeLimits& limits) {
    std::vector<Row> rows;
    CsvReader reader{utf8, where};
    while (!reader.at_end()) {
        auto row = reader.row();
        if (!row) return row.error();
        if (row->cells.size() == 1 && row->cells[0].empty()) continue;
        rows.push_back(std::move(*row));
    }
    return from_rows(std::move(rows), key_column, where, limits);
}

Result<Table> Table::from_rows(std::vector<Row> rows, std::string_view key_column,
                               std::string_view where, const TreeLimits& limits) {
    if (rows.empty()) return broken(where, 1, 1, "there is no header");
    for (const Row& row : rows) {
        const auto bad = std::find_if(row.cells.begin(), row.cells.end(),
                                      [](const auto& cell) { return find_control(cell) >= 0; });
        if (bad != row.cells.end())
            return broken(where, row.line, bad - row.cells.begin() + 1, "a control character");
    }
    Table table;
    if (auto taken = table.take_header(std::move(rows.front()), where); !taken)
        return taken.error();
    rows.erase(rows.begin());
    for (const Row& row : rows) {
        if (row.cells.size() != table.titles_.size()) {
            return broken(where, row.line, 1,
                          fmt::format("{} values where the header has {}", row.cells.size(),
                                      table.titles_.size()));
        }
    }
    table.rows_ = std::move(rows);
    if (auto grouped = table.group(key_column, where, limits); !grouped) return grouped.error();
    return table;
}

Status Table::take_header(Row header, std::string_view where) {
    for (const std::string& cell : header.cells) {
        std::string title{trim(cell)};
        const std::size_t number = titles_.size() + 1;
        if (title.empty()) {
            return broken(where, header.line, 0, fmt::format("column {} has no title", number));
        }
        if (title == "row" || std::find(titles_.begin(), titles_.end(), title) != titles_.end()) {
            return broken(where, header.line, 0,
                          fmt::format("column {} has a title that is taken", number));
        }
        titles_.push_back(std::move(title));
    }
    return ok();
}

Status Table::group(std::string_view key_column, std::string_view where, const TreeLimits& limits) {
    const auto key = std::find(titles_.begin(), titles_.end(), key_column);
    if (!key_column.empty() && key == titles_.end()) {
        return broken(where, 1, 0, fmt::format("there is no column `{}`", key_column));
    }
    std::map<std::string, std::size_t> by_key;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        std::size_t message = messages_.size();
        if (!key_column.empty()) {
            const auto column = static_cast<std::size_t>(key - titles_.begin());
            const std::string value{trim(rows_[i].cells[column])};
            if (value.empty()) {
                return broken(where, rows_[i].line, 0,
                              fmt::format("`{}` is empty: whose row is it?", key_column));
            }
            message = by_key.emplace(value, message).first->second;
        }
        if (message == messages_.size()) messages_.emplace_back();
        messages_[message].push_back(i);
        if (messages_[message].size() * titles_.size() > limits.elements) {
            return broken(where, rows_[i].line, 0,
                          fmt::format("more than {} values of one key", limits.elements));
        }
    }
    return ok();
}

std::int64_t Table::line(std::size_t message) const {
    return rows_[messages_.at(message).front()].line;
}

xml::Document Table::tree(std::size_t message) const {
    xml::Document document = xml::Document::make("message");
    const std::vector<std::size_t>& rows = messages_.at(message);
    for (std::size_t column = 0; column < titles_.size(); ++column) {
        std::vector<std::string_view> values;
        for (const std::size_t row : rows) {
            const std::string& value = rows_[row].cells[column];
            if (trim(value).empty() ||
                std::find(values.begin(), values.end(), value) != values.end())
                continue;
            values.push_back(value);
        }
        if (values.empty()) add_cell(document.root(), titles_[column], {});
        for (const std::string_view value : values)
            add_cell(document.root(), titles_[column], std::string{value});
    }
    for (const std::size_t row : rows) {
        const xml::Node node = document.root().add("row");
        for (std::size_t column = 0; column < titles_.size(); ++column)
            add_cell(node, titles_[column], rows_[row].cells[column]);
    }
    return document;
}

}  // namespace ow::casetree
