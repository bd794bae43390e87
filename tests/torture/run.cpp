#include "tests/torture/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <random>
#include <stdexcept>

#include "gateway/app/command_config.hpp"
#include "gateway/app/gateway_process.hpp"
#include "gateway/http/client.hpp"
#include "tests/torture/count.hpp"
#include "tests/torture/feed.hpp"
#include "tests/torture/gateway_child.hpp"

namespace ow::torture {
namespace {

using namespace std::chrono_literals;
using Watch = std::chrono::steady_clock;

constexpr auto kStall = 60s;
constexpr int kMostOwnEnds = 5;
constexpr int kMostRounds = 20;
constexpr int kListed = 10;

struct Tally {
    int kills = 0;
    int own_ends = 0;  ///< the gateway stopped without being killed
    bool stalled = false;
    bool ordered_stop = true;
    int sends = 0;
    int other_answers = 0;
};

std::unique_ptr<http::Client> make_client(const Site& site) {
    http::ClientSettings settings;
    settings.default_tls.ca = site.ca().string();
    settings.kept_per_host = 16;
    auto client = http::Client::make(std::move(settings));
    if (!client) throw std::runtime_error{client.error().text()};
    return std::move(*client);
}

app::Config config_of(const Site& site) {
    auto config = app::config_of({{"--config", site.config().string()}}, std::cerr);
    if (!config) throw std::runtime_error{"the configuration has mistakes"};
    return std::move(*config);
}

/// When to kill: after so many acknowledgements; a tenth of the kills comes after all of them.
std::vector<int> moments(const Options& options, std::mt19937_64& dice) {
    std::uniform_int_distribution<int> any{0, options.applications + options.applications / 9};
    std::vector<int> moments(static_cast<std::size_t>(options.kills));
    std::generate(moments.begin(), moments.end(), [&] { return any(dice); });
    std::sort(moments.begin(), moments.end());
    return moments;
}

class Killer {
  public:
    Killer(GatewayChild& gateway, const Feed& feed, Tally& tally, std::uint64_t seed)
        : gateway_(gateway), feed_(feed), tally_(tally), dice_(seed) {}

    void run(const Options& options) {
        for (const int moment : moments(options, dice_)) {
            if (!wait_for(moment)) return;
            // Also while it starts, and a little after.
            std::this_thread::sleep_for(
                std::chrono::milliseconds{std::uniform_int_distribution<int>{0, 300}(dice_)});
            gateway_.kill();
            ++tally_.kills;
            gateway_.start();
        }
        while (!feed_.done() && !tally_.stalled) (void)wait_for(feed_.acknowledged() + 1);
    }

  private:
    /// Until so many are acknowledged, or all. False: nothing moves any more.
    bool wait_for(int acknowledged) {
        const auto end = Watch::now() + kStall;
        while (feed_.acknowledged() < acknowledged && !feed_.done()) {
            std::this_thread::sleep_for(2ms);
            if (gateway_.ended()) {
                ++tally_.own_ends;
                gateway_.start();
            }
            tally_.stalled = Watch::now() > end || tally_.own_ends > kMostOwnEnds;
            if (tally_.stalled) return false;
        }
        return true;
    }

    GatewayChild& gateway_;
    const Feed& feed_;
    Tally& tally_;
    std::mt19937_64 dice_;
};

void print(const Tally& tally, const Count& c, int starts, double seconds, std::ostream& out) {
    const auto row = [&](std::string_view name, const auto& value, std::string_view note = "") {
        out << fmt::format("{:<24}{:>8}  {}\n", name, value, note);
    };
    row("applications", c.applications, fmt::format("{} sends", tally.sends));
    row("acknowledged", c.acknowledged);
    row("cases", c.cases);
    row("acknowledged and lost", c.lost);
    row("in two cases", c.doubled);
    row("refused", c.refused);
    row("other answer on repeat", tally.other_answers);
    row("decisions acknowledged", c.decisions);
    row("decisions lost", c.decisions_lost);
    row("documents", c.documents);
    row("documents unreadable", c.documents_lost);
    row("deliveries", c.deliveries);
    row("deliveries never made", c.deliveries_false);
    row("doubles at partners", c.doubles);
    row("unknown rows", c.unknown.size(), "wait for a person");
    row("unknown rows resent", c.resent);
    row("rows left waiting", c.waiting);
    row("parked rows", c.parked);
    row("signed roots", c.roots);
    row("damages by verify", c.damages.size());
    row("kills", tally.kills);
    row("restarts", starts - 1);
    row("stops of its own", tally.own_ends, tally.stalled ? "nothing moved any more" : "");
    row("seconds", fmt::format("{:.1f}", seconds));
    for (std::size_t i = 0; i < std::min<std::size_t>(kListed, c.unknown.size()); ++i)
        out << "unknown: " << c.unknown[i] << "\n";
    for (std::size_t i = 0; i < std::min<std::size_t>(kListed, c.damages.size()); ++i)
        out << "damage: " << c.damages[i] << "\n";
}

std::unique_ptr<ports::Store> open(const app::Config& config, const Clock& clock, Log& log) {
    return app::store_of(config, clock, log, std::cerr);
}

/// Until no row could go any more: quiet, an ordered stop, a look into the store, and once more.
void finish(GatewayChild& gateway, const Partners& partners, const app::Config& config,
            Tally& tally) {
    const SystemClock clock;
    NullLog log;
    for (int round = 0; round < kMostRounds; ++round) {
        partners.wait_until_quiet(30s);
        tally.ordered_stop = gateway.stop() && tally.ordered_stop;
        const auto store = open(config, clock, log);
        if (!store || rows_that_could_go(*store) == 0) return;
        store->close();
        gateway.start();
    }
}

}  // namespace

int run(const Options& options, std::ostream& out) {
    const auto start = Watch::now();
    const SystemClock clock;
    NullLog log;
    const Site site{options.keep};
    const auto client = make_client(site);
    Partners partners{site, *client, clock};
    partners.cut_a_fifth();
    site.write_config(partners.port());
    const app::Config config = config_of(site);
    auto applications = make_applications(config.catalogue, options.applications);
    GatewayChild gateway{site, options};
    gateway.start();
    Tally tally;
    {
        Feed feed{applications, site, *client, clock};
        Killer{gateway, feed, tally, options.seed}.run(options);
        feed.stop();
        tally.sends = feed.sends();
        tally.other_answers = feed.other_answers();
    }
    finish(gateway, partners, config, tally);
    const auto store = open(config, clock, log);
    if (!store) return 1;
    const Count counted = count(*store, applications, partners.logs());
    store->close();
    print(tally, counted, gateway.starts(),
          std::chrono::duration<double>(Watch::now() - start).count(), out);
    for (const Application& a : applications) {
        if (!a.refused.empty()) out << "refused: " << a.foreign_no << " " << a.refused << "\n";
    }
    const bool good = counted.good() && !tally.stalled && tally.own_ends == 0 &&
                      tally.ordered_stop && tally.other_answers == 0 &&
                      tally.kills == options.kills;
    out << (good ? "nothing lost, nothing doubled\n" : "FAILED\n");
    if (options.keep) out << "left in " << site.folder().string() << "\n";
    return good ? 0 : 1;
}

}  // namespace ow::torture
