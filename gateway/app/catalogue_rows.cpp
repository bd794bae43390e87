#include "gateway/app/catalogue_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include "gateway/app/csv_table.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/spreadsheet/workbook.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;
using Cells = std::vector<std::string>;

constexpr std::string_view kItems = "catalogue/items.csv";
constexpr std::string_view kMaterials = "catalogue/materials.csv";

Result<TextTable> read_workbook(const fs::path& path) {
    const auto bytes = read_file(path);
    if (!bytes) return bytes.error();
    auto sheet = spreadsheet::read_sheet(*bytes, {}, path.string());
    if (!sheet) return sheet.error();
    TextTable out;
    for (spreadsheet::Row& row : sheet->rows) {
        if (out.titles.empty())
            out.titles = std::move(row.cells);
        else
            out.rows.push_back({std::move(row.cells), path.string(), row.number});
    }
    return out;
}

Result<TextTable> read_csv(const fs::path& path) {
    std::vector<Error> problems;
    const CsvTable table = CsvTable::read(path, problems);
    if (!problems.empty()) return problems.front();
    TextTable out{table.titles(), {}};
    for (const CsvRow& row : table.rows()) {
        Cells cells;
        for (const CsvCell& cell : row.cells) cells.push_back(cell.text);
        out.rows.push_back({std::move(cells), path.string(), row.line});
    }
    return out;
}

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"") == std::string::npos) return text;
    std::string out{'"'};
    for (const char c : text) out.append(c == '"' ? "\"\"" : std::string(1, c));
    return out + '"';
}

Status write_table(const fs::path& path, const TextTable& table) {
    std::ofstream file{path, std::ios::binary};
    file << fmt::format("{}\n", fmt::join(table.titles, ","));
    for (const TextRow& row : table.rows) {
        Cells cells;
        for (const std::string& cell : row.cells) cells.push_back(quoted(cell));
        file << fmt::format("{}\n", fmt::join(cells, ","));
    }
    return file.flush() ? ok() : Status{Error{Code::kStoreUnavailable, At{{}, path.string()}}};
}

/// A title that is misspelt would empty its column without a word.
Status same_titles(const Cells& given, const Cells& wanted, const fs::path& path) {
    for (const std::string& title : given) {
        if (std::find(wanted.begin(), wanted.end(), title) == wanted.end())
            return Error{Code::kRequestInvalid, At{title, path.string(), 1}, "unknown column"};
    }
    for (const std::string& title : wanted) {
        if (std::find(given.begin(), given.end(), title) == given.end())
            return Error{Code::kRequestInvalid, At{title, path.string(), 1}, "column is missing"};
    }
    return ok();
}

/// The table in `path` with its columns in the order of `wanted`.
Result<TextTable> read_like(const TextTable& wanted, const fs::path& path) {
    const auto given = path.extension() == ".xlsx" ? read_workbook(path) : read_csv(path);
    if (!given) return given.error();
    if (auto same = same_titles(given->titles, wanted.titles, path); !same) return same.error();
    TextTable out{wanted.titles, {}};
    for (const TextRow& row : given->rows) {
        TextRow ordered{{}, row.file, row.line};
        for (const std::string& title : wanted.titles) {
            ordered.cells.push_back(given->at(row, title));
            if (ordered.cells.back().find_first_of("\r\n") != std::string::npos)
                return Error{Code::kRequestInvalid, At{title, row.file, row.line},
                             "a line break in a value"};
        }
        out.rows.push_back(std::move(ordered));
    }
    return out;
}

std::set<std::string> values_of(const TextTable& table, std::string_view title) {
    std::set<std::string> out;
    for (const TextRow& row : table.rows) out.insert(table.at(row, title));
    return out;
}

template <class Wanted>
TextTable chosen(const TextTable& table, const Wanted& is_wanted) {
    TextTable out{table.titles, {}};
    std::copy_if(table.rows.begin(), table.rows.end(), std::back_inserter(out.rows), is_wanted);
    return out;
}

/// The materials of `items`.
TextTable owed_for(const TextTable& materials, const TextTable& items) {
    const auto ids = values_of(items, "id");
    return chosen(materials,
                  [&](const TextRow& row) { return ids.contains(materials.at(row, "item_id")); });
}

void put(TextTable& table, std::string_view title, const std::set<std::string>& gone,
         const TextTable& own) {
    std::erase_if(table.rows,
                  [&](const TextRow& row) { return gone.contains(table.at(row, title)); });
    table.rows.insert(table.rows.end(), own.rows.begin(), own.rows.end());
}

}  // namespace

std::string TextTable::at(const TextRow& row, std::string_view title) const {
    const auto found = std::find(titles.begin(), titles.end(), title);
    return found == titles.end() ? std::string{}
                                 : row.cells[static_cast<std::size_t>(found - titles.begin())];
}

Result<CatalogueRows> CatalogueRows::read(const fs::path& folder) {
    auto items = read_csv(folder / kItems);
    if (!items) return items.error();
    auto materials = read_csv(folder / kMaterials);
    if (!materials) return materials.error();
    return CatalogueRows{std::move(*items), std::move(*materials)};
}

Status CatalogueRows::write(const fs::path& folder) const {
    if (auto written = write_table(folder / kItems, items); !written) return written;
    return write_table(folder / kMaterials, materials);
}

CatalogueRows CatalogueRows::of(const std::string& department) const {
    TextTable own = chosen(
        items, [&](const TextRow& row) { return items.at(row, "department") == department; });
    TextTable owed = owed_for(materials, own);
    return {std::move(own), std::move(owed)};
}

void CatalogueRows::replace(const std::string& department, const CatalogueRows& own) {
    const auto gone = values_of(of(department).items, "id");
    put(items, "id", gone, own.items);
    put(materials, "item_id", gone, own.materials);
}

std::string CatalogueRows::digest() const {
    std::string said;
    for (const TextTable* table : {&items, &materials}) {
        for (const TextRow& row : table->rows) {
            for (const std::string& cell : row.cells)
                said += fmt::format("{}:{}", cell.size(), cell);
            said += '\n';
        }
    }
    return crypto::to_hex(crypto::digest(crypto::Hash::kSha256, said)).substr(0, 16);
}

Result<CatalogueRows> CatalogueRows::taken_from(const DepartmentTables& tables) const {
    auto own = read_like(items, tables.items);
    if (!own) return own.error();
    for (const TextRow& row : own->rows) {
        if (own->at(row, "department") == tables.department) continue;
        return Error{
            Code::kRequestInvalid, At{"department", row.file, row.line},
            fmt::format("`{}` is not an item of {}", own->at(row, "id"), tables.department)};
    }
    if (tables.materials.empty()) {
        TextTable stay = owed_for(of(tables.department).materials, *own);
        return CatalogueRows{std::move(*own), std::move(stay)};
    }
    auto owed = read_like(materials, tables.materials);
    if (!owed) return owed.error();
    const auto ids = values_of(*own, "id");
    for (const TextRow& row : owed->rows) {
        if (ids.contains(owed->at(row, "item_id"))) continue;
        return Error{Code::kRequestInvalid, At{"item_id", row.file, row.line},
                     fmt::format("`{}` is no item of the table", owed->at(row, "item_id"))};
    }
    return CatalogueRows{std::move(*own), std::move(*owed)};
}

Error CatalogueRows::traced(const Error& problem, const fs::path& folder) const {
    constexpr std::int64_t kFirstLine = 2;  // below the titles
    for (const auto& [table, file] : {std::pair{&items, kItems}, {&materials, kMaterials}}) {
        const auto index = static_cast<std::size_t>(problem.at().line - kFirstLine);
        if (problem.at().where != (folder / file).string() || index >= table->rows.size()) continue;
        const TextRow& row = table->rows[index];
        return Error{problem.code(), At{problem.at().field, row.file, row.line}, problem.cause()};
    }
    return problem;
}

}  // namespace ow::app
