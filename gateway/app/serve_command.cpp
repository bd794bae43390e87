#include <ostream>

#include "gateway/app/command_config.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/gateway_process.hpp"
#include "gateway/app/serve.hpp"
#include "gateway/app/stop_signals.hpp"

namespace ow::app {
namespace {

constexpr OptionRow kOptions[] = {{"--config", "<folder>", "the configuration folder", true}};

}  // namespace

int serve(Config config, const ServeSettings& settings, std::ostream& err) {
    const sigset_t signals = hold_stop_signals();
    const SystemClock clock;
    LineLog log{2, clock};
    const Config place = config;
    auto process = GatewayProcess::make(std::move(config), clock, log, settings.tune_store);
    if (!process) {
        print_store_error(process.error(), place, err);
        return 1;
    }
    if (auto started = (*process)->start(); !started) {
        err << started.error().text() << "\n";
        return 1;
    }
    // The wait for signals is the clock of the signed roots.
    const timespec period{settings.root_every.count(), 0};
    while (sigtimedwait(&signals, nullptr, &period) < 0) (void)(*process)->write_root();
    (*process)->stop();
    return 0;
}

int run_serve(std::span<const std::string> arguments, std::ostream&, std::ostream& err) {
    const auto options = options_of("serve", arguments, kOptions, err);
    if (!options) return 2;
    auto config = config_of(*options, err);
    if (!config) return 1;
    return serve(std::move(*config), {}, err);
}

}  // namespace ow::app
