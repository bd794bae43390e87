// 100,000 due timers after a three-day stop, worked off: each case's in order, each once. Beside
// it, in the same run, what raw SQLite takes for as many rows: one insert of the step's size and
// one update a timer, 64 a transaction, synchronous=FULL.
//
//   bench_timers [timers] [directory]
// Ends with 1 if it takes 60 s or more, or a case is not as it must be.

#include <fmt/core.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "gateway/storage/connection.hpp"
#include "tests/bench/floors.hpp"
#include "tests/support/timer_store.hpp"

namespace {

using namespace ow;
using Watch = std::chrono::steady_clock;

constexpr double kGoalSeconds = 60;
constexpr int kGroup = 64;
constexpr std::size_t kStepBytes = 400;

double seconds_since(Watch::time_point start) {
    return std::chrono::duration<double>(Watch::now() - start).count();
}

double floor_seconds(const std::string& to, int timers) {
    const std::string body(kStepBytes, 'b');
    storage::Connection db{{to, "", "FULL", 24'000, false, 4096}};
    db.run(
        "CREATE TABLE s(id INTEGER PRIMARY KEY, due INTEGER); CREATE INDEX s_due ON s(due);"
        "CREATE TABLE e(id INTEGER PRIMARY KEY, s INTEGER, body BLOB)");
    {
        storage::Transaction transaction{db};
        for (int i = 0; i < timers; ++i) db.query("INSERT INTO s VALUES(?1,?2)").bind(i, i).run();
        transaction.commit();
    }
    const auto start = Watch::now();
    for (int first = 0; first < timers; first += kGroup) {
        storage::Transaction transaction{db};
        for (int i = first; i < std::min(first + kGroup, timers); ++i) {
            db.query("INSERT INTO e(s,body) VALUES(?1,?2)").bind(i, storage::Bytes{body}).run();
            db.query("UPDATE s SET due = NULL WHERE id = ?1").bind(i).run();
        }
        transaction.commit();
    }
    return seconds_since(start);
}

}  // namespace

int main(int argc, char** argv) {
    const int timers = argc > 1 ? std::atoi(argv[1]) : 100'000;
    const std::filesystem::path dir = argc > 2 ? argv[2] : "build/timers.tmp";
    std::filesystem::remove_all(dir);
    std::filesystem::create_directories(dir);
    const int cases = timers / test::kTimersEach;
    NullLog log;
    {
        const test::TimerSite site{(dir / "store").string(), log, "OFF"};
        test::fill_timers(*site.store, cases);
    }
    const test::TimerSite site{(dir / "store").string(), log, "FULL"};
    const double cpu = bench::cpu_seconds();
    const auto start = Watch::now();
    const int fired = site.work_off();
    const double seconds = seconds_since(start);
    const double cpu_us = (bench::cpu_seconds() - cpu) * 1e6 / fired;
    const int wrong = site.wrong(cases);
    const double floor = floor_seconds((dir / "floor.db").string(), timers);
    fmt::print(
        "timers  {} fired in {:.1f} s, {:.0f} a second, {:.0f} us of processor each; "
        "{} cases wrong of {}\n",
        fired, seconds, fired / seconds, cpu_us, wrong, cases);
    fmt::print("floor   {:.1f} s, {:.0f} a second; ratio {:.2f}; goal under {:.0f} s\n", floor,
               timers / floor, floor / seconds, kGoalSeconds);
    const bool good = seconds < kGoalSeconds && wrong == 0 && fired == cases * test::kTimersEach;
    return good ? 0 : 1;
}
