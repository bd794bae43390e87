#pragma once
// A gateway on a turned clock: the real store in a folder of its own, the real intake, desk, timers
// and plan; no sockets, no threads that act by themselves. Time stands until turn_to(), which stops
// at every timer on the way. One thread.

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "gateway/app/config_loader.hpp"
#include "gateway/app/simulated_outside.hpp"
#include "gateway/flow/desk.hpp"
#include "gateway/flow/first_reading.hpp"
#include "gateway/flow/intake.hpp"
#include "gateway/flow/timers.hpp"

namespace ow::app {

/// Stands until it is turned; never back.
class TurnedClock final : public Clock {
  public:
    explicit TurnedClock(Instant begin) : now_(begin.time_since_epoch().count()) {}
    [[nodiscard]] Instant now() const override { return Instant{Millis{now_.load()}}; }
    void turn_to(Instant then) { now_ = std::max(now(), then).time_since_epoch().count(); }

  private:
    std::atomic<Millis::rep> now_;  ///< the store's writer reads it too
};

class Simulation {
  public:
    /// The store's files are in `folder`, which the caller owns. `outward` words what is told.
    [[nodiscard]] static Result<std::unique_ptr<Simulation>> make(
        const Config& config, ports::Translator& outward, ports::PaperMaker& paper,
        const std::filesystem::path& folder, Instant begin);
    ~Simulation();

    /// Turns the clock, stopping at every timer due; `happened` runs whenever something may have.
    void turn_to(Instant then, const std::function<void()>& happened);
    /// A message of a partner, as canonical content.
    [[nodiscard]] ports::Answer tell(const PartnerId& partner, const std::string& kind,
                                     const boost::json::object& content);
    /// All that is due goes out.
    [[nodiscard]] std::vector<SentMessage> settle() { return outside_->settle(); }

    void go_down();
    /// Up again, everybody but `silent` heard from.
    void come_up(const std::set<PartnerId>& silent);
    [[nodiscard]] bool is_up() const { return timers_ != nullptr; }
    /// Down and up at once with another calendar.
    void set_calendar(model::Calendar calendar);

    [[nodiscard]] Instant now() const { return clock_.now(); }
    [[nodiscard]] ports::Store& store() { return *store_; }
    [[nodiscard]] flow::CaseService& cases() { return *cases_; }
    [[nodiscard]] flow::Desk& desk() { return *desk_; }
    [[nodiscard]] const flow::Setting& setting() const { return setting_; }

  private:
    class Words;
    Simulation(const Config& config, ports::Translator& outward, ports::PaperMaker& paper,
               Instant begin);
    [[nodiscard]] Status open(const std::filesystem::path& folder);
    [[nodiscard]] Status open_senders();

    TurnedClock clock_;
    NullLog log_;
    const Config& config_;
    flow::Setting setting_;
    ports::PaperMaker& paper_;
    std::unique_ptr<Words> words_;
    std::unique_ptr<ports::Store> store_;
    std::map<PartnerId, ports::PartnerSettings> partner_settings_;
    std::unique_ptr<ports::HttpClient> nobody_;
    std::map<PartnerId, std::unique_ptr<ports::Adapter>> adapters_;
    std::map<PartnerId, ports::Sender*> senders_;
    std::unique_ptr<WorkerPool> pool_;
    std::unique_ptr<flow::CaseService> cases_;
    std::unique_ptr<flow::Appointments> appointments_;
    std::unique_ptr<flow::Intake> intake_;
    std::unique_ptr<flow::FirstReading> first_reading_;
    std::unique_ptr<flow::Timers> timers_;
    std::unique_ptr<flow::Desk> desk_;
    std::unique_ptr<SimulatedOutside> outside_;
    Instant up_since_{};
    int messages_ = 0;
};

}  // namespace ow::app
