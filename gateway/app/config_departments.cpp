#include "gateway/app/config_departments.hpp"

#include "gateway/app/csv_table.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;
using model::Department;
using model::Presence;

constexpr std::string_view kKindColumns[] = {"kind", "name", "kind_now", "organ_type", "note"};
constexpr std::string_view kColumns[] = {"hall",     "department", "kind",    "name", "named",
                                         "presence", "intake",     "section", "note"};

Presence read_presence(CsvReader& reader) {
    const std::string text =
        reader.one_of("presence", {"全进驻", "事进人不进", "非常驻", "unknown"});
    if (text == "全进驻") return Presence::kFull;
    if (text == "事进人不进") return Presence::kItemsOnly;
    return text == "非常驻" ? Presence::kNotResident : Presence::kUnknown;
}

}  // namespace

DepartmentTable DepartmentTable::read(const fs::path& directory, std::vector<Error>& problems) {
    DepartmentTable out;
    const fs::path folder = directory / "catalogue";
    const auto kinds = CsvTable::read(folder / "department_kinds.csv", kKindColumns, problems);
    bool has_all = kinds.has_rows(problems);
    for (const CsvRow& row : kinds.rows()) {
        CsvReader reader{kinds, row, problems};
        const std::string kind = reader.text("kind");
        out.kinds_[kind] = {reader.text("name"), reader.text("organ_type")};
        out.kind_of_[kind] = kind;
    }
    std::vector<std::string_view> known;
    for (const auto& [kind, row] : out.kinds_) known.emplace_back(kind);
    const auto table = CsvTable::read(folder / "departments.csv", kColumns, problems);
    has_all = table.has_rows(problems) && has_all;
    for (const CsvRow& row : table.rows()) {
        CsvReader reader{table, row, problems};
        Department department;
        department.id = DepartmentId{reader.text("department")};
        department.kind = reader.one_of("kind", known);
        department.name = reader.text("name");
        department.presence = read_presence(reader);
        const bool own = reader.one_of("intake", {"hall", "own"}) == "own";
        department.intake = own ? model::Intake::kOwn : model::Intake::kHall;
        department.organ_type = out.kinds_[department.kind].organ_type;
        out.kind_of_[department.id.str()] = department.kind;
        const std::pair key{reader.text("hall"), department.id.str()};
        out.halls_.try_emplace(key.first,
                               At{"hall", table.file(), row.line, table.cell(row, "hall").column});
        if (!out.rows_.emplace(key, std::move(department)).second) {
            reader.report("department", "the hall has this department twice");
        }
    }
    if (!has_all) out.kind_of_.clear();
    return out;
}

std::vector<std::string_view> DepartmentTable::ids() const {
    std::vector<std::string_view> out;
    for (const auto& [id, kind] : kind_of_) out.emplace_back(id);
    return out;
}

Department DepartmentTable::of(std::string_view hall, std::string_view department) const {
    const auto row = rows_.find(std::pair{std::string{hall}, std::string{department}});
    if (row != rows_.end()) return row->second;
    Department out;
    out.id = DepartmentId{std::string{department}};
    const auto kind = kind_of_.find(department);
    if (kind == kind_of_.end()) return out;
    out.kind = kind->second;
    const auto general = kinds_.find(out.kind);
    if (general == kinds_.end()) return out;
    out.name = general->second.name;
    out.organ_type = general->second.organ_type;
    return out;
}

}  // namespace ow::app
