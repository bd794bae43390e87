#pragma once
// What a number in a cell says (ECMA-376 part 1, 18.8.30 and 18.17.4): a number as it was typed, or
// a day and time where the cell's format shows one.

#include <optional>
#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

namespace ow::spreadsheet {

/// Whether a format shows a day or a time. `code` empty: one of the built-in ones.
[[nodiscard]] bool shows_date(int format, std::string_view code);

/// Serial number to ISO 8601: `2024-09-27`, `2024-09-27T10:15:00`, without a day `10:15:00`; to the
/// second. kRequestInvalid: no day of any calendar, such as 60, the 29 February 1900 of the 1900
/// date system.
[[nodiscard]] Result<std::string> date_text(std::string_view serial, bool from_1904);

/// `13800000001`, `0.3`. kRequestInvalid: no number, or a whole one of more than 15 digits, which
/// the spreadsheet has rounded (an ID number in a column that is not text).
[[nodiscard]] Result<std::string> number_text(std::string_view value);

/// `B12` → column 2, row 12; both 1-based.
struct CellPlace {
    std::int64_t row = 0;
    std::int64_t column = 0;
};
[[nodiscard]] std::optional<CellPlace> parse_place(std::string_view reference);
[[nodiscard]] std::string to_reference(const CellPlace& place);

/// `_x000D_` is how OOXML writes a character that XML cannot hold or that would be lost.
[[nodiscard]] std::string without_escapes(std::string_view text);

}  // namespace ow::spreadsheet
