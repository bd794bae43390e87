#include "gateway/app/catalogue_change.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "gateway/app/config_loader.hpp"
#include "gateway/app/csv_table.hpp"
#include "gateway/app/kept_folders.hpp"
#include "gateway/base/text.hpp"
#include "gateway/spreadsheet/workbook.hpp"
#include "gateway/yaml/reader.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;
using Cells = std::vector<std::string>;

/// Titles and rows; every row has as many cells as there are titles.
struct Rows {
    Cells titles;
    std::vector<Cells> rows;

    [[nodiscard]] std::size_t place(std::string_view title) const {
        return static_cast<std::size_t>(std::find(titles.begin(), titles.end(), title) -
                                        titles.begin());
    }
    [[nodiscard]] std::string at(const Cells& row, std::string_view title) const {
        const std::size_t i = place(title);
        return i < row.size() ? row[i] : std::string{};
    }
};

Result<std::string> bytes_of(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return Error{Code::kFileUnreadable, At{{}, path.string()}};
    return std::string{std::istreambuf_iterator<char>{file}, {}};
}

Result<Rows> read_workbook(const fs::path& path) {
    const auto bytes = bytes_of(path);
    if (!bytes) return bytes.error();
    auto sheet = spreadsheet::read_sheet(*bytes, {}, path.string());
    if (!sheet) return sheet.error();
    Rows out;
    for (spreadsheet::Row& row : sheet->rows) {
        if (out.titles.empty())
            out.titles = std::move(row.cells);
        else
            out.rows.push_back(std::move(row.cells));
    }
    return out;
}

/// The shape is checked when the whole is read by the ordinary loader.
Result<Rows> read_csv(const fs::path& path) {
    std::vector<Error> later;
    const CsvTable table = CsvTable::read(path, {}, later);
    if (table.bytes().empty()) return Error{Code::kFileUnreadable, At{{}, path.string()}};
    Rows out;
    const std::string_view first =
        std::string_view{table.bytes()}.substr(0, table.bytes().find('\n'));
    for (const std::string_view title : split(trim(first), ',')) out.titles.emplace_back(title);
    for (const CsvRow& row : table.rows()) {
        Cells cells;
        for (const CsvCell& cell : row.cells) cells.push_back(cell.text);
        out.rows.push_back(std::move(cells));
    }
    return out;
}

Result<Rows> read_table(const fs::path& path) {
    return path.extension() == ".xlsx" ? read_workbook(path) : read_csv(path);
}

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"") == std::string::npos) return text;
    std::string out{'"'};
    for (const char c : text) out.append(c == '"' ? "\"\"" : std::string(1, c));
    return out + '"';
}

Status write_table(const fs::path& path, const Rows& table) {
    std::ofstream file{path, std::ios::binary};
    file << fmt::format("{}\n", fmt::join(table.titles, ","));
    for (const Cells& row : table.rows) {
        std::vector<std::string> cells;
        for (const std::string& cell : row) cells.push_back(quoted(cell));
        file << fmt::format("{}\n", fmt::join(cells, ","));
    }
    return file.flush() ? ok() : Status{Error{Code::kStoreUnavailable, At{{}, path.string()}}};
}

/// `fresh` in the order of `titles`; a title that is missing stays empty and is found out later.
Cells ordered(const Rows& fresh, const Cells& row, const Cells& titles) {
    Cells out;
    for (const std::string& title : titles) out.push_back(fresh.at(row, title));
    return out;
}

std::set<std::string> ids_of(const Rows& items, const std::string& department) {
    std::set<std::string> ids;
    for (const Cells& row : items.rows) {
        if (items.at(row, "department") == department) ids.insert(items.at(row, "id"));
    }
    return ids;
}

template <class Replaced>
void replace(Rows& table, const Rows& fresh, const Replaced& is_replaced) {
    std::erase_if(table.rows, is_replaced);
    for (const Cells& row : fresh.rows) table.rows.push_back(ordered(fresh, row, table.titles));
}

Status foreign_row(const Rows& items, const std::string& department, const fs::path& path) {
    for (const Cells& row : items.rows) {
        if (items.at(row, "department") == department) continue;
        return Error{Code::kRequestInvalid, At{"department", path.string()},
                     "`" + items.at(row, "id") + "` is not an item of " + department};
    }
    return ok();
}

CatalogueChange read_change(const fs::path& folder, std::vector<Error>& problems) {
    CatalogueChange out;
    out.id = folder.filename().string();
    const auto root = yaml::parse_file(folder / "change.yaml");
    if (!root) {
        problems.push_back(root.error());
        return out;
    }
    yaml::Reader reader{*root, problems};
    out.department = reader.text("department");
    out.from = reader.text("from");
    out.base = reader.text("base");
    out.filed_by = reader.text("filed_by");
    out.confirmed_by = reader.text_or("confirmed_by", "");
    return out;
}

Status write_change(const fs::path& folder, const CatalogueChange& c) {
    const fs::path beside = folder / "change.yaml.new";
    std::ofstream file{beside, std::ios::binary};
    file << fmt::format("department: {}\nfrom: \"{}\"\nbase: \"{}\"\nfiled_by: \"{}\"\n",
                        c.department, c.from, c.base, c.filed_by);
    if (!c.confirmed_by.empty()) file << fmt::format("confirmed_by: \"{}\"\n", c.confirmed_by);
    file.close();
    std::error_code failed;
    fs::rename(beside, folder / "change.yaml", failed);
    if (!file || failed) return Error{Code::kStoreUnavailable, At{{}, folder.string()}};
    return ok();
}

}  // namespace

CatalogueChanges::CatalogueChanges(fs::path configuration, const fs::path& store)
    : configuration_(std::move(configuration)), changes_(store / kCatalogueChanges) {}

fs::path CatalogueChanges::folder_of(const std::string& id) const {
    return changes_ / id;
}

Status CatalogueChanges::make(const std::string& department, const fs::path& items_file,
                              const fs::path& materials_file, const fs::path& folder) const {
    const fs::path place = folder / "catalogue";
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (!failed) fs::copy(configuration_ / "catalogue", place, failed);
    if (failed) return Error{Code::kStoreUnavailable, At{{}, folder.string()}, failed.message()};
    auto items = read_csv(place / "items.csv");
    auto materials = read_csv(place / "materials.csv");
    auto fresh = read_table(items_file);
    if (!items) return items.error();
    if (!materials) return materials.error();
    if (!fresh) return fresh.error();
    if (auto own = foreign_row(*fresh, department, items_file); !own) return own;
    const std::set<std::string> before = ids_of(*items, department);
    const std::set<std::string> after = ids_of(*fresh, department);
    replace(*items, *fresh,
            [&](const Cells& row) { return items->at(row, "department") == department; });
    Rows owed{materials->titles, {}};
    if (!materials_file.empty()) {
        auto listed = read_table(materials_file);
        if (!listed) return listed.error();
        owed = std::move(*listed);
    }
    const bool keeps = materials_file.empty();
    replace(*materials, owed, [&](const Cells& row) {
        const std::string id = materials->at(row, "item_id");
        return before.contains(id) && !(keeps && after.contains(id));
    });
    if (auto written = write_table(place / "items.csv", *items); !written) return written;
    return write_table(place / "materials.csv", *materials);
}

Status CatalogueChanges::file(const CatalogueChange& change, const fs::path& folder) const {
    if (auto written = write_change(folder, change); !written) return written;
    std::error_code failed;
    fs::create_directories(changes_, failed);
    if (!failed) fs::rename(folder, folder_of(change.id), failed);
    if (failed) return Error{Code::kStoreUnavailable, At{{}, folder.string()}, failed.message()};
    return ok();
}

Status CatalogueChanges::confirm(const std::string& id, const std::string& by) const {
    std::vector<Error> problems;
    CatalogueChange change = read_change(folder_of(id), problems);
    if (!problems.empty()) return Error{Code::kRequestInvalid, At{"--id"}, "no change " + id};
    if (!change.confirmed_by.empty())
        return Error{Code::kRequestInvalid, At{"--id"}, "confirmed by " + change.confirmed_by};
    if (by == change.filed_by)
        return Error{Code::kRequestInvalid, At{"--by"}, "the centre confirms, not who filed it"};
    change.confirmed_by = by;
    return write_change(folder_of(id), change);
}

std::vector<CatalogueChange> CatalogueChanges::all() const {
    std::vector<CatalogueChange> out;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator{changes_, failed}) {
        std::vector<Error> problems;
        CatalogueChange change = read_change(entry.path(), problems);
        if (problems.empty()) out.push_back(std::move(change));
    }
    std::sort(out.begin(), out.end(), [](const CatalogueChange& a, const CatalogueChange& b) {
        return std::tie(a.from, a.id) < std::tie(b.from, b.id);
    });
    return out;
}

CatalogueChanges::InForce CatalogueChanges::in_force(model::Catalogue configured, Day day,
                                                     std::vector<Error>& problems) const {
    const std::string today = to_iso(day);
    InForce out{std::move(configured), configuration_};
    for (const CatalogueChange& change : all()) {
        const bool due = !change.confirmed_by.empty() && change.from <= today;
        if (!due || change.base != out.catalogue.version()) continue;
        auto loaded = load_catalogue(folder_of(change.id));
        if (loaded.ok()) out = {std::move(loaded.value), folder_of(change.id)};
        std::move(loaded.problems.begin(), loaded.problems.end(), std::back_inserter(problems));
    }
    return out;
}

}  // namespace ow::app
