#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <set>

#include "gateway/app/config_departments.hpp"
#include "gateway/app/config_loader.hpp"
#include "gateway/app/config_procedures.hpp"
#include "gateway/app/config_values.hpp"
#include "gateway/app/csv_table.hpp"
#include "gateway/base/text.hpp"
#include "gateway/model/leg_plan.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;
using model::Item;
using model::Material;

constexpr std::string_view kItemColumns[] = {"id",
                                             "code",
                                             "name",
                                             "department",
                                             "department_now",
                                             "level",
                                             "item_type",
                                             "handling",
                                             "statutory",
                                             "statutory_unit_reading",
                                             "statutory_start",
                                             "statutory_basis",
                                             "extension",
                                             "extension_approver",
                                             "extension_basis",
                                             "correction",
                                             "deems_accepted",
                                             "correction_rule",
                                             "promised",
                                             "silent_excluded",
                                             "silent_reason",
                                             "tolerance",
                                             "pledge",
                                             "fee",
                                             "fee_note",
                                             "bookable",
                                             "special",
                                             "promise_excludes",
                                             "results",
                                             "legs",
                                             "online_depth",
                                             "limit_evidence",
                                             "promise_evidence",
                                             "sources",
                                             "note"};

constexpr std::string_view kMaterialColumns[] = {
    "material_id", "item_id",     "seq",       "name",      "key",      "form",  "copies",
    "issued_by",   "cert_lookup", "tolerance", "condition", "evidence", "source"};

constexpr std::string_view kSourceColumns[] = {"source_id", "kind", "title", "locator", "licence"};

/// `30wd`, or with another limit once a procedure is held: `30wd;sp-hecha=45wd` (R47).
void read_statutory(CsvReader& reader, Item& item) {
    const auto parts = reader.list("statutory", ";");
    if (!parts.empty()) item.statutory = model::parse_limit(parts[0]);
    if (parts.size() == 2) {
        const std::size_t eq = parts[1].find('=');
        const auto limit = model::parse_limit(std::string_view{parts[1]}.substr(
            std::min(parts[1].size(), eq == std::string::npos ? eq : eq + 1)));
        if (limit) item.statutory_with = model::LimitWith{parts[1].substr(0, eq), *limit};
    }
    if (item.statutory) reader.check_length("statutory", *item.statutory);
    if (item.statutory_with) reader.check_length("statutory", item.statutory_with->limit);
    const bool right = parts.empty() || (item.statutory && parts.size() == 1) ||
                       (item.statutory && parts.size() == 2 && item.statutory_with);
    if (!right)
        reader.report("statutory",
                      "a limit is expected, such as 5wd, 30nd, 4h, 2mo, or with "
                      "another for a procedure: 30wd;sp-hecha=45wd");
}

void read_law(CsvReader& reader, Item& item) {
    read_statutory(reader, item);
    item.unit_reading = reader.text_or_none("statutory_unit_reading");
    item.statutory_start = reader.text_or_none("statutory_start");
    if (!model::parse_clock_start(item.statutory_start))
        reader.report("statutory_start", "what starts the clock is not known: 受理, 收到申请 …");
    item.statutory_basis = reader.text_or_none("statutory_basis");
    if (const auto limit = reader.limit_or_none("extension")) {
        item.extension = model::Extension{*limit, reader.text("extension_approver"),
                                          reader.text("extension_basis")};
    }
    item.correction = reader.limit("correction");
    item.deems_accepted = reader.yes_no("deems_accepted");
    item.correction_rule = reader.text_or_none("correction_rule");
    item.promised = reader.limit("promised");
    item.silent_excluded = reader.yes_no("silent_excluded");
    item.silent_reason = reader.text_or_none("silent_reason");
}

/// R15, R16: who handles the item beside its own department, and what one refusal does.
void read_legs(CsvReader& reader, Item& item, const std::vector<std::string_view>& departments) {
    item.legs = reader.text_or_none("legs");
    const auto legs = model::parse_legs(item.legs);
    if (!legs) return reader.report("legs", legs.error().cause());
    if (departments.empty()) return;  // not read: that was said
    for (const model::LegPlan& leg : *legs) {
        const std::string& id = leg.department.str();
        if (std::find(departments.begin(), departments.end(), id) == departments.end())
            reader.report("legs", fmt::format("`{}` is no department", id));
    }
}

/// What a law allows is never promised longer; only a 即办件 ends on the day it comes in.
void check_limits(CsvReader& reader, const Item& item) {
    const auto& law = item.statutory;
    if (law && law->unit == item.promised.unit && item.promised.amount > law->amount)
        reader.report("promised", fmt::format("longer than the statutory {}", to_code(*law)));
    if (item.extension && item.extension->limit.amount == 0)
        reader.report("extension", "an extension of nothing; leave it empty where there is none");
    if (item.handling == model::Handling::kInstant) return;
    constexpr std::string_view kToday = "only a 即办件 ends on the day it comes in";
    if (law && law->amount == 0) reader.report("statutory", std::string{kToday});
    const auto promised = model::parse_limit(reader.text_or_none("promised"));
    if (promised && promised->amount == 0) reader.report("promised", std::string{kToday});
}

/// A spreadsheet makes 131128000 or 1.31E+08 of 000131128000.
void check_code(CsvReader& reader, const std::string& code) {
    static const std::regex number{"[0-9]+([.][0-9]+)?[eE][+-]?[0-9]+"};
    constexpr std::size_t kDigits = 12;
    const bool digits = code.find_first_not_of("0123456789") == std::string::npos;
    if (code.empty()) return;  // that was said
    if (std::regex_match(code, number) || (digits && code.size() < kDigits))
        reader.report("code",
                      "a spreadsheet took the code for a number; it has twelve digits or more, "
                      "such as 000131128000: keep the column as text");
}

Item read_item(CsvReader& reader, const std::vector<std::string_view>& departments) {
    Item item;
    item.id = ItemId{reader.text("id")};
    item.code = reader.text("code");
    item.name = reader.text("name");
    item.department = DepartmentId{reader.one_of("department", departments)};
    item.department_now = reader.text_or_none("department_now");
    item.level = reader.text_or_none("level");
    item.item_type = reader.one_of("item_type", {"01", "05", "07", "10", "20"});
    const std::string handling =
        reader.one_of("handling", {"即办件", "承诺件", "联办件", "上报件"});
    item.handling = model::parse_handling(handling).value_or(model::Handling::kPromised);
    read_law(reader, item);
    check_limits(reader, item);
    check_code(reader, item.code);
    item.tolerance = reader.yes_no("tolerance");
    item.pledge = reader.one_of("pledge", {"yes", "no", "optional"}) != "no";
    item.fee = reader.yes_no("fee");
    item.fee_note = reader.text_or_none("fee_note");
    item.bookable = reader.yes_no("bookable");
    item.special = reader.list("special", ";");
    item.promise_excludes = reader.list("promise_excludes", ";");
    item.results = reader.list("results", "；");
    read_legs(reader, item, departments);
    item.online_depth = reader.text_or_none("online_depth");
    if (item.results.empty()) reader.report("results", "an item issues at least one result");
    if (!item.legs.empty() && item.handling == model::Handling::kInstant)
        reader.report("legs", "a 即办件 has one department (R43)");
    if (item.tolerance && item.handling == model::Handling::kInstant) {
        reader.report("tolerance", "no 容缺 for a 即办件 (R4)");
    }
    return item;
}

Material read_material(CsvReader& reader, const Item* item) {
    Material material;
    material.id = reader.text("material_id");
    material.name = reader.text("name");
    material.sequence = reader.integer("seq", 1, 999);
    material.key = reader.one_of("key", {"key", "non-key"}) == "key";
    material.form = reader.one_of(
        "form", {"原件", "复印件", "电子件", "填写表单", "核验原件留复印件", "原件或电子件"});
    material.copies = reader.integer("copies", 1, 99);
    material.issued_by = reader.one_of("issued_by", {"applicant", "government", "third-party"});
    material.cert_lookup = reader.yes_no("cert_lookup");
    material.tolerance = reader.yes_no("tolerance");
    material.condition = reader.text_or_none("condition");
    const bool listed = item == nullptr || item->tolerance;
    if (material.tolerance && (material.key || !listed)) {
        reader.report("tolerance",
                      "only a non-key material of an item on the 容缺 list may be late "
                      "(R4)");
    }
    return material;
}

void check_procedures(CsvReader& reader, std::string_view column,
                      const std::vector<std::string>& named,
                      const std::vector<std::string>& known) {
    for (const std::string& id : named) {
        if (std::find(known.begin(), known.end(), id) != known.end()) continue;
        const std::string_view near = nearest(id, {known.begin(), known.end()});
        std::string cause = fmt::format("`{}` is no special procedure", id);
        if (!near.empty()) cause += fmt::format("; did you mean `{}`?", near);
        reader.report(column, std::move(cause));
    }
}

/// Reports values that stand in two rows.
class Unique {
  public:
    explicit Unique(std::string_view column) : column_(column) {}
    void see(CsvReader& reader, const std::string& value) {
        if (!seen_.insert(value).second && !value.empty()) {
            reader.report(column_, fmt::format("`{}` is there twice", value));
        }
    }

  private:
    std::string_view column_;
    std::set<std::string> seen_;
};

struct Known {
    std::vector<std::string_view> departments;
    std::vector<std::string> procedures;
};

std::vector<Item> read_items(const CsvTable& table, const Known& known,
                             std::vector<Error>& problems) {
    std::vector<Item> items;
    Unique ids{"id"};
    Unique codes{"code"};
    Unique names{"name"};
    for (const CsvRow& row : table.rows()) {
        CsvReader reader{table, row, problems};
        items.push_back(read_item(reader, known.departments));
        check_procedures(reader, "special", items.back().special, known.procedures);
        if (items.back().statutory_with)
            check_procedures(reader, "statutory", {items.back().statutory_with->procedure},
                             known.procedures);
        check_procedures(reader, "promise_excludes", items.back().promise_excludes,
                         known.procedures);
        ids.see(reader, items.back().id.str());
        codes.see(reader, items.back().code);
        names.see(reader, items.back().name);
    }
    return items;
}

void read_materials(const CsvTable& table, std::vector<Item>& items, std::vector<Error>& problems) {
    std::map<std::string, Item*> by_id;
    std::vector<std::string_view> ids;
    for (Item& item : items) by_id.emplace(item.id.str(), &item);
    for (const auto& [id, item] : by_id) ids.emplace_back(id);
    Unique material_ids{"material_id"};
    for (const CsvRow& row : table.rows()) {
        CsvReader reader{table, row, problems};
        const auto owner = by_id.find(reader.one_of("item_id", ids));
        Item* item = owner == by_id.end() ? nullptr : owner->second;
        Material material = read_material(reader, item);
        material_ids.see(reader, material.id);
        if (item == nullptr) continue;
        if (item->find_material_by_name(material.name) != nullptr) {
            reader.report("name", "the item has a material of this name already");
        }
        const auto& others = item->materials;
        if (std::any_of(others.begin(), others.end(),
                        [&](const Material& other) { return other.sequence == material.sequence; }))
            reader.report("seq",
                          fmt::format("the item has a number {} already", material.sequence));
        item->materials.push_back(std::move(material));
    }
}

/// An application for an item that asks for nothing would be accepted without any paper. `items`
/// are the table's rows, in their order.
void check_materials(const CsvTable& table, const std::vector<Item>& items,
                     std::vector<Error>& problems) {
    std::set<ItemId> asking;
    for (const Item& item : items) {
        if (!item.materials.empty()) asking.insert(item.id);
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (asking.contains(items[i].id)) continue;
        CsvReader{table, table.rows()[i], problems}.report(
            "id",
            "no row of materials.csv is of this item: it would be accepted without any paper");
    }
}

}  // namespace

Loaded<model::Catalogue> load_catalogue(const fs::path& directory) {
    Loaded<model::Catalogue> out;
    const fs::path folder = directory / "catalogue";
    const DepartmentTable departments = DepartmentTable::read(directory, out.problems);
    Procedures procedures = read_procedures(folder / "special_procedures.csv", out.problems);
    Known known{departments.ids(), {}};
    for (const auto& procedure : procedures.rows) known.procedures.push_back(procedure.id);
    const auto table = CsvTable::read(folder / "items.csv", kItemColumns, out.problems);
    const auto materials = CsvTable::read(folder / "materials.csv", kMaterialColumns, out.problems);
    // Where a fact was read is for people; only the table's shape is checked.
    (void)CsvTable::read(folder / "sources.csv", kSourceColumns, out.problems);
    (void)table.has_rows(out.problems);
    std::vector<Item> items = read_items(table, known, out.problems);
    read_materials(materials, items, out.problems);
    if (materials.has_rows(out.problems)) check_materials(table, items, out.problems);
    const std::string version = version_of(table.bytes() + materials.bytes() + procedures.bytes);
    out.value = model::Catalogue{std::move(items), version, std::move(procedures.rows)};
    return out;
}

}  // namespace ow::app
