#pragma once
// One sheet of an .xlsx workbook (ECMA-376) as rows of text, as a person reads them: dates as ISO
// 8601, numbers as typed, a formula's stored value, shared and inline texts. Nothing is guessed: a
// value that cannot be what was meant – #N/A, a formula that was never computed, an ID number that
// the spreadsheet has rounded – refuses the file and names sheet and cell.
//
// Files from anywhere are read: sizes are limited, what points out of the file is refused, macros
// and formulas are never run. Not read: .xls, .xlsb, workbooks with a password, pictures.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/spreadsheet/archive.hpp"

namespace ow::spreadsheet {

struct Limits {
    ArchiveLimits archive;
    std::size_t cells = 500'000;
};

/// Which rows of which sheet.
struct Wanted {
    std::string sheet;        ///< empty: the only visible one
    std::int64_t header = 0;  ///< the row with the titles, 1-based; 0: the first that is not blank
};

struct Row {
    std::int64_t number = 0;         ///< as the spreadsheet shows it
    std::vector<std::string> cells;  ///< as many as there are titles
};

struct Sheet {
    std::string name;
    std::vector<Row> rows;  ///< the titles, then every row that is not blank; hidden ones too
};

/// A cell merged downwards says the same in each of its rows.
///
/// kRequestInvalid with row and column as line and column, and sheet and cell (`台账!C7`) in the
/// cause: no such sheet, several sheets and none named, no titles, a value in a column without a
/// title, a cell that has no right value, a file that is damaged or too large. kXmlDoctypeRefused.
[[nodiscard]] Result<Sheet> read_sheet(std::string_view bytes, const Wanted& wanted,
                                       std::string_view where, const Limits& limits = {});

}  // namespace ow::spreadsheet
