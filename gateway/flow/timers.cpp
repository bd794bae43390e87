#include "gateway/flow/timers.hpp"

#include "gateway/flow/consultations.hpp"

namespace ow::flow {
namespace {

constexpr int kBatch = 200;
constexpr Millis kPause{1000};
constexpr std::string_view kCase = "case:";
constexpr std::string_view kBooking = "booking:";
constexpr std::string_view kConsultation = "consultation:";

}  // namespace

Timers::Timers(ports::Store& store, CaseService& cases, Appointments& appointments,
               const Clock& clock, Log& log, std::function<bool()> ready)
    : store_(store),
      cases_(cases),
      appointments_(appointments),
      clock_(clock),
      log_(log),
      ready_(std::move(ready)) {}

Timers::~Timers() {
    stop();
}

void Timers::start() {
    thread_ = std::thread{[this] { run(); }};
}

void Timers::stop() {
    {
        const std::scoped_lock lock{mutex_};
        stopping_ = true;
    }
    signal_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool Timers::fire(const ports::StreamView& view) {
    const std::string& stream = view.stream.str();
    if (!view.row.next_due) return false;
    if (stream.starts_with(kBooking))
        return appointments_.lapse(CaseNo{stream.substr(kBooking.size())}, *view.row.next_due);
    if (stream.starts_with(kConsultation)) return fire_consultation(store_, view, clock_.now());
    if (!stream.starts_with(kCase)) return false;
    Request request;
    request.actor = "system";
    const CaseNo no{stream.substr(kCase.size())};
    return !cases_.run_and_wait(no, model::TimerFired{*view.row.next_due}, std::move(request))
                .error;
}

int Timers::fire_due() {
    if (!ready_()) return 0;
    int fired = 0;
    for (const ports::StreamView& view : store_.due(clock_.now(), kBatch)) {
        if (!fire(view)) continue;
        log_.write(LogEvent::kTimerFired, {{"stream", view.stream.str()}});
        ++fired;
    }
    return fired;
}

void Timers::run() {
    for (;;) {
        const int fired = fire_due();
        std::unique_lock lock{mutex_};
        if (stopping_) return;
        if (fired < kBatch) signal_.wait_for(lock, kPause, [&] { return stopping_; });
        if (stopping_) return;
    }
}

}  // namespace ow::flow
