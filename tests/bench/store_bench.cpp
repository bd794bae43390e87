// Step commits a second with 64 senders, beside two floors measured in the same run:
//   same   raw SQLite writing the same rows and bytes, no encryption, 64 a transaction
//   six    raw SQLite writing six small rows a case with four indexes, 64 a transaction
//
//   bench_store [steps] [directory]
// Prints one line each and the two ratios; ends with 1 if a ratio is below its goal.

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gateway/storage/open_store.hpp"
#include "tests/bench/floors.hpp"

namespace {

using namespace ow;
using Watch = std::chrono::steady_clock;

constexpr int kSenders = 64;
constexpr int kThreads = 2;
constexpr double kSameGoal = 0.6;
constexpr double kSixGoal = 0.25;

double seconds_since(Watch::time_point start) {
    return std::chrono::duration<double>(Watch::now() - start).count();
}

const std::string& body() {
    static const std::string text(2048, 'b');
    return text;
}

std::string case_name(int number) {
    return fmt::format("case:41018420241010W{:07}", number);
}

/// What an application from the portal makes: one message, one event with 1 KB of personal data,
/// two rows to be sent.
ports::Step application(int number) {
    const StreamId stream{case_name(number)};
    ports::Step step;
    step.recorded_at = Instant{Millis{1'728'525'600'000 + number}};
    step.catalogue_version = "2024-10-01";
    step.mapping_version = "portal/application@3";
    step.message = ports::RawMessage{
        PartnerId{"portal"},
        fmt::format("{:016x}", 0x9e3779b97f4a7c15ULL * static_cast<std::uint64_t>(number + 1)),
        "application",
        std::string(64, 'd'),
        body(),
        step.recorded_at};
    step.answer = "{\"no\":\"" + stream.str() + "\",\"state\":\"accepted\"}";
    model::Event event{"case.accepted", 1, step.recorded_at, "partner:portal", {}, {}};
    for (const char* key : {"item", "hall", "department", "promised_due", "statutory_due"})
        event.clear[key] = "2024-10-10T09:30:00.000+08:00";
    for (int i = 0; i < 20; ++i) event.secret[fmt::format("field{}", i)] = std::string(40, 's');
    ports::Append append{stream, 0, {std::move(event)}, {}};
    append.row = {"xinzheng", "item-0001",      "department-01",  "portal", "accepted",
                  "",         step.recorded_at, step.recorded_at, false};
    step.appends.push_back(std::move(append));
    for (const char* partner : {"department-01", "portal"}) {
        step.outbox.push_back({fmt::format("{}/{}", stream.str(), partner), PartnerId{partner},
                               stream, "accepted", step.recorded_at, std::string(300, 'o')});
    }
    return step;
}

struct Measured {
    double per_second = 0;
    double p50_ms = 0;
    double p99_ms = 0;
    double cpu_us = 0;  ///< a step
};

/// 64 senders, each with one step under way, served by a few threads as the HTTP side does.
class Load {
  public:
    Load(ports::Store& store, int steps) : store_(store), steps_(steps) {
        latencies_.reserve(static_cast<std::size_t>(steps));
    }

    Measured run() {
        const auto start = Watch::now();
        const double cpu = bench::cpu_seconds();
        for (int i = 0; i < kSenders; ++i) ready_.push_back(next_++);
        std::vector<std::thread> threads;
        for (int i = 0; i < kThreads; ++i) threads.emplace_back([this] { serve(); });
        for (std::thread& thread : threads) thread.join();
        Measured measured;
        measured.per_second = steps_ / seconds_since(start);
        measured.cpu_us = (bench::cpu_seconds() - cpu) / steps_ * 1e6;
        std::sort(latencies_.begin(), latencies_.end());
        measured.p50_ms = latencies_[latencies_.size() / 2];
        measured.p99_ms = latencies_[latencies_.size() * 99 / 100];
        return measured;
    }

  private:
    void serve() {
        std::unique_lock lock{mutex_};
        for (;;) {
            wake_.wait(lock, [&] { return !ready_.empty() || finished_ >= steps_; });
            if (finished_ >= steps_) return;
            const int number = ready_.front();
            ready_.pop_front();
            lock.unlock();
            const auto start = Watch::now();
            store_.commit(application(number), [this, start](const ports::CommitOutcome& o) {
                answered(std::holds_alternative<ports::Committed>(o), seconds_since(start) * 1000);
            });
            lock.lock();
        }
    }

    void answered(bool committed, double ms) {
        if (!committed) std::abort();
        const std::scoped_lock lock{mutex_};
        latencies_.push_back(ms);
        if (++finished_ >= steps_) wake_.notify_all();
        if (next_ < steps_) ready_.push_back(next_++);
        wake_.notify_one();
    }

    ports::Store& store_;
    int steps_;
    int next_ = 0;
    int finished_ = 0;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<int> ready_;
    std::vector<double> latencies_;
};

Measured measure_store(const std::string& dir, int steps) {
    SystemClock clock;
    NullLog log;
    storage::StoreSettings settings;
    settings.dir = dir;
    settings.master_key = std::string(32, 'k');
    auto store = storage::open_store(settings, clock, log);
    const Measured measured = Load{**store, steps}.run();
    (*store)->close();
    return measured;
}

}  // namespace

int main(int argc, char** argv) {
    const int steps = argc > 1 ? std::atoi(argv[1]) : 20'000;
    const std::filesystem::path dir =
        std::filesystem::path{argc > 2 ? argv[2] : "."} / "store-bench.tmp";
    std::filesystem::remove_all(dir);
    std::filesystem::create_directories(dir);
    const Measured ours = measure_store((dir / "store").string(), steps);
    const bench::Floor same = bench::same_rows_floor((dir / "store/onewindow.db").string(),
                                                     (dir / "same.db").string(), steps);
    const double six = bench::six_rows_floor((dir / "six.db").string(), steps).per_second;
    std::filesystem::remove_all(dir);
    fmt::print("store  {:6.0f} /s  {:5.1f} us processor  p50 {:.1f} ms  p99 {:.1f} ms\n",
               ours.per_second, ours.cpu_us, ours.p50_ms, ours.p99_ms);
    fmt::print("same   {:6.0f} /s  {:5.1f} us processor  ratio {:.2f} (goal {})\n", same.per_second,
               same.cpu_us, ours.per_second / same.per_second, kSameGoal);
    fmt::print("six    {:6.0f} /s  ratio {:.2f} (goal {})\n", six, ours.per_second / six, kSixGoal);
    const bool good =
        ours.per_second >= kSameGoal * same.per_second && ours.per_second >= kSixGoal * six;
    return good ? 0 : 1;
}
