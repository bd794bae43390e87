#pragma once
// The relay: takes lanes from the outbox and delivers, in order per lane, with what the partner's
// file says about retries, deadlines and workers.
//
// * A row is marked `sending` durably before the call. If the end of a call is not known (crash,
// cut
//   answer), the row is sent again only if the partner deduplicates; else it becomes `unknown` and
//   a person or a query decides.
// * A refusal parks the row; only its lane stands still. Refused credentials pause the partner,
// once.
// * Documents are rows of the partner "render": they run on their own pool.
//
// One dispatcher thread claims; `workers` threads deliver. start() once, stop() before the store
// closes.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "gateway/flow/appointments.hpp"
#include "gateway/flow/case_service.hpp"
#include "gateway/flow/plan.hpp"
#include "gateway/ports/paper.hpp"
#include "gateway/ports/partner.hpp"
#include "gateway/ports/translator.hpp"

namespace ow::flow {

struct RelaySettings {
    std::size_t workers = 8;
    std::size_t render_workers = 2;
    Millis idle{200};             ///< how long to wait when nothing is due
    Millis record_first{100};     ///< before a receipt the store refused is recorded again …
    Millis record_most{5'000};    ///< … doubling up to this
    Millis lease_margin{30'000};  ///< added to the partner's deadline
};

class Relay {
  public:
    using Senders = std::map<PartnerId, ports::Sender*>;

    Relay(ports::Store& store, CaseService& cases, Appointments& appointments,
          const Setting& setting, ports::Translator& translator, ports::PaperMaker& paper,
          Senders senders, const Clock& clock, Log& log, RelaySettings settings);
    ~Relay();

    void start();
    void stop();
    /// Something may be due. Any thread.
    void wake();

    /// Lets a paused partner go on (after its credentials were renewed).
    void resume(const PartnerId& partner);
    [[nodiscard]] std::set<PartnerId> paused() const;

  private:
    void dispatch();
    void take(const ports::Claim& claim);
    void start_on_pool(const ports::Claim& claim);
    void done_with(const PartnerId& partner);
    [[nodiscard]] int cap_of(const PartnerId& partner) const;
    [[nodiscard]] bool is_paused(const PartnerId& partner) const;
    void guarded(const ports::Claim& claim);
    /// `calling` is set once the partner may have acted.
    void deliver(const ports::Claim& claim, bool& calling);
    void send_case_row(const ports::Claim& claim, const model::PartnerConfig& partner,
                       ports::Sender& sender, bool& calling);
    void render(const ports::Claim& claim);
    void sent(const ports::Claim& claim, const RowBody& body, boost::json::object facts);
    /// R35: what the partner has, our books must say; tried until they do. False: not before
    /// stop().
    [[nodiscard]] bool record(const ports::Claim& claim, const model::Command& command);
    /// The fence of a receipt being recorded; another one once its lease ran out meanwhile.
    [[nodiscard]] std::int64_t fence_of(const std::string& row);
    /// False: the relay stops.
    [[nodiscard]] bool rest(Millis time);
    void sent_on_booking(const ports::Claim& claim, boost::json::object facts);
    void failed(const ports::Claim& claim, const model::PartnerConfig& partner, const Error& error,
                bool called);
    void finish(const ports::Claim& claim, ports::OutboxState state, std::string reason,
                Instant retry_at = {});
    [[nodiscard]] std::vector<PartnerId> unavailable() const;
    [[nodiscard]] Result<boost::json::object> tree_of(const ports::Claim& claim,
                                                      const RowBody& body);

    ports::Store& store_;
    CaseService& cases_;
    Appointments& appointments_;
    const Setting& setting_;
    ports::Translator& translator_;
    ports::PaperMaker& paper_;
    const Senders senders_;
    const Clock& clock_;
    Log& log_;
    const RelaySettings settings_;

    mutable std::mutex mutex_;
    std::condition_variable signal_;
    bool woken_ = false;
    bool stopping_ = false;
    /// A partner's calls under way, never more than its cap, so that a hanging one cannot take
    /// every worker; what was claimed beyond it waits here.
    struct Desk {
        int running = 0;
        std::deque<ports::Claim> waiting;
    };
    std::map<PartnerId, Desk> desks_;
    std::set<PartnerId> paused_;
    std::map<std::string, std::int64_t> recording_;  ///< row → fence
    std::condition_variable stopped_;
    std::unique_ptr<WorkerPool> pool_;
    std::unique_ptr<WorkerPool> render_pool_;
    std::thread dispatcher_;
};

/// How long to wait after `attempts` failures: exponential with up to 20 % jitter drawn from `dice`
/// (0 … 1), never above `retry.most`.
[[nodiscard]] Millis back_off(const model::PartnerRetry& retry, int attempts, double dice);

}  // namespace ow::flow
