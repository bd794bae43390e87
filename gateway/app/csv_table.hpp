#pragma once
// A table of the configuration: UTF-8, comma-separated, a header row, one record a line (RFC 4180
// without line breaks in a value). Every mistake is collected with file, line and column.

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/model/limit.hpp"

namespace ow::app {

struct CsvCell {
    std::string text;
    std::int64_t column = 0;  ///< of its first character in the line, 1-based, in code points
};

struct CsvRow {
    std::int64_t line = 0;
    std::vector<CsvCell> cells;  ///< as many as the header has
};

class CsvTable {
  public:
    /// Rows with another number of cells than the header, columns missing from `columns` and
    /// columns not in it are problems; what is left can still be read.
    static CsvTable read(const std::filesystem::path& path,
                         std::span<const std::string_view> columns, std::vector<Error>& problems);
    /// With whatever columns it has.
    static CsvTable read(const std::filesystem::path& path, std::vector<Error>& problems);

    [[nodiscard]] const std::vector<std::string>& titles() const { return header_; }
    [[nodiscard]] const std::vector<CsvRow>& rows() const { return rows_; }
    /// Whether there is a row to read; a header without one is a problem.
    [[nodiscard]] bool has_rows(std::vector<Error>& problems) const;
    [[nodiscard]] const std::string& bytes() const { return bytes_; }
    [[nodiscard]] const std::string& file() const { return file_; }
    /// The cell under `column`; an empty one if the table lacks it.
    [[nodiscard]] const CsvCell& cell(const CsvRow& row, std::string_view column) const;

  private:
    using Columns = std::optional<std::span<const std::string_view>>;
    static CsvTable read_with(const std::filesystem::path& path, const Columns& columns,
                              std::vector<Error>& problems);
    void take_lines(const Columns& columns, std::vector<Error>& problems);
    void take_header(const CsvRow& row, const Columns& columns, std::vector<Error>& problems);

    std::string file_;
    std::string bytes_;
    std::vector<std::string> header_;
    std::vector<CsvRow> rows_;
};

/// Typed access to one row; mistakes go to `problems`.
class CsvReader {
  public:
    CsvReader(const CsvTable& table, const CsvRow& row, std::vector<Error>& problems)
        : table_(table), row_(row), problems_(problems) {}

    [[nodiscard]] std::string text(std::string_view column);  ///< must not be empty
    [[nodiscard]] std::string text_or_none(std::string_view column);
    [[nodiscard]] bool yes_no(std::string_view column);
    [[nodiscard]] int integer(std::string_view column, int least, int most);
    /// Of no values any will do: the table that has them could not be read.
    [[nodiscard]] std::string one_of(std::string_view column,
                                     const std::vector<std::string_view>& allowed);
    /// `5wd`; empty = none.
    [[nodiscard]] std::optional<model::Limit> limit_or_none(std::string_view column);
    /// A limit of more than two years is a slip of the keyboard.
    void check_length(std::string_view column, model::Limit limit);
    [[nodiscard]] model::Limit limit(std::string_view column);
    /// Parts between `separator`, trimmed, empty ones dropped.
    [[nodiscard]] std::vector<std::string> list(std::string_view column,
                                                std::string_view separator);
    void report(std::string_view column, std::string cause);

  private:
    const CsvTable& table_;
    const CsvRow& row_;
    std::vector<Error>& problems_;
};

}  // namespace ow::app
