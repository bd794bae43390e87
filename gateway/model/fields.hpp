#pragma once
// The field registry: every canonical field once. The mapping checker, the schemas, the masks and
// the console's labels read this table; nothing else knows a field's length or label.
//
// A path names a place in the canonical content: `applicant.name`, `case_no`; `materials[].name` is
// the member of a list's entries. Lengths count code points; what is longer is refused and
// reported, never cut (R32). The table is sorted by path.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"

namespace ow::model {

enum class FieldType : std::uint8_t {
    kText,
    kName,     ///< a person's or organisation's name (R32)
    kCode,     ///< one of the values of `codes`
    kDate,     ///< 2024-10-10
    kInstant,  ///< 2024-10-10T09:30:00.000+08:00
    kNumber,   ///< a whole number, 0 or more
    kFlag,     ///< true, false
    kPhone,    ///< digits, + - ( ) and blanks between them
    kId,       ///< an identifier: printable, no blanks
    kList,     ///< entries with members `path[].member`
};

struct Field {
    std::string_view path;
    FieldType type;
    std::size_t max_length;     ///< code points; a list: entries
    std::string_view label;     ///< 中文
    std::string_view standard;  ///< where it comes from; empty: ours
    bool sensitive;             ///< personal data: masked, never logged
    std::string_view codes;     ///< name of a canonical code set; empty: none
};

[[nodiscard]] std::span<const Field> fields();
/// The row of `path`, or nullptr.
[[nodiscard]] const Field* find_field(std::string_view path);
/// All paths, for "did you mean".
[[nodiscard]] std::vector<std::string_view> field_paths();

/// One value of a canonical code set, with its Chinese word.
struct CodeRow {
    std::string_view set;
    std::string_view code;
    std::string_view label;
};
/// All sets, sorted by set and code.
[[nodiscard]] std::span<const CodeRow> code_rows();
[[nodiscard]] std::vector<std::string_view> codes_of(std::string_view set);
/// The Chinese word of a code ("" if unknown): code_label("material_form", "copy") = 复印件.
[[nodiscard]] std::string_view code_label(std::string_view set, std::string_view code);

/// Whether `value` fits `field` in length and form. kFieldTooLong or kFieldFormat with the field's
/// path; the cause never repeats the value.
[[nodiscard]] Status check_value(const Field& field, std::string_view value);

}  // namespace ow::model
