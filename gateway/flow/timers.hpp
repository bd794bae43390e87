#pragma once
// Wakes cases and bookings whose time has come, in order of due time. Firing is a command that
// decide() may find obsolete; the event's time is the due time, not now.
//
// Deemed events wait until every inbound partner that must be asked has been heard once since start
// (`ready` returns true, see FirstReading); until then nothing fires. One thread; start() once,
// stop() before the store.

#include <condition_variable>
#include <functional>
#include <mutex>
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
    /// Fires everything due now; returns how many. For tests and simulations with a turned clock.
    int fire_due();

  private:
    void run();
    [[nodiscard]] bool fire(const ports::StreamView& view);

    ports::Store& store_;
    CaseService& cases_;
    Appointments& appointments_;
    const Clock& clock_;
    Log& log_;
    std::function<bool()> ready_;
    std::mutex mutex_;
    std::condition_variable signal_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace ow::flow
