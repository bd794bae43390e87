#pragma once
// A changed calendar (R29): due times of open cases are counted anew, an event per case whose limit
// moved, with the old one, the new one and why. Which calendar was last taken is an event of the
// stream `calendar:<hall>`, so a start with the same one does nothing.
//
// Until it is done nothing that depends on a due time may fire (Timers' `ready`); intake goes on
// beside it. start() runs it on a thread of its own, once; stop() before the store: an unfinished
// one is begun again by the next start.

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "gateway/flow/case_service.hpp"

namespace ow::flow {

/// A limit that another calendar would move.
struct Move {
    CaseNo no;
    std::string clock;  ///< as in clock.recomputed: "statutory", "correction" …
    std::optional<Instant> old;
    std::optional<Instant> fresh;
};

/// What would move in `state` under the setting's calendar.
[[nodiscard]] std::vector<Move> moves_of(const model::CaseState& state, const Setting& setting,
                                         Instant now);
/// Calls `see` with every open case, page by page; until it answers false.
void each_open_case(ports::Store& store, const std::function<bool(const CaseNo&)>& see);

class Recomputation {
  public:
    Recomputation(ports::Store& store, CaseService& cases, const Setting& setting,
                  const Clock& clock, Log& log);
    ~Recomputation();

    void start();
    void stop();
    void run();
    [[nodiscard]] bool done() const { return done_; }

  private:
    [[nodiscard]] StreamId stream() const;
    /// False if a case could not be counted: the next start tries again.
    [[nodiscard]] bool count_all(std::int64_t& cases);
    void note_taken(std::int64_t version, std::int64_t cases);

    ports::Store& store_;
    CaseService& cases_;
    const Setting& setting_;
    const Clock& clock_;
    Log& log_;
    std::atomic<bool> stopping_ = false;
    std::atomic<bool> done_ = false;
    std::thread thread_;
};

}  // namespace ow::flow
