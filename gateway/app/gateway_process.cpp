#include "gateway/app/gateway_process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "adapters/registry.hpp"
#include "gateway/app/catalogue_change.hpp"
#include "gateway/app/catalogue_versions.hpp"
#include "gateway/app/check_papers.hpp"
#include "gateway/app/command_store.hpp"
#include "gateway/app/font_config.hpp"
#include "gateway/app/mapping_versions.hpp"
#include "gateway/app/partner_files.hpp"
#include "gateway/app/seal_config.hpp"
#include "gateway/app/sheet_files.hpp"
#include "gateway/app/timestamp_client.hpp"
#include "gateway/app/user_file.hpp"
#include "gateway/base/text.hpp"
#include "gateway/crypto/signature.hpp"
#include "gateway/flow/partner_cases.hpp"
#include "gateway/flow/search_terms.hpp"

namespace ow::app {
namespace {

constexpr Millis kGrace{10'000};
constexpr std::size_t kPoolQueue = 4096;

std::string first_line(const std::vector<Error>& problems) {
    return problems.front().text() + (problems.size() > 1 ? " (and more: onewindow check)" : "");
}

}  // namespace

std::vector<AdapterKeys> adapter_keys() {
    std::vector<AdapterKeys> keys;
    for (const adapters::AdapterRow& row : adapters::registry())
        keys.push_back({row.name, row.keys()});
    return keys;
}

Result<storage::StoreSettings> store_settings(const Config& config, const KeyFiles& keys) {
    storage::StoreSettings settings;
    settings.dir = config.gateway.store.string();
    settings.hash =
        config.gateway.hash == HashName::kSm3 ? crypto::Hash::kSm3 : crypto::Hash::kSha256;
    settings.master_key = keys.master_key;
    settings.terms_of = &flow::terms_of;
    settings.root_signed = [pem = keys.root_public](const std::string& statement,
                                                    const std::string& signature) {
        return crypto::verify(pem, statement, signature);
    };
    return settings;
}

GatewayProcess::GatewayProcess(Config config, const Clock& clock, Log& log)
    : clock_(clock), log_(log), config_(std::move(config)) {
    setting_ = setting_of(config_);
}

GatewayProcess::~GatewayProcess() {
    stop();
}

Result<std::unique_ptr<GatewayProcess>> GatewayProcess::make(Config config, const Clock& clock,
                                                             Log& log,
                                                             const TuneStore& tune_store) {
    std::unique_ptr<GatewayProcess> process{new GatewayProcess{std::move(config), clock, log}};
    if (auto opened = process->open_store(tune_store); !opened) return opened.error();
    for (const auto step : {&GatewayProcess::open_catalogues, &GatewayProcess::open_client,
                            &GatewayProcess::open_paper, &GatewayProcess::open_flow,
                            &GatewayProcess::open_adapters, &GatewayProcess::open_console}) {
        if (auto done = (process.get()->*step)(); !done) return done.error();
    }
    return process;
}

Status GatewayProcess::open_store(const TuneStore& tune_store) {
    auto keys = read_keys(config_.gateway.master_key);
    if (!keys) return keys.error();
    keys_ = std::move(*keys);
    auto settings = store_settings(config_, keys_);
    if (!settings) return settings.error();
    if (tune_store) tune_store(*settings);
    store_vfs_ = settings->vfs;
    auto store = storage::open_store(*settings, clock_, log_);
    if (!store) return store.error();
    store_ = std::move(*store);
    auto history = storage::open_history(*settings);
    if (!history) return history.error();
    history_ = std::move(*history);
    const auto held = store_->held();
    held_ = held.size();
    for (const ports::HeldPartner& one : held)
        log_.write(LogEvent::kPartnerHeld,
                   {{"partner", one.partner.str()}, {"count", std::to_string(one.lanes)}});
    return ok();
}

Status GatewayProcess::open_catalogues() {
    std::vector<Error> problems;
    const CatalogueChanges changes{config_.directory, config_.gateway.store};
    auto live = changes.in_force(std::move(setting_.catalogue), day_of(clock_.now()), problems);
    const auto refused = [&] {
        return Error{Code::kConfigInvalid, problems.front().at(), first_line(problems)};
    };
    if (!problems.empty()) return refused();  // half a catalogue is not kept
    setting_.catalogue = std::move(live.catalogue);
    for (const std::string& id : changes.lapsed(day_of(clock_.now()))) {
        log_.write(LogEvent::kConfigLoaded, {{"path", id}, {"state", "refused"}});
    }
    const CatalogueVersions versions{config_.gateway.store};
    const std::string& current = setting_.catalogue.version();
    if (auto kept = versions.keep(live.folder, current); !kept) return kept;
    setting_.past_catalogues = versions.past(current, problems);
    if (!problems.empty()) return refused();
    const auto named =
        storage::catalogues_of_open_cases(config_.gateway.store.string(), store_vfs_);
    return named ? versions.covers(*named, current) : Status{named.error()};
}

Result<mapping::MappingSet> GatewayProcess::load_mappings(std::vector<Error>& problems) const {
    auto mappings = mapping::MappingSet::load(config_.gateway.mappings, problems);
    const MappingVersions versions{config_.gateway.mappings, config_.gateway.store};
    auto changed = versions.changed(mappings);
    std::move(changed.begin(), changed.end(), std::back_inserter(problems));
    if (!problems.empty())
        return Error{Code::kConfigInvalid, problems.front().at(), first_line(problems)};
    if (auto kept = versions.keep(mappings); !kept) return kept.error();
    return mappings;
}

Status GatewayProcess::open_paper() {
    std::vector<Error> problems;
    auto mappings = load_mappings(problems);
    if (!mappings) return mappings.error();
    translator_ = std::make_unique<mapping::MappingTranslator>(
        std::move(*mappings),
        [this](const std::string& partner, const std::string& kind, mapping::Direction direction) {
            const model::PartnerConfig* config = setting_.partner(PartnerId{partner});
            if (config == nullptr) return std::string{};
            const auto& table =
                direction == mapping::Direction::kIn ? config->inbound : config->outbound;
            const auto found = table.find(kind);
            return found == table.end() ? std::string{} : found->second;
        });
    const auto fonts = read_font_config(config_.gateway.fonts);
    if (!fonts) return fonts.error();
    documents::SealBook seals = read_seal_book(seal_book_of(config_), problems);
    (void)read_papers(config_.gateway.templates, problems);
    if (!problems.empty()) return problems.front();
    auto renderer = documents::Renderer::open(config_.gateway.templates, *fonts, std::move(seals));
    if (!renderer) return renderer.error();
    auto book = SigningKeys::open(config_.gateway.signing, config_.gateway.seals);
    if (!book) return book.error();
    std::unique_ptr<documents::Timestamper> timestamper;
    if (const auto& wanted = config_.gateway.signing.timestamp) {
        auto made = TimestampClient::make(*wanted, *client_, clock_, log_);
        if (!made) return made.error();
        timestamper = std::move(*made);
    }
    paper_ = std::make_unique<SealedPaper>(std::move(*renderer), std::move(*book),
                                           std::move(timestamper), clock_, log_);
    return ok();
}

/// One partner: its files read, its adapter made, its credentials noted.
Status GatewayProcess::open_partner(const model::PartnerConfig& partner,
                                    std::vector<http::PartnerCredentials>& credentials) {
    const adapters::AdapterRow* row = adapters::find_adapter(partner.adapter);
    if (row == nullptr)
        return Error{Code::kConfigInvalid, {"adapter", partner.id.str(), 0, 0}, partner.adapter};
    auto settings = partner_settings(partner, config_.directory);
    if (!settings) return settings.error();
    const ports::PartnerSettings& kept =
        partner_settings_.emplace(partner.id, std::move(*settings)).first->second;
    const auto bookable = [this] {
        std::vector<std::pair<std::string, std::string>> items;
        for (const model::Item& item : setting_.catalogue.items()) {
            if (item.bookable || setting_.hall.settings.booking_all_items)
                items.emplace_back(item.code, item.name);
        }
        return items;
    };
    const auto status = [this](const PartnerId& asking, const std::string& number) {
        return flow::partner_status(*store_, *cases_, asking, number);
    };
    const auto context = contexts_.emplace(
        partner.id, ports::AdapterContext{kept, *first_reading_, *client_, clock_, log_,
                                          setting_.public_url, bookable, status});
    auto adapter = row->make(context.first->second);
    if (!adapter) return adapter.error();
    adapters_[partner.id] = std::move(*adapter);
    auto credential = credentials_of(partner, kept, config_.directory);
    if (!credential) return credential.error();
    credentials.push_back(std::move(*credential));
    return ok();
}

Status GatewayProcess::open_client() {
    http::ClientSettings client;
    client.default_tls = default_tls(config_);
    for (const auto& [id, partner] : setting_.partners) client.tls[id] = tls_of(config_, partner);
    auto made = http::Client::make(std::move(client));
    if (!made) return made.error();
    client_ = std::move(*made);
    return ok();
}

Status GatewayProcess::open_flow() {
    pool_ = std::make_unique<WorkerPool>(2, kPoolQueue);
    cases_ = std::make_unique<flow::CaseService>(*store_, setting_, clock_, log_, *pool_);
    appointments_ = std::make_unique<flow::Appointments>(*store_, *cases_, setting_, clock_);
    intake_ = std::make_unique<flow::Intake>(*store_, *cases_, *appointments_, setting_,
                                             *translator_, clock_, log_);
    first_reading_ = std::make_unique<flow::FirstReading>(*intake_, setting_, clock_, log_,
                                                          config_.gateway.partners_heard_within);
    recomputation_ =
        std::make_unique<flow::Recomputation>(*store_, *cases_, setting_, clock_, log_);
    timers_ = std::make_unique<flow::Timers>(
        *store_, *cases_, *appointments_, clock_, log_,
        [this] { return held_ == 0 && recomputation_->done() && first_reading_->ready(); });
    return ok();
}

Status GatewayProcess::open_adapters() {
    std::vector<http::PartnerCredentials> credentials;
    for (const auto& [id, partner] : setting_.partners) {
        if (auto opened = open_partner(partner, credentials); !opened) return opened;
    }
    auth_ = std::make_unique<http::PartnerAuth>(std::move(credentials), clock_);
    flow::Relay::Senders senders;
    for (const auto& [id, adapter] : adapters_) senders[id] = adapter->sender();
    flow::RelaySettings relay;
    relay.workers = static_cast<std::size_t>(config_.gateway.relay_workers);
    relay.render_workers = static_cast<std::size_t>(config_.gateway.document_workers);
    relay_ = std::make_unique<flow::Relay>(*store_, *cases_, *appointments_, setting_, *translator_,
                                           *paper_, std::move(senders), clock_, log_, relay);
    cases_->on_commit([this] { relay_->wake(); });
    return ok();
}

Status GatewayProcess::open_console() {
    desk_ = std::make_unique<flow::Desk>(*store_, *cases_, *appointments_, setting_, clock_);
    printing_ = std::make_unique<flow::Printing>(*store_, *cases_, setting_, clock_);
    const auto go_on = [this](const PartnerId& partner) {
        relay_->resume(partner);
        relay_->wake();
    };
    desk_->on_retry(go_on);
    printing_->on_retry(go_on);
    desk_->ask_silent([this] { return first_reading_->silent(); });
    desk_->print_with(*paper_);
    sheets_ = std::make_unique<SheetFiles>(config_.gateway.fonts);
    desk_->keep_books(*history_, *sheets_);
    desk_->on_release([this](const PartnerId& partner) {
        log_.write(LogEvent::kPartnerReleased, {{"partner", partner.str()}});
        held_ = store_->held().size();
        relay_->wake();
    });
    auto users =
        read_users(config_.gateway.master_key.parent_path() / "users.yaml", &setting_.hall);
    if (!users) return users.error();
    auto files = console::WebFiles::read(config_.gateway.console.string());
    if (!files) return files.error();
    console::ConsoleSettings settings;
    for (const auto& [id, hall] : config_.halls) settings.hall_names[id.str()] = hall.name;
    console_ = std::make_unique<console::Console>(*desk_, std::move(*users), std::move(*files),
                                                  clock_, log_, std::move(settings));
    return ok();
}

Status GatewayProcess::listen() {
    console_->print_with(*printing_);
    std::vector<ports::Route> routes = console_->routes();
    for (auto& [id, adapter] : adapters_) {
        for (ports::Route& route : adapter->routes()) {
            guard(route, setting_.partner(id)->trust.addresses);
            route.owner = id;
            routes.push_back(std::move(route));
        }
    }
    const ListenSettings& listen = config_.gateway.listen;
    const LimitSettings& limits = config_.gateway.limits;
    http::ServerSettings settings;
    settings.address = listen.address;
    settings.port = static_cast<std::uint16_t>(listen.port);
    settings.workers = static_cast<std::size_t>(limits.pool_threads);
    settings.queue = static_cast<std::size_t>(limits.pool_queue);
    settings.tls =
        http::TlsFiles{listen.certificate.string(), listen.key.string(), listen.client_ca.string()};
    settings.limits.body_bytes = static_cast<std::size_t>(limits.body_bytes);
    settings.limits.connections = static_cast<std::size_t>(limits.connections);
    settings.limits.connections_per_address =
        static_cast<std::size_t>(limits.connections_per_address);
    settings.limits.header_time = limits.header_timeout;
    settings.limits.body_time = limits.body_timeout;
    settings.limits.idle_time = limits.idle_timeout;
    auto server = http::Server::start(
        settings, std::move(routes),
        {clock_, log_, metrics_, auth_.get(), [this]() -> Result<std::string> {
             if (held_ == 0) return std::string{};
             return fmt::format("held: {} partners, nothing is sent to them\n", held_.load());
         }});
    if (!server) return server.error();
    server_ = std::move(*server);
    return ok();
}

Status GatewayProcess::start() {
    started_ = true;
    relay_->start();
    if (auto listening = listen(); !listening) return listening;
    first_reading_->begin();
    timers_->start();
    // Messages that waited for a code table: read again, beside the traffic.
    (void)pool_->post([this] { (void)intake_->release_quarantined(); });
    recomputation_->start();
    log_.write(LogEvent::kProcessReady,
               {{"address", config_.gateway.listen.address}, {"count", std::to_string(port())}});
    return ok();
}

Status GatewayProcess::reload_mappings() {
    std::vector<Error> problems;
    auto mappings = load_mappings(problems);
    for (const Error& problem : problems) {
        log_.write(LogEvent::kConfigLoaded, {{"path", problem.at().where},
                                             {"row", std::to_string(problem.at().line)},
                                             {"code", std::string{problem.row().name}},
                                             {"state", "refused"}});
    }
    if (!mappings) return mappings.error();
    const std::size_t count = mappings->all().size();
    translator_->replace(std::move(*mappings));
    log_.write(LogEvent::kConfigLoaded, {{"path", config_.gateway.mappings.filename().string()},
                                         {"count", std::to_string(count)}});
    (void)pool_->post([this] { (void)intake_->release_quarantined(); });
    return ok();
}

Status GatewayProcess::write_root() {
    return store_->write_root(clock_.now(), [this](const std::string& statement) {
        const auto signature = crypto::sign(keys_.root_private, statement);
        return signature ? *signature : std::string{};
    });
}

void GatewayProcess::stop() {
    if (!started_) return;
    started_ = false;
    if (server_) server_->stop(kGrace);
    if (recomputation_) recomputation_->stop();
    if (timers_) timers_->stop();
    if (relay_) relay_->stop();
    if (pool_) pool_->stop();
    if (store_) {
        (void)write_root();
        store_->close();
    }
    log_.write(LogEvent::kProcessStopped, {});
}

}  // namespace ow::app
