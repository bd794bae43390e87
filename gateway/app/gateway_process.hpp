#pragma once
// Every object of a running gateway, composed by hand. Construction opens the store and reads all
// files; start() listens; stop() goes down in order: no new requests, running ones answered, relay,
// timers, store.

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "gateway/app/config_loader.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/app/paper_maker.hpp"
#include "gateway/app/serve.hpp"
#include "gateway/console/api/console.hpp"
#include "gateway/flow/desk.hpp"
#include "gateway/flow/first_reading.hpp"
#include "gateway/flow/intake.hpp"
#include "gateway/flow/printing.hpp"
#include "gateway/flow/recompute.hpp"
#include "gateway/flow/relay.hpp"
#include "gateway/flow/timers.hpp"
#include "gateway/http/client.hpp"
#include "gateway/http/server.hpp"
#include "gateway/mapping/translator.hpp"
#include "gateway/ports/sheet_maker.hpp"
#include "gateway/storage/history.hpp"
#include "gateway/storage/open_store.hpp"

namespace ow::app {

/// The adapter table of the build, with what the checker needs of it.
[[nodiscard]] std::vector<AdapterKeys> adapter_keys();

/// The files the store needs, from the configuration.
[[nodiscard]] Result<storage::StoreSettings> store_settings(const Config& config,
                                                            const KeyFiles& keys);

class GatewayProcess {
  public:
    /// Reads and opens everything; nothing listens yet. `tune_store` has the last word on how the
    /// store is opened.
    static Result<std::unique_ptr<GatewayProcess>> make(Config config, const Clock& clock, Log& log,
                                                        const TuneStore& tune_store = {});
    ~GatewayProcess();

    [[nodiscard]] Status start();
    void stop();

    [[nodiscard]] std::uint16_t port() const {
        return server_ ? server_->port() : std::uint16_t{0};
    }
    [[nodiscard]] flow::CaseService& cases() { return *cases_; }
    [[nodiscard]] flow::Intake& intake() { return *intake_; }
    [[nodiscard]] ports::Store& store() { return *store_; }

    /// Reads mappings and code tables anew and puts them in the place of the old ones; messages
    /// that waited for a code (R33) are then read again, beside the traffic. A set with a mistake
    /// is not taken: the old one stays, the mistake is in the log and returned.
    [[nodiscard]] Status reload_mappings();

    /// Signs a Merkle root over all streams now.
    [[nodiscard]] Status write_root();

  private:
    GatewayProcess(Config config, const Clock& clock, Log& log);
    Status open_store(const TuneStore& tune_store);
    /// With every mistake in `problems`. A version that is new is kept beside the store.
    Result<mapping::MappingSet> load_mappings(std::vector<Error>& problems) const;
    Status open_catalogues();
    Status open_client();
    Status open_paper();
    Status open_flow();
    Status open_partner(const model::PartnerConfig& partner,
                        std::vector<http::PartnerCredentials>& credentials);
    Status open_adapters();
    Status open_console();
    Status listen();

    const Clock& clock_;
    Log& log_;
    Config config_;
    KeyFiles keys_;
    flow::Setting setting_;
    std::string store_vfs_;  ///< empty: the system's
    std::unique_ptr<ports::Store> store_;
    std::unique_ptr<mapping::MappingTranslator> translator_;
    std::unique_ptr<ports::History> history_;
    std::unique_ptr<ports::SheetMaker> sheets_;
    std::unique_ptr<http::Client> client_;
    std::unique_ptr<SealedPaper> paper_;
    std::unique_ptr<WorkerPool> pool_;
    std::unique_ptr<flow::CaseService> cases_;
    std::unique_ptr<flow::Appointments> appointments_;
    std::unique_ptr<flow::Intake> intake_;
    std::unique_ptr<flow::FirstReading> first_reading_;
    std::map<PartnerId, ports::PartnerSettings> partner_settings_;
    std::map<PartnerId, ports::AdapterContext> contexts_;
    std::map<PartnerId, std::unique_ptr<ports::Adapter>> adapters_;
    std::unique_ptr<flow::Relay> relay_;
    std::unique_ptr<flow::Recomputation> recomputation_;
    std::unique_ptr<flow::Timers> timers_;
    std::unique_ptr<flow::Desk> desk_;
    std::unique_ptr<flow::Printing> printing_;
    std::unique_ptr<console::Console> console_;
    http::Metrics metrics_;
    std::unique_ptr<http::PartnerAuth> auth_;
    std::unique_ptr<http::Server> server_;
    std::atomic<std::size_t> held_{
        0};  ///< partners held since a restore; while any is, no timer fires
    bool started_ = false;
};

}  // namespace ow::app
