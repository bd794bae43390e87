#pragma once
// The catalogue's two tables as text, so that the rows of one department can be taken out, compared
// and put back (R2). What a row says is checked when the whole is read by the ordinary loader; here
// only that a table has the titles of the configuration's own and speaks of one department.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"

namespace ow::app {

struct TextRow {
    std::vector<std::string> cells;  ///< as many as there are titles
    std::string file;                ///< where it was read
    std::int64_t line = 0;
};

struct TextTable {
    std::vector<std::string> titles;
    std::vector<TextRow> rows;

    [[nodiscard]] std::string at(const TextRow& row, std::string_view title) const;
};

/// What a department hands in: CSV or XLSX with the columns of items.csv and of materials.csv.
struct DepartmentTables {
    std::string department;
    std::filesystem::path items;
    std::filesystem::path materials;  ///< empty: those of the items that stay
};

struct CatalogueRows {
    TextTable items;
    TextTable materials;

    /// Those of `folder`/catalogue.
    [[nodiscard]] static Result<CatalogueRows> read(const std::filesystem::path& folder);
    /// Into `folder`/catalogue, which is there.
    [[nodiscard]] Status write(const std::filesystem::path& folder) const;

    [[nodiscard]] CatalogueRows of(const std::string& department) const;
    /// Puts `own` in the place of what the department has.
    void replace(const std::string& department, const CatalogueRows& own);
    /// The same for the same rows, whatever their layout in the file.
    [[nodiscard]] std::string digest() const;

    /// What the tables say, in the order of these titles. An item that is not in them is cancelled.
    /// kRequestInvalid with file and line: a title too many or missing, a line break in a value, a
    /// row of somebody else.
    [[nodiscard]] Result<CatalogueRows> taken_from(const DepartmentTables& tables) const;

    /// What the loader found wrong in what write() made in `folder`, at the file and line where the
    /// row was read.
    [[nodiscard]] Error traced(const Error& problem, const std::filesystem::path& folder) const;
};

}  // namespace ow::app
