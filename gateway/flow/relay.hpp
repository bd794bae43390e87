#pragma once
// The relay: takes lanes from the outbox and delivers, in order per lane, with what the partner's
// file says about retries, deadlines, workers and service hours.
//
// * A row is marked `sending` durably before the call. If the end of a call is not known (crash,
//   cut answer), the row is sent again only if the partner deduplicates; else it becomes `unknown`
//   and a person or a query decides.
// * How a call can fail, by the error's retry class:
//     transport    nobody there, or no answer in time: the partner is held back (RelayGate) and
//                  the row goes again. A call that reached nobody is never the row's fault and
//                  uses up none of its attempts; one without an answer does.
//     busy         "later": as transport, not before its Retry-After, no attempt used up.
//     never        refused, or cannot be said: parked; only its lane stands still.
//     credentials  the partner is paused, one alarm; a person resumes it. The pause is durable: it
//                  stands in the reason of the rows that met it, and a restart finds it there.
// * After its last attempt a row is parked and says why.
// * Documents are rows of the partner "render": they run on their own pool.
// * Rows of kind "print" carry a stored document's own bytes to a printer (relay_prints.hpp).
//
// One dispatcher thread claims; `workers` threads deliver. start() once, stop() before the store
// closes.

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "gateway/flow/relay_gate.hpp"
#include "gateway/flow/relay_papers.hpp"
#include "gateway/flow/relay_receipts.hpp"
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
    Dice dice = thrown_dice();    ///< for the jitter of back-offs
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

    /// A person says "now". A paused partner goes on (its credentials were renewed) with all its
    /// rows; one held back by its failures is tried with what is due, whatever its back-off.
    void resume(const PartnerId& partner);
    [[nodiscard]] std::set<PartnerId> paused() const { return gate_.paused(); }
    /// Until when the partner is held back; nullopt: it is not.
    [[nodiscard]] std::optional<Instant> held_until(const PartnerId& partner) const {
        return gate_.held_until(partner);
    }

  private:
    void pause_as_before();
    void dispatch();
    void start_on_pool(const ports::Claim& claim);
    void done_with(const PartnerId& partner);
    void guarded(const ports::Claim& claim);
    /// `calling` is set once the partner may have acted.
    void deliver(const ports::Claim& claim, bool& calling);
    [[nodiscard]] Result<ports::Delivery> delivery_of(const ports::Claim& claim,
                                                      const RowBody& body,
                                                      const model::PartnerConfig& partner);
    void send(const ports::Claim& claim, const model::PartnerConfig& partner, ports::Sender& sender,
              bool& calling);
    [[nodiscard]] bool mark(const ports::Claim& claim, Millis deadline);
    void failed(const ports::Claim& claim, const model::PartnerConfig& partner, const Error& error,
                bool called);
    void pause(const ports::Claim& claim, const std::string& reason);
    void park(const ports::Claim& claim, const Error& error);
    void unknown(const ports::Claim& claim, std::string_view reason);
    void put_off(const ports::Claim& claim, const model::PartnerConfig& partner, const Error& error,
                 bool called);

    ports::Store& store_;
    const Setting& setting_;
    ports::Translator& translator_;
    const Senders senders_;
    const Clock& clock_;
    Log& log_;
    const RelaySettings settings_;
    RelayGate gate_;
    RelayEnds ends_;
    RelayTrees trees_;
    RelayReceipts receipts_;
    RelayPapers papers_;

    std::mutex mutex_;
    std::condition_variable signal_;
    bool woken_ = false;
    bool stopping_ = false;
    std::unique_ptr<WorkerPool> pool_;
    std::unique_ptr<WorkerPool> render_pool_;
    std::thread dispatcher_;
};

}  // namespace ow::flow
