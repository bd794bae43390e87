// `onewindow twins`: the other side of every partner whose endpoint is on this machine, built from
// the partner's own configuration file.

#include <csignal>
#include <ostream>

#include "adapters/ems/twin.hpp"
#include "adapters/http_push/twin.hpp"
#include "adapters/wechat/twin.hpp"
#include "gateway/app/command_config.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/base/text.hpp"
#include "gateway/http/client.hpp"
#include "gateway/http/server.hpp"

namespace ow::app {
namespace {

constexpr OptionRow kOptions[] = {{"--config", "<folder>", "the configuration folder", true}};
constexpr Millis kDecideAfter{300};

struct Host {
    const Config& config;
    ports::HttpClient& http;
    const Clock& clock;
    Log& log;
    std::vector<std::unique_ptr<http_push::Twin>> push;
    std::vector<std::unique_ptr<wechat::Twin>> wechat;
    std::vector<std::unique_ptr<ems::Twin>> ems;
};

std::string secret(const Host& host, const model::PartnerConfig& partner, const std::string& key) {
    const auto found = partner.settings.find(key);
    const std::string file =
        found == partner.settings.end() ? partner.trust.hmac_key_file : found->second;
    const auto content = read_file(host.config.directory / file);
    return content ? std::string{trim(*content)} : std::string{};
}

std::string setting(const model::PartnerConfig& partner, const std::string& key) {
    const auto found = partner.settings.find(key);
    return found == partner.settings.end() ? std::string{} : found->second;
}

std::vector<ports::Route> push_routes(Host& host, const model::PartnerConfig& partner,
                                      const std::string& path) {
    http_push::TwinSettings settings;
    settings.name = partner.id.str();
    settings.xml = setting(partner, "content") == "xml";
    settings.deduplicates = partner.deduplicates;
    settings.key = secret(host, partner, "hmac_key_file");
    settings.gateway_url = host.config.gateway.public_url;
    settings.decides = partner.has_role("decider");
    settings.decide_after = kDecideAfter;
    host.push.push_back(
        std::make_unique<http_push::Twin>(std::move(settings), host.http, host.clock, host.log));
    return host.push.back()->routes(path);
}

std::vector<ports::Route> wechat_routes(Host& host, const model::PartnerConfig& partner,
                                        const std::string&) {
    wechat::TwinSettings settings;
    settings.account = {setting(partner, "appid"), secret(host, partner, "secret_file"),
                        secret(host, partner, "token_file"),
                        secret(host, partner, "encoding_aes_key_file")};
    settings.callback_url =
        host.config.gateway.public_url + "/partners/" + partner.id.str() + "/callback";
    host.wechat.push_back(
        std::make_unique<wechat::Twin>(std::move(settings), host.http, host.clock));
    return host.wechat.back()->routes();
}

std::vector<ports::Route> ems_routes(Host& host, const model::PartnerConfig& partner,
                                     const std::string&) {
    ems::TwinSettings settings;
    settings.sender_no = setting(partner, "sender_no");
    settings.authorization = secret(host, partner, "authorization_file");
    settings.sign_key = secret(host, partner, "sign_key_file");
    settings.track_url =
        host.config.gateway.public_url + "/partners/" + partner.id.str() + "/track";
    host.ems.push_back(std::make_unique<ems::Twin>(std::move(settings), host.http, host.clock));
    return host.ems.back()->routes();
}

struct TwinRow {
    std::string_view adapter;
    std::vector<ports::Route> (*routes)(Host&, const model::PartnerConfig&,
                                        const std::string& path);
};

// Sorted by adapter.
constexpr TwinRow kTwins[] = {
    {"ems", &ems_routes},
    {"http_push", &push_routes},
    {"wechat", &wechat_routes},
};

struct Endpoint {
    std::uint16_t port = 0;
    std::string path;
};

/// Port and path of `http://127.0.0.1:8461/portal`; port 0 if it is not on this machine.
Endpoint endpoint_of(const std::string& url) {
    constexpr std::string_view kLocal = "http://127.0.0.1:";
    if (!url.starts_with(kLocal)) return {};
    const std::size_t slash = url.find('/', kLocal.size());
    const std::string port = url.substr(kLocal.size(), slash - kLocal.size());
    return {static_cast<std::uint16_t>(std::stoi(port)),
            slash == std::string::npos ? "" : url.substr(slash)};
}

}  // namespace

int run_twins(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    const auto options = options_of("twins", arguments, kOptions, err);
    if (!options) return 2;
    const auto config = config_of(*options, err);
    if (!config) return 1;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    const SystemClock clock;
    LineLog log{2, clock};
    http::ClientSettings client_settings;
    client_settings.default_tls.ca = config->gateway.listen.client_ca.string();
    const auto client = http::Client::make(std::move(client_settings));
    if (!client) {
        err << client.error().text() << "\n";
        return 1;
    }
    Host host{*config, **client, clock, log, {}, {}, {}};
    http::Metrics metrics;
    std::vector<std::unique_ptr<http::Server>> servers;
    for (const auto& [id, partner] : config->partners) {
        const Endpoint endpoint = endpoint_of(partner.endpoint);
        for (const TwinRow& row : kTwins) {
            if (row.adapter != partner.adapter || endpoint.port == 0) continue;
            http::ServerSettings settings;
            settings.port = endpoint.port;
            settings.access_log = false;
            auto server = http::Server::start(settings, row.routes(host, partner, endpoint.path),
                                              {clock, log, metrics, nullptr, {}});
            if (!server) {
                err << id.str() << ": " << server.error().text() << "\n";
                return 1;
            }
            out << id.str() << " at " << partner.endpoint << std::endl;
            servers.push_back(std::move(*server));
        }
    }
    constexpr timespec kStep{0, 50'000'000};
    while (sigtimedwait(&signals, nullptr, &kStep) < 0) {
        for (const auto& twin : host.push) (void)twin->step();
    }
    for (const auto& server : servers) server->stop(Millis{1000});
    return 0;
}

}  // namespace ow::app
