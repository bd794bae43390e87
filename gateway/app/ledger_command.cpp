// `onewindow ledger` and `onewindow figures`: a month's books as text, workbook or PDF. They read
// the store beside a running gateway.

#include <fmt/format.h>

#include <fstream>
#include <ostream>

#include "gateway/app/command_store.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/gateway_process.hpp"
#include "gateway/app/sheet_files.hpp"
#include "gateway/flow/figures.hpp"
#include "gateway/flow/ledger.hpp"
#include "gateway/storage/history.hpp"

namespace ow::app {
namespace {

constexpr OptionRow kFigureOptions[] = {
    {"--config", "<folder>", "the configuration folder", true},
    {"--month", "<month>", "2026-11", true},
    {"--hall", "<id>", "stops unless the store is this hall's"},
    {"--format", "text|xlsx|pdf", "text unless said"},
    {"-o", "<file>", "where to; without it text goes to the output"},
};
constexpr OptionRow kLedgerOptions[] = {
    {"--config", "<folder>", "the configuration folder", true},
    {"--month", "<month>", "2026-11", true},
    {"--hall", "<id>", "stops unless the store is this hall's"},
    {"--format", "text|xlsx|pdf", "text unless said"},
    {"--names", "", "whole names instead of masked ones"},
    {"-o", "<file>", "where to; without it text goes to the output"},
};

std::string value_of(const Options& options, std::string_view name,
                     const std::string& fallback = {}) {
    const auto found = options.find(name);
    return found == options.end() ? fallback : found->second;
}

/// The month's books of a configuration's store.
struct Books {
    flow::Setting setting;
    flow::Month month;
    std::filesystem::path fonts;
    std::unique_ptr<ports::History> history;
};

Result<Books> open_books(const Config& config, const Options& options) {
    const std::string hall = value_of(options, "--hall");
    if (!hall.empty() && hall != config.hall().id.str())
        return Error{
            Code::kRequestInvalid, {"--hall"}, "the store is of " + config.hall().id.str()};
    const auto month = flow::parse_month(options.at("--month"));
    if (!month)
        return Error{Code::kRequestInvalid, {"--month"}, "a month like 2026-11 is expected"};
    const auto keys = read_keys(config.gateway.master_key);
    if (!keys) return keys.error();
    const auto settings = store_settings(config, *keys);
    if (!settings) return settings.error();
    auto history = storage::open_history(*settings);
    if (!history) return history.error();
    return Books{setting_of(config), *month, config.gateway.fonts, std::move(*history)};
}

Status write_out(const Books& books, const Options& options,
                 const std::vector<model::Sheet>& sheets, std::ostream& out) {
    SheetFiles files{books.fonts};
    const std::string format = value_of(options, "--format", "text");
    const auto made = files.make(sheets, format);
    if (!made) return made.error();
    const std::string path = value_of(options, "-o");
    if (path.empty()) {
        if (format != "text")
            return Error{Code::kRequestInvalid, {"-o"}, "a file to write to is expected"};
        out << made->bytes;
        return ok();
    }
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file << made->bytes;
    if (!file.flush()) return Error{Code::kFileUnreadable, {path}, "cannot be written"};
    return ok();
}

int say(const Status& done, std::ostream& err) {
    if (done) return 0;
    err << done.error().text() << "\n";
    return done.error().code() == Code::kRequestInvalid ? 2 : 1;
}

}  // namespace

int run_figures(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto options = options_of("figures", arguments, kFigureOptions, err);
    if (!options) return 2;
    const auto config = config_of(*options, err);
    if (!config) return 1;
    const auto books = open_books(*config, *options);
    if (!books) return say(books.error(), err);
    const auto sheets =
        flow::figures(books->month, SystemClock{}.now(), books->setting, *books->history);
    if (!sheets) return say(sheets.error(), err);
    return say(write_out(*books, *options, *sheets, out), err);
}

int run_ledger(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const bool named = !arguments.empty() && !arguments.front().starts_with("-");
    if (!named) {
        err << "onewindow ledger <ledger> …; the ledgers are\n";
        for (const flow::LedgerName& name : flow::ledger_names())
            err << fmt::format("  {:12} {}\n", name.id, name.title);
        return 2;
    }
    const auto options = options_of("ledger", arguments.subspan(1), kLedgerOptions, err);
    if (!options) return 2;
    const auto config = config_of(*options, err);
    if (!config) return 1;
    const auto books = open_books(*config, *options);
    if (!books) return say(books.error(), err);
    const auto names = options->contains("--names") ? flow::Names::kClear : flow::Names::kMasked;
    auto sheet =
        flow::ledger(arguments.front(), books->month, names, books->setting, *books->history);
    if (!sheet) return say(sheet.error(), err);
    return say(write_out(*books, *options, {std::move(*sheet)}, out), err);
}

}  // namespace ow::app
