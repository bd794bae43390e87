#include <fmt/format.h>

#include <map>
#include <set>
#include <tuple>

#include "gateway/app/config_loader.hpp"
#include "gateway/app/csv_table.hpp"
#include "gateway/model/remedy_body.hpp"

namespace ow::app {
namespace {

using model::RemedyAspect;

constexpr std::string_view kColumns[] = {"row_id",   "kind",    "aspect",      "valid_from",
                                         "valid_to", "wording", "alternative", "period",
                                         "basis",    "source",  "status",      "note"};

struct AspectRow {
    std::string_view name;
    RemedyAspect aspect;
};
constexpr AspectRow kAspects[] = {{"court", RemedyAspect::kCourt},
                                  {"none", RemedyAspect::kNone},
                                  {"precondition", RemedyAspect::kPrecondition},
                                  {"review", RemedyAspect::kReview}};
constexpr std::string_view kForPeople = "notice_rule";  // nothing is printed from it

/// Of two rows that begin together neither is the later one.
using Beginning = std::tuple<std::string, RemedyAspect, std::optional<Day>>;

std::optional<Day> day_or_none(CsvReader& reader, std::string_view column) {
    const std::string text = reader.text_or_none(column);
    const auto day = parse_day(text);
    if (!day && !text.empty()) reader.report(column, "a day like 2024-01-01 is expected");
    return day;
}

/// Up to the note on where it stands: 自知道之日起60日（行政复议法9） is 自知道之日起60日.
std::string without_source(const std::string& text) {
    return text.substr(0, text.find("（"));
}

/// What every aspect has.
model::RemedyRow read_row(CsvReader& reader) {
    model::RemedyRow row{reader.text("row_id"),
                         reader.text("kind"),
                         RemedyAspect::kNone,
                         day_or_none(reader, "valid_from"),
                         day_or_none(reader, "valid_to"),
                         reader.text("wording"),
                         {}};
    if (const auto parts = model::parse_body(row.body); !parts)
        reader.report("wording", parts.error().cause());
    return row;
}

}  // namespace

Loaded<model::Remedies> load_remedies(const std::filesystem::path& directory) {
    Loaded<model::Remedies> out;
    const auto table = CsvTable::read(directory / "catalogue/remedies.csv", kColumns, out.problems);
    std::vector<std::string_view> names{kForPeople};
    for (const AspectRow& row : kAspects) names.push_back(row.name);
    std::vector<model::RemedyRow> rows;
    std::map<Beginning, std::string> beginnings;
    (void)table.has_rows(out.problems);
    std::set<std::string> ids;
    for (const CsvRow& line : table.rows()) {
        CsvReader reader{table, line, out.problems};
        const std::string aspect = reader.one_of("aspect", names);
        model::RemedyRow row = read_row(reader);
        if (!ids.insert(row.id).second && !row.id.empty())
            reader.report("row_id", fmt::format("`{}` is there twice", row.id));
        for (const AspectRow& known : kAspects) {
            if (known.name != aspect) continue;
            row.aspect = known.aspect;
            if (known.aspect != RemedyAspect::kNone)
                row.period = without_source(reader.text("period"));
            const auto [same, fresh] =
                beginnings.try_emplace({row.kind, row.aspect, row.from}, row.id);
            if (!fresh)
                reader.report(
                    "valid_from",
                    fmt::format("{} has the same kind, aspect and beginning", same->second));
            rows.push_back(std::move(row));
            break;
        }
    }
    out.value = model::Remedies{std::move(rows)};
    return out;
}

}  // namespace ow::app
