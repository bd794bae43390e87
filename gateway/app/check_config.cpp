#include "gateway/app/check_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <set>

#include "gateway/app/command_options.hpp"
#include "gateway/yaml/node.hpp"

namespace ow::app {
namespace {

constexpr OptionRow kOptions[] = {
    {"--config", "<folder>", "the configuration folder", true},
};

/// Whether something is wrong at that very place already: what reads it later says it again.
bool is_said(const std::vector<Error>& problems, const At& at) {
    return at.column > 0 && std::any_of(problems.begin(), problems.end(), [&](const Error& one) {
               const At& other = one.at();
               return other.where == at.where && other.line == at.line && other.column == at.column;
           });
}

/// `, calendar 2007 to 2026`
std::string span_of(const std::set<int>& years) {
    if (years.empty()) return ", no calendar";
    return fmt::format(", calendar {} to {}", *years.begin(), *years.rbegin());
}

}  // namespace

std::string to_line(const Error& problem) {
    const At& at = problem.at();
    std::string place = at.where;
    if (at.line > 0) place += fmt::format(":{}", at.line);
    if (at.column > 0) place += fmt::format(":{}", at.column);
    const std::string field = at.field.empty() ? std::string{} : at.field + ": ";
    return fmt::format("{}: {}{}", place, field, problem.cause());
}

std::vector<Error> check_years(const model::Calendar& calendar,
                               const std::filesystem::path& directory, Day today) {
    const std::set<int>& published = calendar.published_years();
    std::set<int> wanted{int(today.year())};
    if (!published.empty()) {
        for (int year = *published.begin(); year < *published.rbegin(); ++year) wanted.insert(year);
    }
    std::vector<Error> problems;
    const std::filesystem::path folder = directory / "calendar";
    for (const int year : wanted) {
        if (published.contains(year)) continue;
        const auto file = folder / fmt::format("{}.json", year);
        const bool is_there = std::filesystem::exists(file);
        if (is_there && !yaml::parse_file(file)) continue;  // not read: that was said
        const bool may_come = !published.empty() && year > *published.rbegin();
        if (is_there && may_come) continue;  // not published yet, and somebody knows
        problems.emplace_back(
            Code::kConfigInvalid, At{{}, folder.string()},
            fmt::format("{0}.json {1}: no limit in {0} is known (R29); put the published year here",
                        year, is_there ? "has no days" : "is missing"));
    }
    return problems;
}

int run_check(std::span<const std::string> arguments, std::ostream& out, std::ostream& err,
              std::span<const AdapterKeys> adapters, const CheckMore& more) {
    const auto options = parse_options(arguments, kOptions);
    if (!options) {
        err << options.error().cause() << '\n' << usage("check", kOptions);
        return 2;
    }
    auto loaded = load_config(options->at("--config"), adapters);
    if (more) {
        const std::vector<Error> said = loaded.problems;
        for (Error& other : more(loaded.value)) {
            if (!is_said(said, other.at())) loaded.problems.push_back(std::move(other));
        }
    }
    std::vector<std::string> lines;
    for (const Error& problem : loaded.problems) lines.push_back(to_line(problem));
    // A table read for two purposes reports its mistakes twice.
    std::vector<std::string> shown;
    for (const std::string& line : lines) {
        if (std::find(shown.begin(), shown.end(), line) != shown.end()) continue;
        shown.push_back(line);
        err << line << '\n';
    }
    if (!shown.empty()) {
        err << fmt::format("{} mistakes\n", shown.size());
        return 1;
    }
    const Config& config = loaded.value;
    out << fmt::format("no mistakes: hall {}, {} halls, {} items, {} partners{}\n",
                       config.gateway.hall.str(), config.halls.size(),
                       config.catalogue.items().size(), config.partners.size(),
                       span_of(config.calendar.published_years()));
    return 0;
}

}  // namespace ow::app
