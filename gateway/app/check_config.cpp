#include "gateway/app/check_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "gateway/app/command_options.hpp"

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

}  // namespace

std::string to_line(const Error& problem) {
    const At& at = problem.at();
    std::string place = at.where;
    if (at.line > 0) place += fmt::format(":{}", at.line);
    if (at.column > 0) place += fmt::format(":{}", at.column);
    const std::string field = at.field.empty() ? std::string{} : at.field + ": ";
    return fmt::format("{}: {}{}", place, field, problem.cause());
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
    out << fmt::format("no mistakes: hall {}, {} halls, {} items, {} partners, calendar {} to {}\n",
                       config.gateway.hall.str(), config.halls.size(),
                       config.catalogue.items().size(), config.partners.size(),
                       *config.calendar.published_years().begin(),
                       *config.calendar.published_years().rbegin());
    return 0;
}

}  // namespace ow::app
