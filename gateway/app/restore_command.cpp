// `onewindow restore` and `onewindow release`: a store from a backup, and the partners' way back
// into service. The new store stands in its place only when it is whole, held and verified.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <ostream>

#include "gateway/app/catalogue_change.hpp"
#include "gateway/app/catalogue_versions.hpp"
#include "gateway/app/command_config.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/gateway_process.hpp"
#include "gateway/app/kept_folders.hpp"
#include "gateway/flow/held.hpp"
#include "gateway/flow/plan.hpp"
#include "gateway/storage/backup.hpp"
#include "gateway/storage/held.hpp"
#include "gateway/storage/history.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;

/// More than the numbers a hall gives out by one channel in the days a backup may be old.
constexpr std::int64_t kReserve = 100'000;
/// A series is of one day; those of the days the backup lost are over by then.
constexpr Millis kReserveFor = std::chrono::hours{24};

constexpr OptionRow kRestore[] = {
    {"--config", "<folder>", "the configuration folder", true},
    {"--from", "<folder>", "a backup", true},
    {"--forgotten", "<folder>", "a store or newer backup: what it has forgotten is forgotten"},
    {"--reserve", "<numbers>", "case numbers of each series passed over, 100000 if not said"}};
constexpr OptionRow kRelease[] = {
    {"--config", "<folder>", "the configuration folder", true},
    {"--partner", "<id>", "a file of config/partners", true},
    {"--received", "none|some",
     "none: it was asked and has nothing of what is unsent; some: it may have", true}};

int failed(const Error& error, std::ostream& err) {
    err << error.text() << "\n";
    // That one speaks to a partner, and here an operator typed.
    if (error.code() != Code::kRequestInvalid) err << error.row().operator_ << "\n";
    return 1;
}

struct Work {
    const Config& config;
    storage::StoreSettings settings;  ///< of the new store, where it is made
    std::string from;
    std::string forgotten;
    std::int64_t reserve = kReserve;
    const SystemClock clock{};
    NullLog log{};
};

Result<std::size_t> forget(Work& work) {
    if (work.forgotten.empty()) return std::size_t{0};
    const auto wanted = storage::destroyed_streams(work.forgotten);
    if (!wanted) return wanted.error();
    for (const StreamId& stream : *wanted) {
        auto done = storage::destroy_backup_key(work.settings, work.settings.dir, stream,
                                                work.clock, work.log);
        if (!done) return done.error();
    }
    return wanted->size();
}

Result<ports::VerifyReport> verify(Work& work) {
    auto store = storage::open_store(work.settings, work.clock, work.log);
    if (!store) return store.error();
    ports::VerifyReport report = (*store)->verify();
    (*store)->close();
    if (!report.damages.empty())
        return Error{Code::kStoreDamaged, At{report.damages[0].where}, report.damages[0].what};
    return report;
}

storage::HoldPlan hold_plan(const Work& work) {
    storage::HoldPlan plan;
    plan.exempt = {PartnerId{std::string{flow::kRenderPartner}}};
    for (const auto& [id, partner] : work.config.partners) {
        const bool is_inside = partner.endpoint.empty() && partner.inbound.empty();
        (is_inside ? plan.exempt : plan.partners).push_back(id);
    }
    plan.serial_reserve = work.reserve;
    plan.reserve_for = kReserveFor;
    plan.now = work.clock.now();
    return plan;
}

/// R2: no open case may come back to be judged by another catalogue than its own.
Status cover_open_cases(const Work& work) {
    const std::string& dir = work.settings.dir;
    const auto named = storage::catalogues_of_open_cases(dir);
    if (!named) return named.error();
    std::vector<Error> problems;
    const CatalogueChanges changes{work.config.directory, dir};
    const auto live = changes.in_force(work.config.catalogue, day_of(work.clock.now()), problems);
    if (!problems.empty()) return problems.front();
    // Of the backup: what is missing has to be put there.
    return CatalogueVersions{work.from}.covers(*named, live.catalogue.version());
}

int restore(Work& work, std::ostream& out, std::ostream& err) {
    const std::string& dir = work.settings.dir;
    fs::remove_all(dir);  // what a restore that was cut off left there
    if (auto copied = storage::backup_store(work.from, dir, kKeptFolders); !copied)
        return failed(copied.error(), err);
    const auto held = storage::hold_store(dir, hold_plan(work));
    if (!held) return failed(held.error(), err);
    const auto forgotten = forget(work);
    if (!forgotten) return failed(forgotten.error(), err);
    const auto report = verify(work);
    if (!report) return failed(report.error(), err);
    if (auto covered = cover_open_cases(work); !covered) return failed(covered.error(), err);
    fs::remove_all(work.config.gateway.store);
    fs::rename(dir, work.config.gateway.store);
    out << fmt::format("restored {} streams, {} steps, all chains and roots hold; {} forgotten\n",
                       report->streams, report->steps, *forgotten);
    out << fmt::format("{} partners are held with {} unsent messages: onewindow release\n",
                       held->partners, held->rows);
    return 0;
}

/// Empty, or absent: a store is never written over.
bool is_free(const fs::path& dir) {
    return !fs::exists(dir) || (fs::is_directory(dir) && fs::is_empty(dir));
}

}  // namespace

int run_restore(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto options = options_of("restore", arguments, kRestore, err);
    if (!options) return 2;
    const auto config = config_of(*options, err);
    if (!config) return 1;
    const fs::path& place = config->gateway.store;
    if (!is_free(place)) {
        err << place.string() << " is not empty: move the old store away first\n";
        return 1;
    }
    for (const char* folder : {"--from", "--forgotten"}) {
        const auto given = options->find(folder);
        if (given == options->end()) continue;
        if (Status there = storage::store_in(given->second); !there)
            return failed(there.error(), err);
    }
    const auto keys = read_keys(config->gateway.master_key);
    if (!keys) return failed(keys.error(), err);
    auto settings = store_settings(*config, *keys);
    if (!settings) return failed(settings.error(), err);
    settings->dir = place.string() + ".restoring";
    Work work{*config, std::move(*settings), options->at("--from"), {}};
    if (const auto given = options->find("--forgotten"); given != options->end())
        work.forgotten = given->second;
    if (const auto given = options->find("--reserve"); given != options->end()) {
        const std::string& text = given->second;
        const auto [end, bad] =
            std::from_chars(text.data(), text.data() + text.size(), work.reserve);
        if (bad != std::errc{} || *end != '\0' || work.reserve < 0 || work.reserve > 900'000) {
            err << "onewindow restore: --reserve is a number up to 900000\n";
            return 2;
        }
    }
    try {
        return restore(work, out, err);
    } catch (const fs::filesystem_error& e) {
        return failed(Error{Code::kStoreUnavailable, At{place.string()}, e.code().message()}, err);
    }
}

int run_release(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto options = options_of("release", arguments, kRelease, err);
    if (!options) return 2;
    const std::string& received = options->at("--received");
    if (received != "none" && received != "some") {
        err << "onewindow release: --received is none or some\n";
        return 2;
    }
    const auto config = config_of(*options, err);
    if (!config) return 1;
    if (partner_named(*config, {options->at("--partner")}, "release", err) == nullptr) return 2;
    const SystemClock clock;
    NullLog log;
    const auto store = store_of(*config, clock, log, err);
    if (!store) return 1;
    flow::Setting setting;
    setting.partners = config->partners;
    const auto in_doubt = flow::release_partner(
        *store, setting, PartnerId{options->at("--partner")}, received, clock.now());
    if (!in_doubt) return failed(in_doubt.error(), err);
    store->close();
    out << fmt::format("released {}; {} messages may have reached it and wait for a person\n",
                       options->at("--partner"), *in_doubt);
    return 0;
}

}  // namespace ow::app
