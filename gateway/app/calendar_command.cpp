// calendar import: a year's days as they are published; first what would move (R29).

#include <fmt/format.h>

#include <filesystem>
#include <ostream>

#include "gateway/app/command_store.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/recompute.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;

constexpr OptionRow kOptions[] = {
    {"--config", "<folder>", "the configuration folder", true},
    {"--file", "<file>", "the days of a year, as in calendar/<year>.json", true},
    {"--take", "", "put the file into the configuration; without it, only show", false},
};

std::string last_day(const std::optional<Instant>& due) {
    return due ? to_iso(day_of(*due - Millis{1})) : "待公布";
}

/// Prints every open case that would move; how many.
int show_moves(OpenedStore& opened, const flow::Setting& setting, std::ostream& out) {
    int seen = 0;
    int moved = 0;
    flow::each_open_case(*opened.store, [&](const CaseNo& no) {
        ++seen;
        const auto events = opened.store->load(StreamId{"case:" + no.str()});
        if (!events) return true;
        const auto moves = flow::moves_of(model::replay(*events), setting, opened.clock.now());
        for (const flow::Move& move : moves)
            out << fmt::format("{}  {}期限  {} → {}\n", no.str(), flow::clock_word(move.clock),
                               last_day(move.old), last_day(move.fresh));
        if (!moves.empty()) ++moved;
        return true;
    });
    out << fmt::format("在办 {} 件，其中 {} 件的期限变动\n", seen, moved);
    return moved;
}

/// Beside the target and renamed: a reader finds the old file or the new one.
bool take(const fs::path& file, const fs::path& target) {
    std::error_code failed;
    const fs::path fresh = target.string() + ".new";
    fs::copy_file(file, fresh, fs::copy_options::overwrite_existing, failed);
    if (!failed) fs::rename(fresh, target, failed);
    return !failed;
}

/// The days of a year that was published are never taken away again: every limit in it would be
/// unknown.
bool takes_a_year_away(const model::Calendar& fresh, const Config& config, int year,
                       std::ostream& err) {
    if (fresh.is_published(year) || !config.calendar.is_published(year)) return false;
    err << fmt::format(
        "onewindow calendar import: the file has no days for {0}, which {1}/{0}.json has: every "
        "limit in {0} would be unknown again. Import the published file\n",
        year, (config.directory / "calendar").string());
    return true;
}

}  // namespace

int run_calendar(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    if (!verb_of("calendar", arguments, {"import"}, err)) {
        err << usage("calendar import", kOptions);
        return 2;
    }
    const auto options = options_of("calendar import", arguments.subspan(1), kOptions, err);
    if (!options) return 2;
    const auto opened = open_beside(*options, err);
    if (!opened) return 1;
    const fs::path file = options->at("--file");
    auto calendar = load_calendar(opened->config.directory, file);
    for (const Error& problem : calendar.problems) err << problem.text() << "\n";
    if (!calendar.problems.empty()) return 1;
    const int year = calendar_year(file);
    if (takes_a_year_away(calendar.value, opened->config, year, err)) return 1;
    flow::Setting setting = setting_of(opened->config);
    setting.calendar = std::move(calendar.value);
    (void)show_moves(*opened, setting, out);
    if (!options->contains("--take")) {
        out << "没有改动配置；确认后加 --take 导入\n";
        return 0;
    }
    const fs::path target =
        opened->config.directory / "calendar" / (std::to_string(year) + ".json");
    if (!take(file, target)) {
        err << "onewindow calendar import: cannot write " << target.string() << "\n";
        return 1;
    }
    out << fmt::format("已导入 {} 年；网关启动后逐件重新计算并记录\n", year);
    return 0;
}

}  // namespace ow::app
