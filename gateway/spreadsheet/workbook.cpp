#include "gateway/spreadsheet/workbook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>

#include "gateway/base/text.hpp"
#include "gateway/spreadsheet/cell_text.hpp"
#include "gateway/xml/document.hpp"

namespace ow::spreadsheet {
namespace {

Error broken(std::string cause, CellPlace at = {}) {
    return Error{Code::kRequestInvalid, {{}, {}, at.row, at.column}, std::move(cause)};
}

bool is_blank(const std::string& text) {
    return trim(text).empty();
}

/// What a part's relationships point to: by id, and by the last word of their type.
struct Relations {
    std::map<std::string, std::string> by_id;
    std::map<std::string, std::string> by_type;
};

/// The text of `<si>` or `<is>`: its `t`, or those of its runs; not how it is pronounced (`rPh`).
std::string text_of(xml::Node holder) {
    std::string out;
    for (const xml::Node part : holder.children()) {
        if (part.is_named("t")) out += part.text();
        if (part.is_named("r")) out += part.child("t").text();
    }
    return without_escapes(out);
}

int integer_or(const std::string& text, int fallback) {
    const bool digits = !text.empty() && text.size() < 9 &&
                        text.find_first_not_of("0123456789") == std::string::npos;
    return digits ? std::stoi(text) : fallback;
}

/// ` #N/A`; nothing else is repeated, for a cause holds no data of persons.
std::string error_name(const std::string& value) {
    constexpr std::string_view kNames[] = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!",
                                           "#NUM!",   "#REF!", "#VALUE!"};
    const bool known = std::find(std::begin(kNames), std::end(kNames), value) != std::end(kNames);
    return known ? " " + value : std::string{};
}

/// What cells refer to.
struct Book {
    std::vector<std::string> texts;
    std::vector<bool> dates;  ///< by style: whether it shows a day or time
    bool from_1904 = false;
};

class WorkbookReader {
  public:
    WorkbookReader(Archive& archive, const Limits& limits) : archive_(archive), limits_(limits) {}

    Result<Sheet> sheet(const Wanted& wanted) {
        const auto root = relations("", "");
        if (!root) return root.error();
        const auto office = root->by_type.find("officeDocument");
        const std::string path = office == root->by_type.end() ? "xl/workbook.xml" : office->second;
        const auto workbook = part(path);
        if (!workbook) return workbook.error();
        const std::size_t slash = path.rfind('/') + 1;  // npos + 1 = 0
        const auto related = relations(path.substr(0, slash), path.substr(slash));
        if (!related) return related.error();
        const auto chosen = choose(workbook->root().child("sheets"), wanted.sheet);
        if (!chosen) return chosen.error();
        const auto target = related->by_id.find(chosen->attribute("id"));
        if (target == related->by_id.end()) return broken("the sheet is not in the file");
        const std::string dates = workbook->root().child("workbookPr").attribute("date1904");
        book_.from_1904 = dates == "1" || dates == "true";
        if (auto read = read_book(*related); !read) return read.error();
        const auto tree = part(target->second);
        if (!tree) return tree.error();
        name_ = chosen->attribute("name");
        return rows(tree->root(), wanted.header);
    }

  private:
    Result<xml::Document> part(const std::string& path) {
        const auto bytes = archive_.read(path);
        if (!bytes) return bytes.error();
        auto tree = xml::Document::parse(*bytes);
        if (tree || tree.error().code() == Code::kXmlDoctypeRefused) return tree;
        return broken(fmt::format("`{}` is no XML", path));
    }

    Result<Relations> relations(const std::string& folder, const std::string& name) {
        Relations out;
        const auto tree = part(folder + "_rels/" + name + ".rels");
        if (!tree) return tree.error();
        for (const xml::Node one : tree->root().children()) {
            // A link in a cell is external too; what the sheet consists of must not be.
            if (one.attribute("TargetMode") == "External") continue;
            std::string target = one.attribute("Target");
            target = target.starts_with('/') ? target.substr(1) : folder + target;
            const std::string type = one.attribute("Type");
            out.by_id[one.attribute("Id")] = target;
            out.by_type[type.substr(type.rfind('/') + 1)] = target;
        }
        return out;
    }

    static Result<xml::Node> choose(xml::Node sheets, const std::string& wanted) {
        std::vector<std::string> names;
        std::optional<xml::Node> found;
        for (const xml::Node one : sheets.children()) {
            const std::string name = one.attribute("name");
            const std::string state = one.attribute("state");
            if (wanted.empty() && !state.empty() && state != "visible") continue;
            if (wanted.empty() || name == wanted) found = one;
            names.push_back(name);
        }
        const std::string all = fmt::format("{}", fmt::join(names, ", "));
        if (!found && !wanted.empty())
            return broken(fmt::format("there is no sheet `{}`; there are {}", wanted, all));
        if (!found) return broken("there is no visible sheet");
        if (wanted.empty() && names.size() > 1)
            return broken(fmt::format("several sheets ({}): the mapping must name one", all));
        return *found;
    }

    Status read_book(const Relations& related) {
        if (const auto at = related.by_type.find("sharedStrings"); at != related.by_type.end()) {
            const auto tree = part(at->second);
            if (!tree) return tree.error();
            for (const xml::Node one : tree->root().children())
                if (one.is_named("si")) book_.texts.push_back(text_of(one));
        }
        const auto at = related.by_type.find("styles");
        if (at == related.by_type.end()) return ok();
        const auto tree = part(at->second);
        if (!tree) return tree.error();
        std::map<int, std::string> codes;
        for (const xml::Node one : tree->root().child("numFmts").children())
            codes[integer_or(one.attribute("numFmtId"), -1)] = one.attribute("formatCode");
        for (const xml::Node one : tree->root().child("cellXfs").children()) {
            const int format = integer_or(one.attribute("numFmtId"), 0);
            const auto code = codes.find(format);
            book_.dates.push_back(shows_date(format, code == codes.end() ? "" : code->second));
        }
        return ok();
    }

    Result<std::string> value_of(xml::Node cell) const {
        const std::string type = cell.attribute("t");
        if (type == "inlineStr") return text_of(cell.child("is"));
        const xml::Node stored = cell.child("v");
        if (!stored) {
            if (cell.child("f")) return broken("a formula that was never computed");
            return std::string{};
        }
        const std::string value = stored.text();
        if (type == "e") return broken("the value is an error" + error_name(value));
        if (type == "b") return std::string{value == "1" ? "TRUE" : "FALSE"};
        if (type == "str") return without_escapes(value);
        if (type == "d") return value;
        if (type == "s") {
            const auto text = static_cast<std::size_t>(integer_or(value, 1 << 30));
            if (text < book_.texts.size()) return book_.texts[text];
            return broken("the file has no such text");
        }
        if (!type.empty() && type != "n") return broken("a cell of a kind that is not known");
        if (value.empty()) return std::string{};
        const auto style = static_cast<std::size_t>(integer_or(cell.attribute("s"), 0));
        const bool date = style < book_.dates.size() && book_.dates[style];
        return date ? date_text(value, book_.from_1904) : number_text(value);
    }

    [[nodiscard]] Error at_cell(const Error& error, const CellPlace& place) const {
        const std::string shown = fmt::format("{}!{}", name_, to_reference(place));
        return Error{error.code(),
                     {{}, {}, place.row, place.column},
                     fmt::format("{}: {}", shown, error.cause())};
    }

    /// Cells that were merged, the same column downwards.
    struct Merged {
        CellPlace first;
        std::int64_t last_row = 0;
    };
    static std::vector<Merged> merged_in(xml::Node sheet) {
        std::vector<Merged> out;
        for (const xml::Node one : sheet.child("mergeCells").children()) {
            const std::string area = one.attribute("ref");
            const std::size_t colon = std::min(area.find(':'), area.size());
            const auto first = parse_place(area.substr(0, colon));
            const auto last = parse_place(area.substr(std::min(colon + 1, area.size())));
            if (first && last && last->row > first->row) out.push_back({*first, last->row});
        }
        return out;
    }

    Result<Row> read_row(xml::Node node, std::int64_t number) {
        Row row{number, {}};
        std::int64_t column = 0;
        for (const xml::Node cell : node.children()) {
            const std::string written = cell.attribute("r");
            CellPlace place{number, column + 1};
            if (!written.empty()) place = parse_place(written).value_or(CellPlace{});
            if (place.row != number || place.column <= column)
                return broken(
                    fmt::format("{}: the cells of row {} are out of order", name_, number));
            column = place.column;
            auto value = value_of(cell);
            if (!value) return at_cell(value.error(), place);
            if (is_blank(*value)) continue;
            row.cells.resize(static_cast<std::size_t>(column));
            row.cells.back() = std::move(*value);
        }
        cells_ += row.cells.size();
        if (cells_ > limits_.cells)
            return broken(fmt::format("{}: more than {} cells", name_, limits_.cells));
        return row;
    }

    Result<Sheet> rows(xml::Node sheet, std::int64_t header) {
        Sheet out{name_, {}};
        std::int64_t number = 0;
        for (const xml::Node node : sheet.child("sheetData").children()) {
            const std::int64_t next = integer_or(node.attribute("r"), static_cast<int>(number) + 1);
            if (next <= number) return broken(name_ + ": the rows are out of order");
            number = next;
            auto row = read_row(node, number);
            if (!row) return row.error();
            const bool before = out.rows.empty() && header > 0 && number < header;
            if (!before && !row->cells.empty()) out.rows.push_back(std::move(*row));
        }
        if (out.rows.empty() || (header > 0 && out.rows.front().number != header)) {
            return broken(header > 0 ? fmt::format("{}: row {} has no titles", name_, header)
                                     : fmt::format("{}: there are no titles", name_));
        }
        spread(merged_in(sheet), out.rows);
        return shaped(std::move(out));
    }

    /// The value of each merged cell in all its rows below the titles.
    void spread(const std::vector<Merged>& merged, std::vector<Row>& rows) {
        const auto before = [](const Row& row, std::int64_t number) { return row.number < number; };
        for (const Merged& area : merged) {
            auto row = std::lower_bound(rows.begin() + 1, rows.end(), area.first.row, before);
            const auto column = static_cast<std::size_t>(area.first.column) - 1;
            if (row == rows.end() || row->number != area.first.row || row->cells.size() <= column)
                continue;
            const std::string value = row->cells[column];
            for (++row; row != rows.end() && row->number <= area.last_row; ++row) {
                if (++cells_ > limits_.cells) return;
                row->cells.resize(std::max(row->cells.size(), column + 1));
                row->cells[column] = value;
            }
        }
    }

    /// Every row as wide as the titles.
    [[nodiscard]] Result<Sheet> shaped(Sheet sheet) const {
        const std::size_t width = sheet.rows.front().cells.size();
        if (cells_ > limits_.cells || width * sheet.rows.size() > limits_.cells)
            return broken(fmt::format("{}: more than {} cells", name_, limits_.cells));
        for (Row& row : sheet.rows) {
            if (row.cells.size() > width) {
                const CellPlace place{row.number, static_cast<std::int64_t>(row.cells.size())};
                return at_cell(broken("a value in a column without a title"), place);
            }
            row.cells.resize(width);
        }
        return sheet;
    }

    Archive& archive_;
    const Limits& limits_;
    Book book_;
    std::string name_;
    std::size_t cells_ = 0;
};

}  // namespace

Result<Sheet> read_sheet(std::string_view bytes, const Wanted& wanted, std::string_view where,
                         const Limits& limits) {
    auto archive = Archive::open(bytes, limits.archive);
    auto sheet =
        archive ? WorkbookReader{*archive, limits}.sheet(wanted) : Result<Sheet>{archive.error()};
    if (sheet) return sheet;
    const Error& error = sheet.error();
    return Error{
        error.code(), {{}, std::string{where}, error.at().line, error.at().column}, error.cause()};
}

}  // namespace ow::spreadsheet
