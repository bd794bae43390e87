#include "gateway/flow/timers.hpp"

namespace ow::flow {
namespace {

constexpr int kBatch = 200;
constexpr Millis kPause{1000};

}  // namespace

Timers::Timers(ports::Store& store, CaseService& cases, const Clock& clock, Log& log,
               std::function<bool()> ready)
    : store_(store), cases_(cases), clock_(clock), log_(log), ready_(std::move(ready)) {}

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

int Timers::fire_due() {
    if (!ready_()) return 0;
    int fired = 0;
    for (const ports::StreamView& view : store_.due(clock_.now(), kBatch)) {
        if (!view.stream.str().starts_with("case:") || !view.row.next_due) continue;
        const CaseNo no{view.stream.str().substr(5)};
        Request request;
        request.actor = "system";
        const Outcome outcome =
            cases_.run_and_wait(no, model::TimerFired{*view.row.next_due}, std::move(request));
        if (outcome.error) continue;
        log_.write(LogEvent::kTimerFired, {{"case", no.str()}});
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
