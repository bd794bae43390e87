#include "gateway/documents/sheet_printer.hpp"

#include <fmt/format.h>

#include "gateway/documents/pdf_file.hpp"
#include "gateway/xml/document.hpp"

namespace ow::documents {
namespace {

/// Half-width characters to millimetres; a table is stretched to the page all the same.
constexpr double kCharacter = 2.2;
constexpr std::string_view kRowNumber = "序号";  // is no amount

xml::Document tree_of(std::span<const model::Sheet> sheets) {
    xml::Document out = xml::Document::make("case");
    for (std::size_t s = 0; s < sheets.size(); ++s) {
        const xml::Node sheet = out.root().add(fmt::format("s{}", s + 1));
        const auto add_row = [&](const char* name, const std::vector<std::string>& cells) {
            const xml::Node row = sheet.add(name);
            for (std::size_t i = 0; i < cells.size(); ++i)
                row.add(fmt::format("c{}", i + 1), cells[i]);
        };
        for (const auto& row : sheets[s].rows) add_row("row", row);
        if (!sheets[s].sums.empty()) add_row("total", sheets[s].sums);
    }
    return out;
}

void add_table(const xml::Node& document, const model::Sheet& sheet, std::size_t number) {
    const xml::Node table = document.add("table");
    table.set_attribute("each", fmt::format("s{}/row", number));
    table.set_attribute("size", "9");
    table.set_attribute("empty", "无");
    table.set_attribute("count", "yes");
    if (!sheet.sums.empty()) table.set_attribute("total", fmt::format("s{}/total", number));
    for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
        const model::SheetColumn& column = sheet.columns[i];
        const xml::Node cell = table.add("column");
        cell.set_attribute("title", column.label);
        cell.set_attribute("width", fmt::format("{:.1f}", column.width * kCharacter));
        if (column.is_number) cell.set_attribute("align", "right");
        const bool is_amount = column.is_number && column.label != kRowNumber;
        if (is_amount && sheet.sums.empty()) cell.set_attribute("sum", "yes");
        cell.add("value").set_attribute("select", fmt::format("c{}", i + 1));
    }
}

}  // namespace

std::string sheet_template(std::span<const model::Sheet> sheets) {
    xml::Document out = xml::Document::make("document");
    const xml::Node document = out.root();
    document.set_attribute("id", "D22");
    document.set_attribute("title", sheets.empty() ? std::string{} : sheets.front().title);
    document.set_attribute("font", "song");
    const xml::Node page = document.add("page");
    page.set_attribute("landscape", "yes");
    for (const char* side : {"top", "bottom", "left", "right"}) page.set_attribute(side, "15");
    for (std::size_t s = 0; s < sheets.size(); ++s) {
        if (s > 0) document.add("space").set_attribute("height", "8");
        document.add("title", sheets[s].title);
        for (const std::string& note : sheets[s].notes) {
            const xml::Node line = document.add("paragraph", note);
            line.set_attribute("indent", "0");
            line.set_attribute("size", "10.5");
            line.set_attribute("keep", "yes");
        }
        add_table(document, sheets[s], s + 1);
    }
    return out.serialise();
}

Result<RenderedPdf> print_sheets(std::span<const model::Sheet> sheets, const FontConfig& fonts) {
    if (Status works = check_pdf_library(); !works) return works.error();
    Result<FontBook> book = FontBook::open(fonts);
    if (!book) return book.error();
    const Result<Template> form = Template::parse(sheet_template(sheets), "D22");
    if (!form) return form.error();
    return render_form(*book, *form, form->compile(), tree_of(sheets));
}

}  // namespace ow::documents
