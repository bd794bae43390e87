#include "gateway/app/simulation.hpp"

#include "gateway/app/command_store.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <future>

#include "adapters/registry.hpp"
#include "gateway/app/command_store.hpp"
#include "gateway/flow/recompute.hpp"
#include "gateway/flow/search_terms.hpp"
#include "gateway/model/content.hpp"
#include "gateway/storage/open_store.hpp"

namespace ow::app {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kPoolQueue = 1024;
constexpr int kDueAtOnce = 100;

class Nobody final : public ports::HttpClient {
  public:
    Result<ports::HttpReply> call(const ports::HttpCall&) override {
        return Error{Code::kPartnerUnreachable};
    }
};

}  // namespace

/// Inward a story speaks the canonical language itself; outward the partners' mappings.
class Simulation::Words final : public ports::Translator {
  public:
    explicit Words(ports::Translator& outward) : outward_(outward) {}

    ports::Reading read(const std::string& partner, const std::string& kind, const std::string&,
                        const std::string& body) override {
        ports::Reading reading;
        reading.mapping = partner + "/" + kind;
        reading.content = boost::json::parse(body).as_object();
        const model::Findings found = model::validate(model::Content{reading.content}, kind);
        reading.errors = found.errors;
        reading.warnings = found.warnings;
        return reading;
    }
    Result<ports::Wording> word(const std::string& partner, const std::string& kind,
                                const boost::json::object& tree) override {
        return outward_.word(partner, kind, tree);
    }
    bool wants_files(const std::string& partner, const std::string& kind) override {
        return outward_.wants_files(partner, kind);
    }

  private:
    ports::Translator& outward_;
};

Simulation::Simulation(const Config& config, ports::Translator& outward, ports::PaperMaker& paper,
                       Instant begin)
    : clock_(begin),
      config_(config),
      setting_(setting_of(config)),
      paper_(paper),
      words_(std::make_unique<Words>(outward)),
      nobody_(std::make_unique<Nobody>()) {}

Simulation::~Simulation() {
    go_down();
    if (store_) store_->close();
}

Result<std::unique_ptr<Simulation>> Simulation::make(const Config& config,
                                                     ports::Translator& outward,
                                                     ports::PaperMaker& paper,
                                                     const std::filesystem::path& folder,
                                                     Instant begin) {
    std::unique_ptr<Simulation> made{new Simulation{config, outward, paper, begin}};
    if (auto opened = made->open(folder); !opened) return opened.error();
    made->come_up({});
    if (auto opened = made->open_senders(); !opened) return opened.error();
    made->come_up({});
    return made;
}

Status Simulation::open(const std::filesystem::path& folder) {
    storage::StoreSettings settings;
    settings.dir = folder.string();
    settings.hash = crypto::Hash::kSha256;
    settings.master_key = std::string(kKeyBytes, 's');  // made-up people in a passing store
    settings.terms_of = &flow::terms_of;
    settings.synchronous = "OFF";
    settings.blob_synchronous = "OFF";
    auto store = storage::open_store(std::move(settings), clock_, log_);
    if (!store) return store.error();
    store_ = std::move(*store);
    return ok();
}

Status Simulation::open_senders() {
    for (const auto& [id, partner] : setting_.partners) {
        if (!partner.endpoint.empty()) continue;
        const adapters::AdapterRow* row = adapters::find_adapter(partner.adapter);
        if (row == nullptr) return Error{Code::kConfigInvalid, {"adapter"}, partner.adapter};
        ports::PartnerSettings& settings = partner_settings_[id];
        settings.id = id;
        settings.name = partner.name;
        settings.settings = partner.settings;
        auto adapter =
            row->make({settings, *intake_, *nobody_, clock_, log_, setting_.public_url,
                       [] { return std::vector<std::pair<std::string, std::string>>{}; }});
        if (!adapter) return adapter.error();
        if (ports::Sender* sender = (*adapter)->sender()) senders_[id] = sender;
        adapters_[id] = std::move(*adapter);
    }
    return ok();
}

void Simulation::go_down() {
    outside_.reset();
    desk_.reset();
    timers_.reset();
    first_reading_.reset();
    intake_.reset();
    if (pool_) pool_->stop();
    appointments_.reset();
    cases_.reset();
    pool_.reset();
}

void Simulation::come_up(const std::set<PartnerId>& silent) {
    go_down();
    up_since_ = clock_.now();
    pool_ = std::make_unique<WorkerPool>(1, kPoolQueue);
    cases_ = std::make_unique<flow::CaseService>(*store_, setting_, clock_, log_, *pool_);
    appointments_ = std::make_unique<flow::Appointments>(*store_, *cases_, setting_, clock_);
    intake_ = std::make_unique<flow::Intake>(*store_, *cases_, *appointments_, setting_, *words_,
                                             clock_, log_);
    first_reading_ = std::make_unique<flow::FirstReading>(*intake_, setting_, clock_, log_,
                                                          config_.gateway.partners_heard_within);
    first_reading_->begin();
    for (const auto& [id, partner] : setting_.partners) {
        if (!silent.contains(id)) first_reading_->heard(id);
    }
    timers_ = std::make_unique<flow::Timers>(*store_, *cases_, *appointments_, clock_, log_,
                                             [this] { return first_reading_->ready(); });
    desk_ = std::make_unique<flow::Desk>(*store_, *cases_, *appointments_, setting_, clock_);
    desk_->ask_silent([this] { return first_reading_->silent(); });
    desk_->print_with(paper_);
    outside_ = std::make_unique<SimulatedOutside>(*store_, *cases_, *appointments_, setting_,
                                                  *words_, paper_, senders_, clock_, log_);
}

void Simulation::set_calendar(model::Calendar calendar) {
    setting_.calendar = std::move(calendar);
    come_up({});
    flow::Recomputation{*store_, *cases_, setting_, clock_, log_}.run();  // R29
}

void Simulation::turn_to(Instant then, const std::function<void()>& happened) {
    std::set<std::pair<StreamId, Instant>> fired;  // one that stays due is not asked twice
    const Instant waited = up_since_ + config_.gateway.partners_heard_within;
    while (is_up()) {
        if (!first_reading_->ready() && waited <= then) clock_.turn_to(waited);
        if (!first_reading_->ready()) break;
        const auto due = store_->due(then, kDueAtOnce);
        const auto next = std::find_if(due.begin(), due.end(), [&](const ports::StreamView& view) {
            return fired.insert({view.stream, *view.row.next_due}).second;
        });
        if (next == due.end()) break;
        clock_.turn_to(*next->row.next_due);
        (void)timers_->fire_due();
        happened();
    }
    clock_.turn_to(then);
}

ports::Answer Simulation::tell(const PartnerId& partner, const std::string& kind,
                               const boost::json::object& content) {
    store_->wait_for_search();
    std::promise<ports::Answer> answered;
    first_reading_->receive({partner,
                             kind,
                             "story-" + std::to_string(++messages_),
                             "application/json",
                             boost::json::serialize(content),
                             clock_.now(),
                             {}},
                            [&](ports::Answer answer) { answered.set_value(std::move(answer)); });
    return answered.get_future().get();
}

}  // namespace ow::app
