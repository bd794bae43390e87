// Commands that look into a store beside no running gateway: case, verify.

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <iterator>
#include <ostream>

#include "gateway/app/case_page.hpp"
#include "gateway/app/command_store.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/flow/case_service.hpp"
#include "gateway/flow/refused_messages.hpp"
#include "gateway/storage/root_text.hpp"

namespace ow::app {
namespace {

constexpr OptionRow kCaseOptions[] = {{"--config", "<folder>", "the configuration folder", true},
                                      {"--no", "<case number>", "22 characters", true}};
constexpr OptionRow kDestroyOptions[] = {
    {"--config", "<folder>", "the configuration folder", true},
    {"--no", "<case number>", "a case and what it grew from"},
    {"--message", "<id>", "or one message that became no case"}};
constexpr OptionRow kVerifyOptions[] = {
    {"--config", "<folder>", "the configuration folder", true},
    {"--root", "<file>", "root.txt of a backup, kept elsewhere: it must still hold"}};

int show_case(ports::Store& store, const Config& config, const CaseNo& no, std::ostream& out,
              std::ostream& err) {
    const auto events = store.load(flow::case_stream(no));
    const auto view = store.stream(flow::case_stream(no));
    if (!events && events.error().code() == Code::kKeyDestroyed && view) {
        print_destroyed_case(out, no, *view, store.outbox(flow::case_stream(no)),
                             setting_of(config));
        return 0;
    }
    if (!events || events->empty()) {
        err << (events ? Error{Code::kCaseNotFound, {no.str(), {}, 0, 0}}.text()
                       : events.error().text())
            << "\n";
        return 1;
    }
    print_case(out, *events, store.outbox(flow::case_stream(no)), setting_of(config));
    return 0;
}

int destroy(ports::Store& store, const std::vector<StreamId>& streams, std::ostream& out,
            std::ostream& err) {
    for (const StreamId& stream : streams) {
        if (auto done = store.destroy_key(stream); !done) {
            err << done.error().text() << "\n";
            return 1;
        }
        out << "destroyed " << stream.str() << "\n";
    }
    out << "every backup made before still holds the key: onewindow backup forget\n";
    return 0;
}

int destroy_case(ports::Store& store, const CaseNo& no, std::ostream& out, std::ostream& err) {
    const auto events = store.load(flow::case_stream(no));
    std::vector<StreamId> streams;
    // The booking or parcel it grew from holds the same person; first, for only the case knows it.
    if (events && !events->empty()) {
        const std::string origin = model::text_at(events->front().event.clear, "origin");
        if (!origin.empty()) streams.emplace_back(origin);
    }
    streams.push_back(flow::case_stream(no));
    // Messages that waited in quarantine have keys of their own.
    std::vector<StreamId> all = flow::released_into(store, streams);
    all.insert(all.end(), streams.begin(), streams.end());
    return destroy(store, all, out, err);
}

/// Which of a case or a message is meant, by exactly one option. False: said what is wrong.
bool names_one(const Options& options, std::ostream& err) {
    const bool has_message = options.contains("--message");
    if (has_message != options.contains("--no")) {
        if (has_message || is_case_no(options.at("--no"))) return true;
        err << "onewindow case: `" << options.at("--no")
            << "` is not a case number: 22 characters, the last one is a check character\n";
        return false;
    }
    err << "onewindow case: one of --no and --message\n" << usage("case destroy", kDestroyOptions);
    return false;
}

/// The root that was kept outside, if one is given.
Result<std::optional<ports::SignedRoot>> kept_root(const Options& options) {
    const auto path = options.find("--root");
    if (path == options.end()) return std::optional<ports::SignedRoot>{};
    std::ifstream file{path->second, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    auto root = storage::read_root(text);
    if (!root) return Error{root.error().code(), At{path->second}, root.error().cause()};
    return std::optional{*std::move(root)};
}

/// By its name, or by what is in it.
bool is_pdf(const std::string& path) {
    std::array<char, 5> head{};
    std::ifstream{path, std::ios::binary}.read(head.data(), head.size());
    return path.ends_with(".pdf") || std::string_view{head.data(), head.size()} == "%PDF-";
}

}  // namespace

int run_case(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto verb = verb_of("case", arguments, {"destroy", "show"}, err);
    if (!verb) {
        err << usage("case show", kCaseOptions) << usage("case destroy", kDestroyOptions);
        return 2;
    }
    const auto rest = arguments.subspan(1);
    const auto options = verb == "show" ? options_of("case show", rest, kCaseOptions, err)
                                        : options_of("case destroy", rest, kDestroyOptions, err);
    if (!options || !names_one(*options, err)) return 2;
    const auto opened = open_beside(*options, err);
    if (!opened) return 1;
    if (options->contains("--message"))
        return destroy(*opened->store, {StreamId{"message:" + options->at("--message")}}, out, err);
    const CaseNo no{options->at("--no")};
    return verb == "show" ? show_case(*opened->store, opened->config, no, out, err)
                          : destroy_case(*opened->store, no, out, err);
}

int run_verify(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    if (!arguments.empty() && !arguments[0].starts_with("--") && is_pdf(arguments[0]))
        return verify_pdf(arguments[0], arguments.subspan(1), out, err);
    if (!arguments.empty() && !arguments[0].starts_with("--"))
        return verify_package(arguments[0], arguments.subspan(1), out, err);
    const auto options = options_of("verify", arguments, kVerifyOptions, err);
    if (!options) return 2;
    const auto kept = kept_root(*options);
    if (!kept) {
        err << kept.error().text() << "\n";
        return 1;
    }
    const auto opened = open_beside(*options, err);
    if (!opened) return 1;
    const ports::VerifyReport report = opened->store->verify(*kept);
    for (const ports::Damage& damage : report.damages)
        out << damage.where << ": " << damage.what << "\n";
    out << fmt::format("{} streams, {} steps, {} roots: {}\n", report.streams, report.steps,
                       report.roots,
                       report.damages.empty() ? "all chains and roots hold"
                                              : fmt::format("{} damages", report.damages.size()));
    return report.damages.empty() ? 0 : 1;
}

}  // namespace ow::app
