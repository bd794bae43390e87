#pragma once
// Wakes cases and bookings whose time has come, in order of due time. Firing is a command that
// decide() may find obsolete; the event's time is the due time, not now.
//
// A round fires every due case once and shares the store's commits; a case with several due timers
// has the next one in the next round, so each case is worked off in order. What cannot be fired
// stands aside for half a minute.
//
// Deemed events wait until every inbound partner that must be asked has been heard once since start
// (`ready` returns true, see FirstReading); until then nothing fires. One thread; start() once,
// stop() before the store.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>
#include <thread>

#include "gateway/flow/appointments.hpp"
#include "gateway/flow/case_service.hpp"

namespace ow::flow {

class Timers {
  public:
    Timers(ports::Store& store, CaseService& cases, Appointments& appointments, const Clock& clock,
           Log& log, std::function<bool()> ready);
    ~Timers();

    void start();
    void stop();
    /// Fires one round of what is due now; returns how many fired. For tests and simulations with a
    /// turned clock.
    int fire_due();

  private:
    struct Shot;
    void run();
    void fire(const ports::StreamView& view, Shot& shot);

    ports::Store& store_;
    CaseService& cases_;
    Appointments& appointments_;
    const Clock& clock_;
    Log& log_;
    std::function<bool()> ready_;
    std::set<StreamId> aside_;  ///< could not be fired; the timers' thread only
    std::mutex mutex_;
    std::condition_variable signal_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace ow::flow
