#pragma once
// Who may be called now: for each partner the calls under way, what waits behind them, and what
// holds it back. Thread-safe; owned by the relay.
//
//   cap      never more calls at once than the partner's file says, and never every worker, so that
//            a hanging partner cannot take them all
//   hold     after a call that did not come back or was answered "later" nobody else is sent there
//            until the back-off (or its Retry-After) is over; then one row goes first, and its
//            success opens the gate. So a partner that is down costs one attempt a back-off, and
//            one that hangs leaves a few rows of unknown fate, however many wait
//   pause    refused credentials: until a person resumes it
//   hours    outside the service hours of its file

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "gateway/flow/back_off.hpp"
#include "gateway/flow/setting.hpp"
#include "gateway/ports/store.hpp"

namespace ow::flow {

class RelayGate {
  public:
    RelayGate(const Setting& setting, const Clock& clock, Dice dice, std::size_t workers,
              std::size_t render_workers);

    /// Partners of which nothing should be claimed now.
    [[nodiscard]] std::vector<PartnerId> closed() const;
    /// True: call now, and leave() afterwards. False: kept behind the calls under way.
    [[nodiscard]] bool enter(const ports::Claim& claim);
    /// A call has ended; the one to make next in its place.
    [[nodiscard]] std::optional<ports::Claim> leave(const PartnerId& partner);
    /// When the partner may be called: nullopt now, else not before – unless it is paused.
    [[nodiscard]] std::optional<Instant> held_until(const PartnerId& partner) const;
    /// What waits behind the calls of a partner that is held back: to be given back.
    [[nodiscard]] std::vector<ports::Claim> take_waiting(const PartnerId& partner);

    void succeeded(const PartnerId& partner);
    /// Holds the partner back; until when. `asked`: its Retry-After, 0 = none.
    [[nodiscard]] Instant failed(const PartnerId& partner, Millis asked);

    /// False: it was paused already.
    bool pause(const PartnerId& partner);
    /// A person says "now": nothing holds the partner back, one row goes first. False: it was not
    /// paused.
    bool resume(const PartnerId& partner);
    [[nodiscard]] bool is_paused(const PartnerId& partner) const;
    [[nodiscard]] std::set<PartnerId> paused() const;

  private:
    struct Line {
        int running = 0;
        std::deque<ports::Claim> waiting;
        int failures = 0;  ///< since the last success
        Instant hold{};
    };
    [[nodiscard]] int cap_of(const PartnerId& partner, const Line& line) const;
    [[nodiscard]] bool is_closed(const PartnerId& partner, const Line& line, Instant now) const;
    [[nodiscard]] std::optional<Instant> held_line(const PartnerId& partner, Instant now) const;

    const Setting& setting_;
    const Clock& clock_;
    const Dice dice_;
    const int workers_;
    const int render_workers_;
    mutable std::mutex mutex_;
    std::map<PartnerId, Line> lines_;
    std::set<PartnerId> paused_;
};

}  // namespace ow::flow
