// `onewindow twins`: the other side of every partner whose endpoint is on this machine.

#include <ostream>

#include "adapters/twins.hpp"
#include "gateway/app/command_config.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/app/stop_signals.hpp"
#include "gateway/base/text.hpp"
#include "gateway/http/client.hpp"
#include "gateway/http/server.hpp"

namespace ow::app {
namespace {

constexpr OptionRow kOptions[] = {{"--config", "<folder>", "the configuration folder", true}};

struct Endpoint {
    std::uint16_t port = 0;
    std::string path;
};

/// Port and path of `http://127.0.0.1:8461/path`; port 0 if it is not on this machine.
Endpoint endpoint_of(const std::string& url) {
    constexpr std::string_view kLocal = "http://127.0.0.1:";
    if (!url.starts_with(kLocal)) return {};
    const std::size_t slash = url.find('/', kLocal.size());
    const std::string port = url.substr(kLocal.size(), slash - kLocal.size());
    return {static_cast<std::uint16_t>(std::stoi(port)),
            slash == std::string::npos ? "" : url.substr(slash)};
}

std::string secret_of(const Config& config, const model::PartnerConfig& partner,
                      const std::string& key) {
    const auto found = partner.settings.find(key);
    const std::string file =
        found == partner.settings.end() ? partner.trust.hmac_key_file : found->second;
    const auto content = read_file(config.directory / file);
    return content ? std::string{trim(*content)} : std::string{};
}

/// Everything the twins stand on; torn down in reverse order.
struct Stage {
    SystemClock clock;
    LineLog log{2, clock};
    http::Metrics metrics;
    std::unique_ptr<http::Client> client;
    std::vector<std::unique_ptr<adapters::RunningTwin>> twins;
    std::vector<std::unique_ptr<http::Server>> servers;
};

Status raise_twin(Stage& stage, const Config& config, const model::PartnerConfig& partner) {
    const Endpoint endpoint = endpoint_of(partner.endpoint);
    if (endpoint.port == 0) return ok();
    const auto secret = [&](const std::string& key) { return secret_of(config, partner, key); };
    auto twin = adapters::make_twin({partner, secret, config.gateway.public_url, endpoint.path,
                                     *stage.client, stage.clock, stage.log});
    if (!twin) return Error{Code::kConfigInvalid, {"adapter", partner.id.str(), 0, 0}};
    http::ServerSettings settings;
    settings.port = endpoint.port;
    settings.access_log = false;
    auto server = http::Server::start(settings, twin->routes(),
                                      {stage.clock, stage.log, stage.metrics, nullptr, {}});
    if (!server) return server.error();
    stage.twins.push_back(std::move(twin));
    stage.servers.push_back(std::move(*server));
    return ok();
}

}  // namespace

int run_twins(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto options = options_of("twins", arguments, kOptions, err);
    if (!options) return 2;
    const auto config = config_of(*options, err);
    if (!config) return 1;
    const sigset_t signals = hold_stop_signals();
    Stage stage;
    http::ClientSettings client;
    client.default_tls.ca = config->gateway.listen.client_ca.string();
    auto made = http::Client::make(std::move(client));
    if (!made) {
        err << made.error().text() << "\n";
        return 1;
    }
    stage.client = std::move(*made);
    for (const auto& [id, partner] : config->partners) {
        if (auto raised = raise_twin(stage, *config, partner); !raised) {
            err << id.str() << ": " << raised.error().text() << "\n";
            return 1;
        }
        out << id.str() << " at " << partner.endpoint << std::endl;
    }
    constexpr timespec kStep{0, 50'000'000};
    while (sigtimedwait(&signals, nullptr, &kStep) < 0) {
        for (const auto& twin : stage.twins) twin->step();
    }
    for (const auto& server : stage.servers) server->stop(Millis{1000});
    return 0;
}

}  // namespace ow::app
