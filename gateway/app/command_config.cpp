#include "gateway/app/command_config.hpp"

#include <filesystem>
#include <ostream>

#include "gateway/app/check_config.hpp"
#include "gateway/app/gateway_process.hpp"
#include "gateway/base/text.hpp"
#include "gateway/storage/backup.hpp"

namespace ow::app {

std::optional<Config> config_of(const Options& options, std::ostream& err) {
    if (!std::filesystem::is_directory(options.at("--config"))) {
        err << "`--config " << options.at("--config") << "`: there is no such folder\n";
        return std::nullopt;
    }
    const auto keys = adapter_keys();
    auto loaded = load_config(options.at("--config"), keys);
    if (loaded.ok()) return std::move(loaded.value);
    for (const Error& problem : loaded.problems) err << to_line(problem) << "\n";
    return std::nullopt;
}

const model::PartnerConfig* partner_named(const Config& config,
                                          const std::vector<std::string>& words,
                                          std::string_view usage, std::ostream& err) {
    if (words.size() != 1) {
        err << "onewindow " << usage << ": the name of one partner is expected\n";
        return nullptr;
    }
    const auto found = config.partners.find(PartnerId{words.front()});
    if (found != config.partners.end()) return &found->second;
    std::vector<std::string_view> names;
    for (const auto& [id, partner] : config.partners) names.push_back(id.str());
    const std::string_view close = nearest(words.front(), names);
    err << "onewindow " << usage << ": no partner `" << words.front() << "`";
    err << (close.empty() ? std::string{} : "; did you mean `" + std::string{close} + "`?") << "\n";
    return nullptr;
}

void print_store_error(const Error& error, const Config& config, std::ostream& err) {
    err << error.text() << "\n";
    if (error.cause() != storage::kHeldElsewhere) {
        err << error.row().operator_ << "\n";
        return;
    }
    err << "A running gateway holds " << config.gateway.store.string()
        << ". Stop it first (`./dev down`, or its service), then run this again.\n"
           "While it runs its console shows the same: "
        << config.gateway.public_url
        << "/console – cases by the search, messages under 待发报文. `check`, `deadline`, `key` "
           "and "
           "`user` need no store.\n";
}

std::unique_ptr<ports::Store> store_of(const Config& config, const Clock& clock, Log& log,
                                       std::ostream& err) {
    auto keys = read_keys(config.gateway.master_key);
    if (!keys) {
        err << keys.error().text() << "\n";
        return nullptr;
    }
    // Opening would make an empty one, and everything would be found well in it.
    if (Status there = storage::store_in(config.gateway.store.string()); !there) {
        err << there.error().text()
            << "\n`store: directory` of gateway.yaml names it; `serve` makes a new one\n";
        return nullptr;
    }
    auto settings = store_settings(config, *keys);
    auto store = storage::open_store(std::move(*settings), clock, log);
    if (store) return std::move(*store);
    print_store_error(store.error(), config, err);
    return nullptr;
}

}  // namespace ow::app
