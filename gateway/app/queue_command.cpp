// What stands still, by cause, and sending it again: queue, queue rows, queue resend.

#include <fmt/format.h>

#include <ostream>
#include <vector>

#include "gateway/app/command_store.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/plan.hpp"
#include "gateway/flow/queue_view.hpp"

namespace ow::app {
namespace {

constexpr int kMostRows = 500;
constexpr OptionRow kListOptions[] = {{"--config", "<folder>", "the configuration folder", true}};
constexpr OptionRow kRowsOptions[] = {{"--config", "<folder>", "the configuration folder", true},
                                      {"--partner", "<id>", "only this partner's", false}};
constexpr OptionRow kResendOptions[] = {
    {"--config", "<folder>", "the configuration folder", true},
    {"--partner", "<id>", "a whole cause: its partner", false},
    {"--reason", "<code>", "a whole cause: its error code", false},
    {"--row", "<id>", "one row, as `queue rows` names it", false},
    {"--state", "<state>", "a whole cause: parked, waiting or unknown", false}};

std::string value_of(const Options& options, std::string_view name) {
    const auto found = options.find(name);
    return found == options.end() ? std::string{} : found->second;
}

void print_cause(std::ostream& out, const flow::QueueCause& cause) {
    out << fmt::format("{} {} {} {}  {} 条  最早 {}", cause.state, cause.is_inbound ? "in" : "out",
                       cause.partner.str(), cause.reason, cause.count, to_iso(cause.oldest));
    if (cause.behind > 0) out << fmt::format("  其后另有 {} 件", cause.behind);
    if (cause.next_try) out << "  下次尝试 " << to_iso(*cause.next_try);
    out << "\n    " << cause.next_step << "\n";
}

void print_row(std::ostream& out, const flow::QueueRow& row) {
    out << fmt::format("    {}  {}  {}", row.id, flow::kind_label(row.kind), to_iso(row.since));
    if (row.attempts > 0) out << fmt::format("  已试 {} 次", row.attempts);
    if (!row.field.empty()) out << "  字段 " << row.field;
    if (!row.trace.empty()) out << "  跟踪号 " << row.trace;
    out << "\n";
}

/// Of the partners, and of what this gateway has instead of one.
bool is_partner(const std::string& id, const Config& config, std::string_view usage,
                std::ostream& err) {
    return id.empty() || id == flow::kRenderPartner ||
           partner_named(config, {id}, usage, err) != nullptr;
}

int list(const Options& options, bool with_rows, std::ostream& out, std::ostream& err) {
    const auto opened = open_beside(options, err);
    if (!opened) return 1;
    if (!is_partner(value_of(options, "--partner"), opened->config, "queue rows", err)) return 2;
    const flow::Setting setting = setting_of(opened->config);
    const std::string only = value_of(options, "--partner");
    for (const auto& cause : flow::queue_causes(*opened->store, setting, opened->clock.now())) {
        if (!only.empty() && cause.partner.str() != only) continue;
        print_cause(out, cause);
        if (!with_rows) continue;
        for (const auto& row : flow::queue_rows(*opened->store, cause, kMostRows))
            print_row(out, row);
    }
    return 0;
}

int resend(const Options& options, std::ostream& out, std::ostream& err) {
    const std::string row = value_of(options, "--row");
    const flow::CauseName cause{value_of(options, "--partner"), value_of(options, "--state"),
                                value_of(options, "--reason")};
    const bool whole = !cause.partner.empty() && !cause.state.empty() && !cause.reason.empty();
    if (row.empty() != whole) {
        err << "onewindow queue resend: either `--row`, or `--partner`, `--state` and `--reason`\n"
            << usage("queue resend", kResendOptions);
        return 2;
    }
    const auto opened = open_beside(options, err);
    if (!opened) return 1;
    if (!is_partner(cause.partner, opened->config, "queue resend", err)) return 2;
    const Instant now = opened->clock.now();
    Result<std::int64_t> count = std::int64_t{1};
    if (whole) {
        count = flow::resend(*opened->store, setting_of(opened->config), cause, now);
    } else if (auto done = opened->store->resolve(row, ports::OutboxState::kWaiting, now); !done) {
        count = done.error();
    }
    if (count && *count == 0) {
        err << "onewindow queue resend: nothing stands still by this partner, state and reason; "
               "`onewindow queue` lists what does\n";
        return 1;
    }
    if (count) {
        out << fmt::format("{} 条将在网关启动后重发\n", *count);
        return 0;
    }
    // What was typed is the operator's own, no partner's request.
    if (count.error().code() == Code::kRequestInvalid) {
        err << "onewindow queue resend: there is no row `" << row
            << "` that stands still; `onewindow queue rows` names them\n";
        return 1;
    }
    err << count.error().text() << "\n" << count.error().row().operator_ << "\n";
    return 1;
}

}  // namespace

int run_queue(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const bool has_verb = !arguments.empty() && !arguments[0].starts_with('-');
    const auto verb = has_verb ? verb_of("queue", arguments, {"resend", "rows"}, err)
                               : std::optional<std::string_view>{""};
    if (!verb) return 2;
    if (verb == "rows") {
        const auto options = options_of("queue rows", arguments.subspan(1), kRowsOptions, err);
        return options ? list(*options, true, out, err) : 2;
    }
    if (verb == "resend") {
        const auto options = options_of("queue resend", arguments.subspan(1), kResendOptions, err);
        return options ? resend(*options, out, err) : 2;
    }
    const auto options = options_of("queue", arguments, kListOptions, err);
    return options ? list(*options, false, out, err) : 2;
}

}  // namespace ow::app
