// `onewindow twin`: the other side of one partner, or of every one whose endpoint is on this
// machine, from the partner's own configuration.

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <ostream>

#include "adapters/timestamp_twin.hpp"
#include "adapters/twins.hpp"
#include "gateway/app/command_config.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/app/mapping_config.hpp"
#include "gateway/app/partner_files.hpp"
#include "gateway/app/stop_signals.hpp"
#include "gateway/base/text.hpp"
#include "gateway/http/client.hpp"
#include "gateway/http/server.hpp"

namespace ow::app {
namespace {

namespace json = boost::json;

constexpr OptionRow kOptions[] = {
    {"--config", "<folder>", "the configuration folder", true},
    {"--port", "<n>", "listen here, not where the endpoint says; one partner only"},
    {"--fault", "<name=n,…>", "begin with faults: busy=2, cut=1, hang=1 …; one partner only"},
};
constexpr std::string_view kUsage = "twin [PARTNER]";

struct Place {
    std::uint16_t port = 0;  ///< 0: the endpoint is not on this machine
    std::string path;
};

std::optional<std::uint16_t> port_in(std::string_view digits) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return port;
}

Place place_of(std::string_view url) {
    constexpr std::string_view kLocal = "http://127.0.0.1:";
    const std::size_t host = url.find("//");
    if (host == std::string_view::npos) return {};
    const std::size_t slash = std::min(url.find('/', host + 2), url.size());
    Place place{0, std::string{url.substr(slash)}};
    if (place.path.ends_with('/')) place.path.pop_back();
    if (url.starts_with(kLocal))
        place.port = port_in(url.substr(kLocal.size(), slash - kLocal.size())).value_or(0);
    return place;
}

/// {"busy": 2, "cut": 1} of `busy=2,cut=1`; kRequestInvalid.
Result<json::object> faults_in(std::string_view text) {
    json::object out;
    for (const std::string_view each : split(text, ',')) {
        const std::size_t equals = each.find('=');
        const auto count = port_in(each.substr(std::min(equals + 1, each.size())));
        if (equals == std::string_view::npos || !count)
            return Error{Code::kRequestInvalid, {}, "--fault: name=count is expected"};
        out[each.substr(0, equals)] = *count;
    }
    return out;
}

/// Everything the twins stand on; torn down in reverse order.
struct Stage {
    const Config& config;
    SystemClock clock{};
    LineLog log{2, clock};
    http::Metrics metrics{};
    std::unique_ptr<http::Client> client{};
    std::vector<std::unique_ptr<adapters::RunningTwin>> twins{};
    std::unique_ptr<adapters::TimestampTwin> timestamp{};
    std::vector<std::unique_ptr<http::Server>> servers{};
};

/// The port it listens on.
Result<std::uint16_t> raise_twin(Stage& stage, const model::PartnerConfig& partner,
                                 const Place& place) {
    const auto files = partner_settings(partner, stage.config.directory);
    if (!files) return files.error();
    const auto secret = [&](const std::string& key) {
        const auto found = files->files.find(key);
        return found == files->files.end() ? std::string{} : found->second;
    };
    auto twin = adapters::make_twin({partner, secret, stage.config.gateway.public_url, place.path,
                                     *stage.client, stage.clock, stage.log});
    if (!twin) return Error{Code::kConfigInvalid, {"adapter", partner.id.str(), 0, 0}};
    http::ServerSettings settings;
    settings.port = place.port;
    settings.access_log = false;
    auto server = http::Server::start(settings, twin->routes(),
                                      {stage.clock, stage.log, stage.metrics, nullptr, {}});
    if (!server) return server.error();
    stage.twins.push_back(std::move(twin));
    stage.servers.push_back(std::move(*server));
    return stage.servers.back()->port();
}

Status begin_with(Stage& stage, const std::string& faults) {
    const auto wanted = faults_in(faults);
    if (!wanted) return wanted.error();
    ports::HttpCall call;
    call.url = "http://127.0.0.1:" + std::to_string(stage.servers.back()->port()) +
               stage.twins.back()->control_path() + "/twin/faults";
    call.body = json::serialize(*wanted);
    const auto reply = stage.client->call(call);
    if (!reply) return reply.error();
    if (reply->status != 200) return Error{Code::kRequestInvalid, {}, "--fault: " + reply->body};
    return ok();
}

Status raise_one(Stage& stage, const model::PartnerConfig& partner, const Options& options,
                 std::ostream& out) {
    Place place = place_of(partner.endpoint);
    if (const auto port = options.find("--port"); port != options.end()) {
        const auto number = port_in(port->second);
        if (!number) return Error{Code::kRequestInvalid, {}, "--port: a number is expected"};
        place.port = *number;
    } else if (place.port == 0) {
        return Error{Code::kRequestInvalid,
                     {},
                     "the endpoint is not on this machine; say where with --port"};
    }
    const auto port = raise_twin(stage, partner, place);
    if (!port) return port.error();
    if (const auto faults = options.find("--fault"); faults != options.end()) {
        if (Status set = begin_with(stage, faults->second); !set) return set;
    }
    out << partner.id.str() << " at http://127.0.0.1:" << *port << place.path << std::endl;
    return ok();
}

/// The timestamp service, where the configuration has it on this machine. Its key lies beside the
/// seals': timestamp.crt and timestamp.key.
Status raise_timestamp(Stage& stage, std::ostream& out) {
    const GatewaySettings& gateway = stage.config.gateway;
    if (!gateway.signing.timestamp) return ok();
    const Place place = place_of(gateway.signing.timestamp->url);
    if (place.port == 0) return ok();
    const auto certificate = read_file(gateway.seals / "timestamp.crt");
    const auto key = read_file(gateway.seals / "timestamp.key");
    if (!certificate || !key) return certificate ? key.error() : certificate.error();
    auto twin = adapters::TimestampTwin::make(*certificate, *key, place.path);
    if (!twin) return twin.error();
    http::ServerSettings settings;
    settings.port = place.port;
    settings.access_log = false;
    auto server = http::Server::start(settings, (*twin)->routes(),
                                      {stage.clock, stage.log, stage.metrics, nullptr, {}});
    if (!server) return server.error();
    stage.timestamp = std::move(*twin);
    stage.servers.push_back(std::move(*server));
    out << "timestamp at " << gateway.signing.timestamp->url << std::endl;
    return ok();
}

Status raise_all(Stage& stage, std::ostream& out) {
    if (Status raised = raise_timestamp(stage, out); !raised) return raised;
    for (const auto& [id, partner] : stage.config.partners) {
        const Place place = place_of(partner.endpoint);
        if (place.port == 0) continue;
        const auto port = raise_twin(stage, partner, place);
        if (!port) return port.error();
        out << id.str() << " at " << partner.endpoint << std::endl;
    }
    return ok();
}

}  // namespace

int run_twin(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    std::vector<std::string> rest{arguments.begin(), arguments.end()};
    const auto words = take_words(rest, kOptions);
    const auto options = options_of(kUsage, rest, kOptions, err);
    if (!options) return 2;
    const auto config = config_of(*options, err);
    if (!config) return 1;
    const bool all = words.empty() && options->size() == 1;
    const model::PartnerConfig* one = all ? nullptr : partner_named(*config, words, kUsage, err);
    if (!all && one == nullptr) return 2;
    const sigset_t signals = hold_stop_signals();
    Stage stage{*config};
    http::ClientSettings client;
    client.default_tls = default_tls(*config);
    auto made = http::Client::make(std::move(client));
    if (made) stage.client = std::move(*made);
    const Status raised = !made ? Status{made.error()}
                          : all ? raise_all(stage, out)
                                : raise_one(stage, *one, *options, out);
    if (!raised) {
        err << raised.error().text() << "\n";
        return 1;
    }
    constexpr timespec kStep{0, 50'000'000};
    while (sigtimedwait(&signals, nullptr, &kStep) < 0) {
        for (const auto& twin : stage.twins) twin->step();
    }
    for (const auto& server : stage.servers) server->stop(Millis{1000});
    return 0;
}

}  // namespace ow::app
