#pragma once
// A store of cases whose timers are all due: each was accepted, got no decision, and has a yellow
// and a red card to come, in that order. For the timers' measurement and their kill -9 test.

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "gateway/flow/timers.hpp"
#include "gateway/storage/open_store.hpp"

namespace ow::test {

inline constexpr int kTimersEach = 2;

class FixedClock final : public Clock {
  public:
    explicit FixedClock(Instant now) : now_(now) {}
    [[nodiscard]] Instant now() const override { return now_; }

  private:
    const Instant now_;
};

inline flow::Setting timer_setting() {
    flow::Setting s;
    s.hall.id = HallId{"sample"};
    s.hall.name = "样本大厅";
    s.hall.area_code = "410184";
    s.hall.opening = {*model::parse_opening_span("09:00-12:00")};
    s.hall.settings.yellow_card = model::Limit{0, model::LimitUnit::kWorkday};
    s.hall.settings.red_card = model::Limit{1, model::LimitUnit::kWorkday};
    s.hall.departments[DepartmentId{"bureau"}] = {.id = DepartmentId{"bureau"}, .name = "样本局"};
    model::Item item;
    item.id = ItemId{"licence"};
    item.code = "licence";
    item.name = "样本许可";
    item.department = DepartmentId{"bureau"};
    item.promised = {5, model::LimitUnit::kWorkday};
    item.correction = {5, model::LimitUnit::kWorkday};
    s.catalogue = model::Catalogue{{item}, "c1"};
    s.calendar = model::Calendar{{{2024, {{*parse_day("2024-10-01"), true, "国庆节"}}}}, "k1"};
    return s;
}

inline CaseNo timer_case(int number) {
    return make_case_no("410184", "20240902", 'W', number + 1);
}

/// Received at 10:00 on 2024-09-02; both cards are due by the 11th, the gateway is up on the 13th.
inline Instant timers_now() {
    return *parse_instant("2024-09-13T08:00");
}

/// A case as of its acceptance.
inline ports::Step timer_step(const flow::Setting& setting, int number) {
    const Instant at = *parse_instant("2024-09-02T10:00") + Millis{number % 1000};
    const model::Item& item = setting.catalogue.items().front();
    const model::CaseFacts facts{setting.hall,       item,   setting.calendar, "partner:portal", {},
                                 timer_case(number), "token"};
    model::Receive receive;
    receive.content = {{"applicant", boost::json::object{{"name", "王测试"}}}};
    receive.received_at = at;
    ports::Step step;
    step.recorded_at = at;
    auto events = *model::decide({}, std::move(receive), facts, at);
    model::CaseState state;
    std::int64_t sequence = 0;
    for (const model::Event& e : events) model::evolve(state, {e, ++sequence, at, "c1", "m1"});
    step.appends.push_back(
        {flow::case_stream(state.no), 0, std::move(events), flow::stream_row(state)});
    return step;
}

inline void fill_timers(ports::Store& store, int cases) {
    const flow::Setting setting = timer_setting();
    std::atomic<int> pending = 0;
    for (int i = 0; i < cases; ++i) {
        while (pending >= 512) std::this_thread::yield();
        ++pending;
        store.commit(timer_step(setting, i), [&](const ports::CommitOutcome&) { --pending; });
    }
    while (pending > 0) std::this_thread::yield();
}

/// The flow over a store, with its timers.
struct TimerSite {
    TimerSite(const std::string& dir, Log& log, const std::string& synchronous) {
        storage::StoreSettings settings;
        settings.dir = dir;
        settings.master_key = std::string(32, 'k');
        settings.synchronous = synchronous;
        store = storage::open_store(std::move(settings), clock, log).value();
        cases = std::make_unique<flow::CaseService>(*store, setting, clock, log, pool);
        appointments = std::make_unique<flow::Appointments>(*store, *cases, setting, clock);
        timers = std::make_unique<flow::Timers>(*store, *cases, *appointments, clock, log,
                                                [] { return true; });
    }
    ~TimerSite() {
        pool.stop();
        store->close();
    }
    TimerSite(const TimerSite&) = delete;
    TimerSite& operator=(const TimerSite&) = delete;

    /// Until nothing is due; how many fired.
    int work_off() const {
        int fired = 0;
        for (int now = timers->fire_due(); now > 0; now = timers->fire_due()) fired += now;
        return fired;
    }
    /// What is not as it must be: each case has its yellow card, then its red one, each once.
    [[nodiscard]] int wrong(int count) const {
        int wrong = 0;
        for (int i = 0; i < count; ++i) {
            const auto events = store->load(flow::case_stream(timer_case(i)));
            std::string cards;
            for (const auto& e : *events) {
                if (e.event.type == "clock.card")
                    cards += model::text_at(e.event.clear, "colour") + " ";
            }
            if (cards != "yellow red ") ++wrong;
        }
        return wrong;
    }

    const FixedClock clock{timers_now()};
    const flow::Setting setting = timer_setting();
    WorkerPool pool{2, 4096};
    std::unique_ptr<ports::Store> store;
    std::unique_ptr<flow::CaseService> cases;
    std::unique_ptr<flow::Appointments> appointments;
    std::unique_ptr<flow::Timers> timers;
};

}  // namespace ow::test
