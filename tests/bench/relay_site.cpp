#include "tests/bench/relay_site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <thread>

#include "adapters/http_push/adapter.hpp"
#include "gateway/app/font_config.hpp"
#include "gateway/documents/file_signer.hpp"
#include "gateway/flow/search_terms.hpp"
#include "gateway/storage/open_store.hpp"
#include "tests/bench/relay_twins.hpp"
#include "tests/torture/applications.hpp"

namespace ow::bench {
namespace {

constexpr const char* kItem = "demo-sy-spjy";
constexpr const char* kDown = "down";
constexpr const char* kDistrusted = "distrusted";
constexpr Millis kDeadline{2'000};
constexpr std::size_t kRecorded = 20'000;
constexpr std::chrono::minutes kPatience{1};
const PartnerId kSource{"portal"};

std::string field_of(std::initializer_list<LogField> fields, std::string_view key) {
    for (const LogField& field : fields) {
        if (field.key == key) return field.value;
    }
    return {};
}

std::string item_code(int number) {
    return fmt::format("bench-item-{:02}", number);
}

/// One department and one item a twin, in the place of the configuration's.
flow::Setting setting_of(const app::Config& config) {
    flow::Setting setting{config.hall(), {}, config.calendar, {}, config.gateway.public_url};
    const model::Item& sample = *config.catalogue.find(ItemId{kItem});
    const model::Department& office = *setting.hall.find(sample.department);
    std::vector<model::Item> items;
    for (int i = 0; i < kTwins; ++i) {
        model::Department department = office;
        department.id = DepartmentId{"d" + twin_name(i)};
        department.partner = PartnerId{twin_name(i)};
        model::Item item = sample;
        item.id = ItemId{item_code(i)};
        item.code = item_code(i);
        item.name = sample.name + std::to_string(i);
        item.department = department.id;
        items.push_back(std::move(item));
        setting.hall.departments[department.id] = std::move(department);
    }
    setting.catalogue = model::Catalogue{std::move(items), "bench"};
    setting.partners[kSource] = *&config.partners.at(kSource);
    setting.partners[kSource].outbound.clear();
    return setting;
}

model::PartnerConfig twin_config(int number, std::uint16_t port) {
    model::PartnerConfig twin;
    twin.id = PartnerId{twin_name(number)};
    twin.name = twin.id.str();
    twin.roles = {"decider"};
    twin.endpoint = fmt::format("https://127.0.0.1:{}/{}", port, twin.name);
    twin.deduplicates = true;
    twin.total_deadline = kDeadline;
    twin.retry.first = Millis{200};
    twin.outbound["application"] = "back_office/application";
    twin.settings = {
        {"content", "json"}, {"path.application", "/in/application"}, {"hmac_key_file", "key"}};
    return twin;
}

/// As it goes over the wire, but for the client's own three headers.
std::string wire_of(const ports::HttpCall& call) {
    const std::size_t host = call.url.find("//") + 2;
    const std::size_t path = call.url.find('/', host);
    std::string out = fmt::format("POST {} HTTP/1.1\r\nHost: {}\r\n", call.url.substr(path),
                                  call.url.substr(host, path - host));
    for (const auto& [name, value] : call.headers) out += name + ": " + value + "\r\n";
    return out + fmt::format("Content-Length: {}\r\n\r\n{}", call.body.size(), call.body);
}

std::string with_item(std::string body, const std::string& from, const std::string& to) {
    const std::size_t place = body.find(from);
    if (place == std::string::npos) throw std::runtime_error{"an application without its item"};
    return body.replace(place, from.size(), to);
}

}  // namespace

void Arrivals::write(LogEvent event, std::initializer_list<LogField> fields) {
    if (event != LogEvent::kRelaySent && event != LogEvent::kDocumentStored) return;
    const auto now = Watch::now();
    {
        const std::scoped_lock lock{mutex_};
        if (event == LogEvent::kDocumentStored) stored_.emplace(field_of(fields, "case"), now);
        if (event == LogEvent::kRelaySent) {
            const std::string row = field_of(fields, "row");
            sent_.emplace(row.substr(0, row.find('-')), now);
        }
    }
    moved_.notify_all();
}

bool Arrivals::wait(const Times& times, std::size_t count) {
    std::unique_lock lock{mutex_};
    while (times.size() < count) {
        const std::size_t before = times.size();
        if (!moved_.wait_for(lock, kPatience, [&] { return times.size() > before; })) return false;
    }
    return true;
}

bool Arrivals::wait_sent(std::size_t count) {
    return wait(sent_, count);
}

bool Arrivals::wait_stored(std::size_t count) {
    return wait(stored_, count);
}

bool Arrivals::wait_sent(const std::vector<std::string>& numbers) {
    std::unique_lock lock{mutex_};
    return moved_.wait_for(lock, kPatience, [&] {
        return std::all_of(numbers.begin(), numbers.end(),
                           [&](const std::string& no) { return sent_.contains(no); });
    });
}

std::map<std::string, Watch::time_point> Arrivals::sent() const {
    const std::scoped_lock lock{mutex_};
    return sent_;
}

std::map<std::string, Watch::time_point> Arrivals::stored() const {
    const std::scoped_lock lock{mutex_};
    return stored_;
}

Result<ports::HttpReply> Recorder::call(const ports::HttpCall& call) {
    auto reply = inner_.call(call);
    if (!reply) return reply;
    const std::scoped_lock lock{mutex_};
    if (requests_.size() < kRecorded) requests_.push_back(wire_of(call));
    return reply;
}

RelaySite::RelaySite(const app::Config& config, const std::string& dir, std::uint16_t twins)
    : setting_(setting_of(config)) {
    storage::StoreSettings store;
    store.dir = dir + "/store";
    store.master_key = std::string(32, 'k');
    store.terms_of = &flow::terms_of;
    store_ = std::move(*storage::open_store(std::move(store), clock_, arrivals_));
    std::vector<Error> problems;
    translator_ = std::make_unique<mapping::MappingTranslator>(
        mapping::MappingSet::load(config.gateway.mappings, problems),
        [this](const std::string& partner, const std::string& kind, mapping::Direction direction) {
            const model::PartnerConfig& c = *setting_.partner(PartnerId{partner});
            return (direction == mapping::Direction::kIn ? c.inbound : c.outbound).at(kind);
        });
    open_paper(config, dir);
    http::ClientSettings client;
    client.default_tls.ca = dir + "/ca.pem";
    client_ = std::move(*http::Client::make(std::move(client)));
    recorder_ = std::make_unique<Recorder>(*client_);
    http::ClientSettings distrusting;
    distrusting.default_tls.ca = dir + "/documents.crt";
    distrusting_ = std::move(*http::Client::make(std::move(distrusting)));
    twins_url_ = fmt::format("https://127.0.0.1:{}", twins);
    cases_.emplace(*store_, setting_, clock_, arrivals_, pool_);
    appointments_.emplace(*store_, *cases_, setting_, clock_);
    intake_.emplace(*store_, *cases_, *appointments_, setting_, *translator_, clock_, arrivals_);
    open_partners(twins);
    const std::string code = config.catalogue.find(ItemId{kItem})->code;
    for (const auto& a : torture::make_applications(config.catalogue, 2000)) {
        if (a.partner == kSource.str()) bodies_.push_back(with_item(a.body, code, item_code(0)));
    }
}

RelaySite::~RelaySite() {
    stop_relay();
    pool_.stop();
    store_->close();
}

void RelaySite::open_paper(const app::Config& config, const std::string& dir) {
    const auto fonts = app::read_font_config(config.gateway.fonts);
    auto renderer = documents::Renderer::open(config.gateway.templates, fonts.value());
    auto signer = documents::FileSigner::open_pem(dir + "/documents.key", dir + "/documents.crt");
    app::SigningKeys book;
    book.add("hall", std::move(signer.value())).value();
    paper_ = std::make_unique<app::SealedPaper>(std::move(renderer.value()), std::move(book),
                                                nullptr, clock_, arrivals_);
}

void RelaySite::add_adapter(const std::string& as, ports::PartnerSettings settings,
                            ports::HttpClient& client) {
    const auto& kept = partner_settings_.emplace(as, std::move(settings)).first->second;
    adapters_[as] = std::move(*http_push::make_adapter(
        {kept, *intake_, client, clock_, arrivals_, setting_.public_url, {}}));
}

void RelaySite::open_partners(std::uint16_t twins) {
    for (int i = 0; i < kTwins; ++i) {
        model::PartnerConfig twin = twin_config(i, twins);
        const ports::PartnerSettings settings{twin.id,       twin.name,
                                              twin.endpoint, twin.total_deadline,
                                              twin.settings, {{"hmac_key_file", kTwinKey}}};
        add_adapter(twin.id.str(), settings, *recorder_);
        if (i == kTwins - 2) add_adapter(kDistrusted, settings, *distrusting_);
        if (i == kTwins - 3) {
            ports::PartnerSettings nowhere = settings;
            nowhere.endpoint = "https://127.0.0.1:1/nowhere";
            add_adapter(kDown, nowhere, *client_);
        }
        setting_.partners[twin.id] = std::move(twin);
    }
}

void RelaySite::let_hang(bool hang) {
    ports::HttpCall call;
    call.url = twins_url_ + "/" + twin_name(kTwins - 1) + "/twin/faults";
    call.body = hang ? R"({"hang_ms": 86400000})" : "{}";
    if (const auto reply = client_->call(call); !reply || reply->status != 200)
        throw std::runtime_error{"the twin takes no faults"};
}

Cases RelaySite::take_in(int count, int first, int twins, double pace) {
    Cases handed_in;
    std::mutex mutex;
    std::condition_variable answered;
    int open = 0;
    const auto start = Watch::now();
    for (int i = 0; i < count; ++i) {
        if (pace > 0)
            std::this_thread::sleep_until(start + std::chrono::duration_cast<Watch::duration>(
                                                      std::chrono::duration<double>(i / pace)));
        const int twin = first + i % twins;
        std::string body = with_item(bodies_[static_cast<std::size_t>(i) % bodies_.size()],
                                     item_code(0), item_code(twin));
        {
            std::unique_lock lock{mutex};
            answered.wait(lock, [&] { return open < 256; });
            ++open;
        }
        const auto begun = Watch::now();
        intake_->receive(
            {kSource,
             "application",
             fmt::format("b{}", ++taken_),
             "application/json",
             std::move(body),
             clock_.now(),
             {}},
            [&, begun, twin](const ports::Answer& answer) {
                const std::scoped_lock lock{mutex};
                if (!answer.error)
                    handed_in[model::text_at(answer.fields, "case_no")] = {begun, twin};
                --open;
                answered.notify_one();
            });
    }
    std::unique_lock lock{mutex};
    answered.wait(lock, [&] { return open == 0; });
    return handed_in;
}

void RelaySite::forget_documents() {
    std::vector<PartnerId> others;
    for (const auto& [id, partner] : setting_.partners) others.push_back(id);
    for (;;) {
        const auto claims = store_->claim(clock_.now(), Millis{600'000}, 500, others);
        if (claims.empty()) return;
        ports::Step step;
        step.recorded_at = clock_.now();
        for (const ports::Claim& claim : claims)
            step.finishes.push_back(
                {claim.row.id, claim.fence, ports::OutboxState::kSent, Instant{}, {}});
        store_->commit(std::move(step), [](const ports::CommitOutcome&) {});
    }
}

void RelaySite::start_relay(Trouble trouble) {
    let_hang(trouble != Trouble::kNone);
    flow::Relay::Senders senders;
    for (int i = 0; i < kTwins; ++i)
        senders[PartnerId{twin_name(i)}] = adapters_.at(twin_name(i))->sender();
    if (trouble == Trouble::kThree) {
        senders[PartnerId{twin_name(kTwins - 2)}] = adapters_.at(kDistrusted)->sender();
        senders[PartnerId{twin_name(kTwins - 3)}] = adapters_.at(kDown)->sender();
    }
    flow::RelaySettings settings;
    relay_ =
        std::make_unique<flow::Relay>(*store_, *cases_, *appointments_, setting_, *translator_,
                                      *paper_, std::move(senders), clock_, arrivals_, settings);
    cases_->on_commit([this] { relay_->wake(); });
    relay_->start();
}

void RelaySite::stop_relay() {
    if (!relay_) return;
    relay_->stop();
    cases_->on_commit([] {});
    relay_.reset();
}

}  // namespace ow::bench
