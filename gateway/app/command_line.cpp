#include <algorithm>
#include <iterator>
#include <ostream>
#include <vector>

#include "gateway/app/check_config.hpp"
#include "gateway/app/check_whole.hpp"
#include "gateway/app/command_options.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/deadline_command.hpp"
#include "gateway/app/gateway_process.hpp"

namespace ow::app {
namespace {

int check(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto keys = adapter_keys();
    return run_check(arguments, out, err, keys, [](const Config& config) {
        const Instant now = SystemClock{}.now();
        std::vector<Error> problems = check_years(config.calendar, config.directory, day_of(now));
        std::vector<Error> whole = check_whole(config, now);
        std::move(whole.begin(), whole.end(), std::back_inserter(problems));
        return problems;
    });
}

struct CommandRow {
    std::string_view name;
    std::string_view help;
    int (*run)(std::span<const std::string>, std::ostream&, std::ostream&);
};

// Sorted by name.
constexpr CommandRow kCommands[] = {
    {"archive",
     "a closed case as one file that anybody can check: archive --config <folder> --no <case "
     "number> --to <file> --by <staff id>",
     &run_archive},
    {"backup",
     "copy the store, also while it is served, or forget in a copy what the store has forgotten: "
     "backup make --config <folder> --to <folder>, backup forget --config <folder> --in <folder>",
     &run_backup},
    {"calendar",
     "the days of a year: which open cases would move, and taking it: calendar import --config "
     "<folder> --file <file> [--take]",
     &run_calendar},
    {"case",
     "show a case, or destroy its key: case show|destroy --config <folder> --no <case number>",
     &run_case},
    {"catalogue",
     "a department's change of its items: catalogue diff|import --config <folder> --department "
     "<id> --items <table> [--materials <table>] --from <day> [--by <name>]; catalogue confirm "
     "--id <change> --by <name>; catalogue list",
     &run_catalogue},
    {"check", "every mistake of the configuration: check --config <folder>", &check},
    {"conformance",
     "does a partner's test endpoint do what it owes; a report in Chinese: conformance --config "
     "<folder> <partner> [--endpoint <url>] [--report <file>] [<kind>=<file> …]",
     &run_conformance_command},
    {"credit",
     "the lists of broken promises: credit list --config <folder>; for the credit platform, where "
     "the hall has switched it on: credit export --config <folder> --to <file>",
     &run_credit},
    {"deadline",
     "when a period ends: deadline --config <folder> --hall <id> --from <time> --days <n>",
     &run_deadline},
    {"explain", "why each date, route and state of a case is so: explain CASE [--config <folder>]",
     &run_explain},
    {"figures",
     "a month's figures by department and person: figures --config <folder> --month 2026-11 "
     "[--format text|xlsx|pdf] [-o <file>]",
     &run_figures},
    {"fonts",
     "which hanzi of GB 18030-2022 the configured fonts can draw, by role and block: fonts "
     "--config <folder>",
     &run_fonts},
    {"key",
     "make the master key: key new --config <folder>; the public key that checks packages: key "
     "public --config <folder>",
     &run_key},
    {"ledger",
     "a month's ledger (台账): ledger <ledger> --config <folder> --month 2026-11 [--names] "
     "[--format text|xlsx|pdf] [-o <file>]",
     &run_ledger},
    {"map", "a partner's message as a case: map --config <folder> <partner>/<message> <file>",
     &run_map},
    {"mapping",
     "mapping test --config <folder>: every sample; mapping diff <a> <b> <file>…: what two "
     "versions "
     "make differently",
     &run_mapping},
    {"queue",
     "what stands still, by cause: queue --config <folder>; its rows: queue rows; sending again: "
     "queue resend",
     &run_queue},
    {"reference",
     "a page of the departments' manual: reference conformance|connections|errors|fields",
     &run_reference},
    {"release",
     "let messages go to a partner held since a restore: release --config <folder> --partner <id> "
     "--received none|some",
     &run_release},
    {"restore",
     "make the store anew from a backup, with every partner held: restore --config <folder> --from "
     "<backup> [--forgotten <folder>] [--reserve <numbers>]",
     &run_restore},
    {"serve", "run the gateway: serve --config <folder>", &run_serve},
    {"simulate",
     "play a story on a turned clock, day by day: simulate STORY [--config <folder>] [--hall <id>]",
     &run_simulate},
    {"template",
     "the words of the papers: template check, template lint, template preview <file> --out <pdf>, "
     "template gallery [--config <folder>] --out <folder>",
     &run_template},
    {"test-connection",
     "what stands between us and a partner, and who must act: test-connection --config <folder> "
     "<partner>",
     &run_test_connection},
    {"twin",
     "play one partner, or every one whose endpoint is here: twin --config <folder> [<partner>] "
     "[--port <n>] [--fault busy=2,cut=1]",
     &run_twin},
    {"user",
     "adds a person to users.yaml: user add --id <id> --name <name> --role <role> --hall <id>",
     &run_user},
    {"verify",
     "chains and signed roots of the store: verify --config <folder>; an archive package, without "
     "the "
     "store: verify <package> [--root-key <file>]; a document's signatures: verify <file.pdf> "
     "[--trusted <file> | --config <folder>]",
     &run_verify},
};

constexpr std::size_t kNameWidth = 17;

void print_help(std::ostream& out) {
    out << "onewindow <command> …\n\n";
    for (const CommandRow& row : kCommands) {
        out << "  " << row.name << std::string(kNameWidth - row.name.size(), ' ') << row.help
            << "\n";
    }
}

}  // namespace

int run_command_line(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    if (arguments.empty() || arguments[0] == "help" || arguments[0] == "--help") {
        print_help(arguments.empty() ? err : out);
        return arguments.empty() ? 2 : 0;
    }
    const auto* row = std::find_if(std::begin(kCommands), std::end(kCommands),
                                   [&](const CommandRow& r) { return r.name == arguments[0]; });
    if (row != std::end(kCommands)) return row->run(arguments.subspan(1), out, err);
    std::vector<std::string_view> names;
    for (const CommandRow& r : kCommands) names.push_back(r.name);
    err << "onewindow: no command `" << arguments[0] << "`" << did_you_mean(arguments[0], names)
        << "\n";
    return 2;
}

}  // namespace ow::app
