// The two lists (R5, R44): credit list, and the file for the credit platform: credit export.

#include <fmt/format.h>

#include <fstream>
#include <ostream>

#include "gateway/app/command_store.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/flow/credit.hpp"
#include "gateway/flow/mask.hpp"

namespace ow::app {
namespace {

constexpr std::string_view kLists[] = {"distrust", "integrity"};
constexpr OptionRow kListOptions[] = {{"--config", "<folder>", "the configuration folder", true}};
constexpr OptionRow kExportOptions[] = {
    {"--config", "<folder>", "the configuration folder", true},
    {"--to", "<file>", "a CSV file that is not there yet", true}};

std::string day_or_blank(const std::optional<Instant>& at, Millis back = {}) {
    return at ? to_iso(day_of(*at - back)) : std::string{};
}

/// The value of a column of the export; a comma or quote in it is quoted (RFC 4180).
std::string cell_of(std::string_view field, const model::CreditRecord& record,
                    const model::CreditEntry& entry) {
    std::string text;
    if (field == "list") text = model::list_label(record.list);
    if (field == "listed_on") text = day_or_blank(entry.listed_at);
    if (field == "until") text = day_or_blank(entry.until, Millis{1});
    if (field == "case_no") text = entry.case_no;
    if (field == "name" || field == "cert_number") text = model::text_at(record.person, field);
    if (text.find_first_of(",\"") == std::string::npos) return text;
    std::string quoted{'"'};
    for (const char c : text) quoted.append(c == '"' ? "\"\"" : std::string(1, c));
    return quoted + '"';
}

int list(const OpenedStore& opened, std::ostream& out) {
    const Instant now = opened.clock.now();
    for (const std::string_view name : kLists) {
        out << model::list_label(name) << "\n";
        for (const auto& record : flow::credit_records(*opened.store, name)) {
            for (const model::CreditEntry& entry : record.entries) {
                const bool counts = record.in_force(now) == &entry;
                out << fmt::format("  {}  办件 {}  {}  列入 {}  至 {}{}\n",
                                   flow::mask_name(model::text_at(record.person, "name")),
                                   entry.case_no, entry.stage, day_or_blank(entry.listed_at),
                                   day_or_blank(entry.until, Millis{1}), counts ? "  有效" : "");
            }
        }
    }
    return 0;
}

/// Only entries that count today: what was removed, dropped or is over is nobody's business.
int export_to(const OpenedStore& opened, const std::string& path, std::ostream& out,
              std::ostream& err) {
    const model::HallSettings& settings = opened.config.hall().settings;
    if (!settings.credit_export) {
        err << "本厅没有打开信用名单导出（halls/" << opened.config.gateway.hall.str()
            << ".yaml：settings.credit_export）\n";
        return 1;
    }
    if (std::filesystem::exists(path)) {
        err << path << " 已存在，不覆盖\n";
        return 1;
    }
    std::string text = fmt::format("{}\n", fmt::join(settings.credit_export_fields, ","));
    int count = 0;
    for (const std::string_view name : kLists) {
        for (const auto& record : flow::credit_records(*opened.store, name)) {
            const model::CreditEntry* entry = record.in_force(opened.clock.now());
            if (entry == nullptr) continue;
            std::vector<std::string> cells;
            for (const std::string& field : settings.credit_export_fields)
                cells.push_back(cell_of(field, record, *entry));
            text += fmt::format("{}\n", fmt::join(cells, ","));
            ++count;
        }
    }
    std::ofstream file{path, std::ios::binary};
    file << text;
    if (!file.flush()) {
        err << path << " 写不进去\n";
        return 1;
    }
    out << fmt::format("{} 条写入 {}\n", count, path);
    return 0;
}

}  // namespace

int run_credit(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto verb = verb_of("credit", arguments, {"export", "list"}, err);
    if (!verb) return 2;
    const std::span<const OptionRow> rows =
        verb == "list" ? std::span<const OptionRow>{kListOptions} : kExportOptions;
    const auto options =
        options_of(fmt::format("credit {}", *verb), arguments.subspan(1), rows, err);
    if (!options) return 2;
    const auto opened = open_beside(*options, err);
    if (!opened) return 1;
    return verb == "list" ? list(*opened, out) : export_to(*opened, options->at("--to"), out, err);
}

}  // namespace ow::app
