#include "gateway/flow/timers.hpp"

#include <chrono>
#include <vector>

#include "gateway/flow/consultations.hpp"
#include "gateway/flow/parents.hpp"
#include "gateway/flow/round.hpp"

namespace ow::flow {
namespace {

constexpr int kBatch = 1000;
constexpr Millis kPause{1000};
constexpr std::chrono::seconds kAside{30};  ///< asking again may mean reading all of a quarantine
constexpr std::string_view kCase = "case:";
constexpr std::string_view kBooking = "booking:";
constexpr std::string_view kConsultation = "consultation:";
constexpr std::string_view kParent = "parent:";

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

/// One round: what is under way, and how it went.
struct Timers::Shot {
    Round round;
    std::mutex mutex;
    std::vector<StreamId> failed;
    int fired = 0;

    void ended(const StreamId& stream, bool well) {
        {
            const std::scoped_lock lock{mutex};
            if (well)
                ++fired;
            else
                failed.push_back(stream);
        }
        round.end();
    }
};

void Timers::fire(const ports::StreamView& view, Shot& shot) {
    const std::string& stream = view.stream.str();
    const auto done = [this, &shot, id = view.stream](bool well) {
        if (well) log_.write(LogEvent::kTimerFired, {{"stream", id.str()}});
        shot.ended(id, well);
    };
    shot.round.begin();
    if (stream.starts_with(kBooking))
        return done(
            appointments_.lapse(CaseNo{stream.substr(kBooking.size())}, *view.row.next_due));
    if (stream.starts_with(kConsultation))
        return done(fire_consultation(store_, view, clock_.now()));
    if (stream.starts_with(kParent)) return open_next(store_, cases_, view.stream, done);
    if (!stream.starts_with(kCase)) return done(false);
    Request request;
    request.actor = "system";
    cases_.run(CaseNo{stream.substr(kCase.size())}, model::TimerFired{*view.row.next_due},
               std::move(request), [done](const Outcome& outcome) { done(!outcome.error); });
}

int Timers::fire_due() {
    if (!ready_()) return 0;
    Shot shot;
    const int limit = kBatch + static_cast<int>(aside_.size());
    for (const ports::StreamView& view : store_.due(clock_.now(), limit)) {
        if (view.row.next_due && !aside_.contains(view.stream)) fire(view, shot);
    }
    shot.round.wait();
    aside_.insert(shot.failed.begin(), shot.failed.end());
    return shot.fired;
}

void Timers::run() {
    auto asked = std::chrono::steady_clock::now();
    for (;;) {
        const int fired = fire_due();
        std::unique_lock lock{mutex_};
        if (stopping_) return;
        if (fired > 0) continue;
        if (const auto now = std::chrono::steady_clock::now(); now - asked >= kAside) {
            aside_.clear();
            asked = now;
        }
        signal_.wait_for(lock, kPause, [&] { return stopping_; });
        if (stopping_) return;
    }
}

}  // namespace ow::flow
