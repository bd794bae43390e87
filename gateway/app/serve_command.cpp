#include <algorithm>
#include <chrono>
#include <ostream>

#include "gateway/app/command_config.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/gateway_process.hpp"
#include "gateway/app/serve.hpp"
#include "gateway/app/stop_signals.hpp"

namespace ow::app {
namespace {

constexpr OptionRow kOptions[] = {{"--config", "<folder>", "the configuration folder", true}};

/// The wait for signals is the clock of the signed roots; HUP reads the mappings anew.
void wait_for_the_end(const sigset_t& signals, GatewayProcess& process, std::chrono::seconds every,
                      std::ostream& err) {
    using SteadyClock = std::chrono::steady_clock;
    auto next = SteadyClock::now() + every;
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::seconds>(next - SteadyClock::now());
        const timespec wait{std::max<std::int64_t>(left.count(), 0), 0};
        const int signal = sigtimedwait(&signals, nullptr, &wait);
        if (signal == SIGTERM || signal == SIGINT) return;
        if (signal == SIGHUP) {
            if (auto loaded = process.reload_mappings(); !loaded)
                err << loaded.error().text() << "\n";
        } else if (SteadyClock::now() >= next) {
            (void)process.write_root();
            next += every;
        }
    }
}

}  // namespace

int serve(Config config, const ServeSettings& settings, std::ostream& err) {
    sigset_t signals = hold_stop_signals();
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
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
    wait_for_the_end(signals, **process, settings.root_every, err);
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
