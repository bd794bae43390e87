#include "gateway/app/sheet_files.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/app/font_config.hpp"
#include "gateway/documents/sheet_printer.hpp"
#include "gateway/spreadsheet/workbook_writer.hpp"

namespace ow::app {
namespace {

constexpr const char* kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

std::string line_of(std::vector<std::string> cells) {
    for (std::string& cell : cells) {
        std::replace_if(
            cell.begin(), cell.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; },
            ' ');
    }
    return fmt::format("{}\n", fmt::join(cells, "\t"));
}

}  // namespace

std::string sheet_text(std::span<const model::Sheet> sheets) {
    std::string out;
    for (const model::Sheet& sheet : sheets) {
        if (!out.empty()) out += '\n';
        out += sheet.title + "\n";
        for (const std::string& note : sheet.notes) out += note + "\n";
        std::vector<std::string> labels;
        for (const model::SheetColumn& column : sheet.columns) labels.push_back(column.label);
        out += line_of(std::move(labels));
        for (const auto& row : sheet.rows) out += line_of(row);
        if (!sheet.sums.empty()) out += line_of(sheet.sums);
    }
    return out;
}

Result<ports::SheetFile> SheetFiles::make(std::span<const model::Sheet> sheets,
                                          std::string_view format) {
    if (format == "text")
        return ports::SheetFile{"text/plain; charset=utf-8", ".txt", sheet_text(sheets)};
    if (format == "xlsx") {
        auto bytes = spreadsheet::write_workbook(sheets);
        if (!bytes) return bytes.error();
        return ports::SheetFile{kXlsx, ".xlsx", std::move(*bytes)};
    }
    if (format != "pdf")
        return Error{Code::kRequestInvalid, {"format"}, "one of pdf, text, xlsx is expected"};
    const auto fonts = read_font_config(fonts_);
    if (!fonts) return fonts.error();
    auto printed = documents::print_sheets(sheets, *fonts);
    if (!printed) return printed.error();
    return ports::SheetFile{"application/pdf", ".pdf", std::move(printed->bytes)};
}

}  // namespace ow::app
