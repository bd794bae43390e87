// A department's change of its items (R2): catalogue diff, import, confirm, list.

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <sstream>

#include "gateway/app/catalogue_change.hpp"
#include "gateway/app/catalogue_difference.hpp"
#include "gateway/app/command_store.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/flow/each_stream.hpp"

namespace ow::app {
namespace {

constexpr OptionRow kDiffOptions[] = {
    {"--config", "<folder>", "the configuration folder", true},
    {"--department", "<id>", "whose items the table has, all of them", true},
    {"--items", "<table>", "CSV or XLSX with the columns of items.csv", true},
    {"--materials", "<table>", "the same of materials.csv; without it materials stay", false},
    {"--from", "<day>", "the first day it is in force", true}};
constexpr OptionRow kImportOptions[] = {
    kDiffOptions[0], kDiffOptions[1], kDiffOptions[2],
    kDiffOptions[3], kDiffOptions[4], {"--by", "<name>", "who files it for the department", true}};
constexpr OptionRow kConfirmOptions[] = {
    {"--config", "<folder>", "the configuration folder", true},
    {"--id", "<change>", "as `catalogue list` names it", true},
    {"--by", "<name>", "who confirms it for the centre", true}};
constexpr OptionRow kListOptions[] = {{"--config", "<folder>", "the configuration folder", true}};

int refuse(const Error& error, std::ostream& err) {
    err << error.text() << "\n";
    return 1;
}

/// Open cases of the items, which go on under the list they came in under.
void print_running(const Config& config, const std::vector<ItemChange>& changes,
                   std::ostream& out) {
    const SystemClock clock;
    NullLog log;
    std::ostringstream why;
    const auto store = store_of(config, clock, log, why);
    if (store == nullptr) {
        out << "在办件：库正被网关占用，停机后可列出；在办件一律按收件时的版本办理\n";
        return;
    }
    ports::StreamQuery query;
    query.closed = false;
    int count = 0;
    flow::each_stream(*store, query, [&](const ports::StreamView& view) {
        const bool is_changed =
            std::any_of(changes.begin(), changes.end(),
                        [&](const ItemChange& c) { return c.item == view.row.item; });
        if (!is_changed) return true;
        out << "    " << view.stream.str().substr(5) << "  " << view.row.item << "\n";
        ++count;
        return true;
    });
    out << fmt::format("在办件 {} 件按收件时的版本办理\n", count);
}

/// In the place of what is in force on its day, confirmed changes included.
struct Proposal {
    std::string base;  ///< CatalogueRows::digest of the rows it replaces
    CatalogueRows own;
    model::Catalogue before;
    model::Catalogue after;
};

Proposal proposal_of(const Options& options, Day from, const CatalogueChanges& changes,
                     const model::Catalogue& configured, std::vector<Error>& problems) {
    const auto materials = options.find("--materials");
    const DepartmentTables tables{options.at("--department"), options.at("--items"),
                                  materials == options.end() ? "" : materials->second};
    auto rows = changes.rows_on(from);
    auto own = rows ? rows->taken_from(tables) : rows;
    if (!own) {
        problems.push_back(own.error());
        return {};
    }
    Proposal out{rows->of(tables.department).digest(),
                 *own,
                 changes.in_force(configured, from, problems).catalogue,
                 {}};
    rows->replace(tables.department, *own);
    out.after = changes.load(*rows, problems).catalogue;
    return out;
}

int propose(const Options& options, bool is_filed, std::ostream& out, std::ostream& err) {
    const auto from = parse_day(options.at("--from"));
    if (!from) {
        err << "--from: a day like 2026-01-31 is expected\n";
        return 2;
    }
    const auto config = config_of(options, err);
    if (!config) return 1;
    const CatalogueChanges changes{config->directory, config->gateway.store};
    std::vector<Error> problems;
    const Proposal proposal = proposal_of(options, *from, changes, config->catalogue, problems);
    for (const Error& problem : problems) err << problem.text() << "\n";
    if (!problems.empty()) return 1;
    const auto differences = difference(proposal.before, proposal.after);
    out << fmt::format("自 {} 起，{} 项\n", to_iso(*from), differences.size());
    for (const ItemChange& change : differences) {
        out << fmt::format("{}  {}  {}\n", change.kind, change.item, change.name);
        for (const std::string& part : change.parts) out << "    " << part << "\n";
    }
    print_running(*config, differences, out);
    if (!is_filed) return 0;
    const std::string& department = options.at("--department");
    const std::string id =
        fmt::format("{}-{}-{}", to_compact(*from), department, proposal.own.digest().substr(0, 8));
    const auto filed = changes.file(
        {id, department, to_iso(*from), proposal.base, options.at("--by"), {}}, proposal.own);
    if (!filed) return refuse(filed.error(), err);
    out << "已提交 " << id << "，待中心确认（catalogue confirm）\n";
    return 0;
}

int confirm(const Options& options, std::ostream& out, std::ostream& err) {
    const auto config = config_of(options, err);
    if (!config) return 1;
    const CatalogueChanges changes{config->directory, config->gateway.store};
    auto done = changes.confirm(options.at("--id"), options.at("--by"));
    if (!done) return refuse(done.error(), err);
    out << options.at("--id") << " 已确认；网关在生效日当日或以后启动时采用\n";
    return 0;
}

int list(const Options& options, std::ostream& out, std::ostream& err) {
    const auto config = config_of(options, err);
    if (!config) return 1;
    const CatalogueChanges changes{config->directory, config->gateway.store};
    const auto applicable = changes.applicable();
    for (const CatalogueChange& c : changes.all()) {
        out << fmt::format("{}  自 {}  提交 {}  {}{}\n", c.id, c.from, c.filed_by,
                           c.is_confirmed() ? "确认 " + c.confirmed_by : "待确认",
                           applicable.contains(c.id) ? "" : "  不适用");
    }
    return 0;
}

struct VerbRow {
    std::string_view verb;
    std::span<const OptionRow> options;
    int (*run)(const Options&, std::ostream&, std::ostream&);
};

const VerbRow kVerbs[] = {
    {"confirm", kConfirmOptions, &confirm},
    {"diff", kDiffOptions,
     [](const Options& o, std::ostream& out, std::ostream& err) {
         return propose(o, false, out, err);
     }},
    {"import", kImportOptions,
     [](const Options& o, std::ostream& out, std::ostream& err) {
         return propose(o, true, out, err);
     }},
    {"list", kListOptions, &list},
};

}  // namespace

int run_catalogue(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    std::vector<std::string_view> verbs;
    for (const VerbRow& row : kVerbs) verbs.push_back(row.verb);
    const auto verb = verb_of("catalogue", arguments, verbs, err);
    if (!verb) return 2;
    const auto* row = std::find_if(std::begin(kVerbs), std::end(kVerbs),
                                   [&](const VerbRow& one) { return one.verb == *verb; });
    const auto options =
        options_of(fmt::format("catalogue {}", *verb), arguments.subspan(1), row->options, err);
    return options ? row->run(*options, out, err) : 2;
}

}  // namespace ow::app
