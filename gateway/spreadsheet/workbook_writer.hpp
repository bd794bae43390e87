#pragma once
// Sheets as an .xlsx workbook (libxlsxwriter). Every cell is a text or a number, never a formula,
// whatever it begins with. The same sheets give the same bytes. Uses a temporary file.

#include <span>
#include <string>

#include "gateway/base/result.hpp"
#include "gateway/model/sheet.hpp"

namespace ow::spreadsheet {

/// kFileUnreadable: no room for the temporary file. kRequestInvalid: more rows than a sheet holds.
[[nodiscard]] Result<std::string> write_workbook(std::span<const model::Sheet> sheets);

}  // namespace ow::spreadsheet
