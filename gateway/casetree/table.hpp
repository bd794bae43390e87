#pragma once
// A table of text (CSV by RFC 4180, a spreadsheet's rows) as message trees: one a row, or one for
// all rows that have the same key. What JSON and XML mappings say with XPath, a table's mapping
// says the same way:
//
//   no,name,material          <message><no>7</no><name>x</name>
//   7,x,form             →      <material>form</material><material>plan</material>
//   7,x,plan                    <row><no>7</no><name>x</name><material>form</material></row>
//                               <row><no>7</no><name>x</name><material>plan</material></row></message>
//
// Below the root every column stands once for each different value its rows have (an empty cell
// counts only if all are empty), so that rows which contradict each other are found out: a value
// that stands twice is an error of the mapping. `row` holds each row as it was written.
//
// Immutable; any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/casetree/tree.hpp"

namespace ow::casetree {

class Table {
  public:
    struct Row {
        std::int64_t line = 0;
        std::vector<std::string> cells;
    };

    /// UTF-8, a header first; commas, quoted values with "" and line ends inside, CRLF or LF; empty
    /// lines do not count. `key_column` empty: every row is a message of its own.
    ///
    /// kRequestInvalid with line and column: no header, a title that is empty or there twice, no
    /// `key_column`, a row without a key, a quote that is not closed or stands inside a bare value,
    /// more or fewer values than titles, a control character XML cannot hold, too many rows of one
    /// key.
    static Result<Table> parse_csv(std::string_view utf8, std::string_view key_column = {},
                                   std::string_view where = {}, const TreeLimits& limits = {});
    /// The same of rows that were read by other means (a spreadsheet's): the titles, then rows with
    /// as many values.
    static Result<Table> from_rows(std::vector<Row> rows, std::string_view key_column = {},
                                   std::string_view where = {}, const TreeLimits& limits = {});

    /// Messages, in the order of their first rows.
    [[nodiscard]] std::size_t size() const { return messages_.size(); }
    [[nodiscard]] xml::Document tree(std::size_t message) const;
    /// Where its first row begins, 1-based.
    [[nodiscard]] std::int64_t line(std::size_t message) const;

  private:
    Status take_header(Row header, std::string_view where);
    Status group(std::string_view key_column, std::string_view where, const TreeLimits& limits);

    std::vector<std::string> titles_;
    std::vector<Row> rows_;
    std::vector<std::vector<std::size_t>> messages_;  ///< indexes of rows
};

}  // namespace ow::casetree
