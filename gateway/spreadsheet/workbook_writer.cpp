#include "gateway/spreadsheet/workbook_writer.hpp"

#include <xlsxwriter.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "gateway/base/passing_folder.hpp"
#include "gateway/base/text.hpp"

namespace ow::spreadsheet {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostRows = LXW_ROW_MAX - 10;
constexpr std::size_t kMostName = 31;      // characters of a sheet's name
constexpr std::size_t kMostText = 32'767;  // characters of a cell
// 2000-01-01: a workbook says when it was made; ours says what is in it.
constexpr std::time_t kMadeAt = 946'684'800;

/// As XML can hold it and a cell takes it.
std::string cell_text(std::string_view text) {
    std::u32string points = to_code_points(text);
    std::erase_if(points, [](char32_t c) { return c < 0x20 && c != U'\n' && c != U'\t'; });
    if (points.size() > kMostText) points.resize(kMostText);
    return to_utf8(points);
}

std::optional<double> number_of(const std::string& text) {
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, value);
    if (failure != std::errc{} || stop != end) return std::nullopt;
    return static_cast<double>(value);
}

class Writer {
  public:
    explicit Writer(lxw_workbook* book)
        : book_(book), title_(workbook_add_format(book)), head_(workbook_add_format(book)) {
        format_set_bold(title_);
        format_set_font_size(title_, 14);
        format_set_bold(head_);
        format_set_bottom(head_, LXW_BORDER_THIN);
    }

    void add(const model::Sheet& sheet) {
        std::u32string name = to_code_points(sheet.title);
        if (name.size() > kMostName) name.resize(kMostName);
        sheet_ = workbook_add_worksheet(book_, to_utf8(name).c_str());
        line_ = 0;
        text(0, sheet.title, title_);
        for (const std::string& note : sheet.notes) text(0, note, nullptr);
        write_head(sheet);
        for (const auto& row : sheet.rows) write_row(sheet, row, nullptr);
        if (!sheet.sums.empty()) write_row(sheet, sheet.sums, head_);
    }

  private:
    void text(std::size_t column, const std::string& value, lxw_format* format) {
        worksheet_write_string(sheet_, line_++, static_cast<lxw_col_t>(column),
                               cell_text(value).c_str(), format);
    }
    void write_head(const model::Sheet& sheet) {
        for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
            const auto column = static_cast<lxw_col_t>(i);
            worksheet_set_column(sheet_, column, column, sheet.columns[i].width, nullptr);
            worksheet_write_string(sheet_, line_, column, sheet.columns[i].label.c_str(), head_);
        }
        worksheet_repeat_rows(sheet_, line_, line_);
        ++line_;
        worksheet_freeze_panes(sheet_, line_, 0);
        worksheet_set_landscape(sheet_);
        worksheet_fit_to_pages(sheet_, 1, 0);
    }
    void write_row(const model::Sheet& sheet, const std::vector<std::string>& row,
                   lxw_format* format) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            const auto column = static_cast<lxw_col_t>(i);
            const auto number = sheet.columns.at(i).is_number ? number_of(row[i]) : std::nullopt;
            if (number) worksheet_write_number(sheet_, line_, column, *number, format);
            // A string cell is never computed, also if it begins with = + - @.
            else if (!row[i].empty())
                worksheet_write_string(sheet_, line_, column, cell_text(row[i]).c_str(), format);
        }
        ++line_;
    }

    lxw_workbook* book_;
    lxw_worksheet* sheet_ = nullptr;
    lxw_format* title_;
    lxw_format* head_;
    lxw_row_t line_ = 0;
};

Error no_file(std::string cause) {
    return Error{Code::kFileUnreadable, {}, std::move(cause)};
}

}  // namespace

Result<std::string> write_workbook(std::span<const model::Sheet> sheets) {
    for (const model::Sheet& sheet : sheets) {
        if (sheet.rows.size() > kMostRows)
            return Error{Code::kRequestInvalid, {sheet.title}, "more rows than a sheet holds"};
    }
    std::error_code none;
    const PassingFolder folder{fs::temp_directory_path(none), "onewindow-sheet-"};
    if (folder.path().empty()) return no_file("no temporary folder");
    const fs::path file = folder.path() / "sheets.xlsx";
    std::string own = folder.path().string();
    lxw_workbook_options options{LXW_FALSE, own.data(), LXW_FALSE};
    lxw_workbook* book = workbook_new_opt(file.c_str(), &options);
    if (book == nullptr) return no_file("no workbook");
    lxw_doc_properties properties{};
    properties.created = kMadeAt;
    workbook_set_properties(book, &properties);
    Writer writer{book};
    for (const model::Sheet& sheet : sheets) writer.add(sheet);
    if (const lxw_error failed = workbook_close(book); failed != LXW_NO_ERROR)
        return no_file(lxw_strerror(failed));
    std::ifstream in{file, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    if (bytes.empty()) return no_file("the workbook cannot be read back");
    return bytes;
}

}  // namespace ow::spreadsheet
