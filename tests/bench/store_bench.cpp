// Step commits a second with 64 senders, beside two floors measured in the same run:
//   same   raw SQLite writing the same rows and bytes, no encryption, 64 a transaction
//   six    raw SQLite writing six small rows a case with four indexes, 64 a transaction
//
//   store_bench [steps] [directory]
// Prints one line each and the two ratios; ends with 1 if a ratio is below its goal.

#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gateway/storage/connection.hpp"
#include "gateway/storage/open_store.hpp"
#include "gateway/storage/schema.hpp"

namespace {

using namespace ow;
using Watch = std::chrono::steady_clock;

constexpr int kSenders = 64;
constexpr int kThreads = 2;
constexpr int kGroup = 64;
constexpr double kSameGoal = 0.6;
constexpr double kSixGoal = 0.25;

double seconds_since(Watch::time_point start) {
    return std::chrono::duration<double>(Watch::now() - start).count();
}

/// Processor time of the whole process: does not grow when others keep the machine busy.
double cpu_seconds() {
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
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
        const double cpu = cpu_seconds();
        for (int i = 0; i < kSenders; ++i) ready_.push_back(next_++);
        std::vector<std::thread> threads;
        for (int i = 0; i < kThreads; ++i) threads.emplace_back([this] { serve(); });
        for (std::thread& thread : threads) thread.join();
        Measured measured;
        measured.per_second = steps_ / seconds_since(start);
        measured.cpu_us = (cpu_seconds() - cpu) / steps_ * 1e6;
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

/// The rows of the store just made, read back to be written again by the floor.
class Replay {
  public:
    Replay(const std::string& from, const std::string& to)
        : target_({to, "", "FULL", 24'000, false}) {
        static_cast<void>(storage::migrate(target_, storage::Database::kMain));
        target_.run(("ATTACH '" + from + "' AS made").c_str());
        target_.run("PRAGMA made.cache_size=-200000");
        for (const char* table : {"message", "stream", "step", "outbox"}) load(table);
        target_.run("DETACH made");
    }

    Measured run(int steps) {
        const auto start = Watch::now();
        const double cpu = cpu_seconds();
        for (int first = 0; first < steps; first += kGroup) {
            storage::Transaction transaction{target_};
            for (Table& table : tables_) write(table, first, std::min(first + kGroup, steps));
            transaction.commit();
        }
        return {steps / seconds_since(start), 0, 0, (cpu_seconds() - cpu) / steps * 1e6};
    }

  private:
    struct Table {
        sqlite3_stmt* insert;
        int rows_per_step;
        std::vector<std::vector<sqlite3_value*>> rows;
    };

    void load(const std::string& name) {
        sqlite3_stmt* select = nullptr;
        sqlite3_prepare_v2(target_.handle(),
                           ("SELECT * FROM made." + name + " ORDER BY id").c_str(), -1, &select,
                           nullptr);
        Table table{nullptr, name == "outbox" ? 2 : 1, {}};
        const int columns = sqlite3_column_count(select);
        while (sqlite3_step(select) == SQLITE_ROW) {
            std::vector<sqlite3_value*> row;
            for (int i = 0; i < columns; ++i)
                row.push_back(sqlite3_value_dup(sqlite3_column_value(select, i)));
            table.rows.push_back(std::move(row));
        }
        sqlite3_finalize(select);
        std::string sql = "INSERT INTO main." + name + " VALUES(?";
        for (int i = 1; i < columns; ++i) sql += ",?";
        sqlite3_prepare_v2(target_.handle(), (sql + ")").c_str(), -1, &table.insert, nullptr);
        tables_.push_back(std::move(table));
    }

    static void write(const Table& table, int first, int last) {
        for (int i = first * table.rows_per_step; i < last * table.rows_per_step; ++i) {
            const auto& row = table.rows[static_cast<std::size_t>(i)];
            for (std::size_t c = 0; c < row.size(); ++c)
                sqlite3_bind_value(table.insert, static_cast<int>(c) + 1, row[c]);
            if (sqlite3_step(table.insert) != SQLITE_DONE) std::abort();
            sqlite3_reset(table.insert);
        }
    }

    storage::Connection target_;
    std::vector<Table> tables_;
};

double measure_six(const std::string& path, int cases) {
    storage::Connection db{{path, "", "FULL", 24'000, false}};
    db.run(
        "CREATE TABLE c(id INTEGER PRIMARY KEY, no TEXT UNIQUE, hall TEXT, at INTEGER, body BLOB);"
        "CREATE INDEX c_hall ON c(hall, at);"
        "CREATE TABLE e(id INTEGER PRIMARY KEY, c INTEGER, type TEXT, at INTEGER);"
        "CREATE INDEX e_case ON e(c);"
        "CREATE TABLE d(id INTEGER PRIMARY KEY, c INTEGER, partner TEXT, due INTEGER);"
        "CREATE INDEX d_due ON d(partner, due)");
    const auto start = Watch::now();
    for (int first = 0; first < cases; first += kGroup) {
        storage::Transaction transaction{db};
        for (int i = first; i < std::min(first + kGroup, cases); ++i) {
            db.query("INSERT INTO c VALUES(?1,?2,'xinzheng',?1,?3)")
                .bind(i + 1, case_name(i), storage::Bytes{body()})
                .run();
            for (const char* type : {"received", "accepted"})
                db.query("INSERT INTO e(c,type,at) VALUES(?1,?2,?1)").bind(i, type).run();
            for (const char* partner : {"department", "portal", "archive"})
                db.query("INSERT INTO d(c,partner,due) VALUES(?1,?2,?1)").bind(i, partner).run();
        }
        transaction.commit();
    }
    return cases / seconds_since(start);
}

}  // namespace

int main(int argc, char** argv) {
    const int steps = argc > 1 ? std::atoi(argv[1]) : 20'000;
    const std::filesystem::path dir =
        std::filesystem::path{argc > 2 ? argv[2] : "."} / "store-bench.tmp";
    std::filesystem::remove_all(dir);
    std::filesystem::create_directories(dir);
    const Measured ours = measure_store((dir / "store").string(), steps);
    const Measured same =
        Replay{(dir / "store/onewindow.db").string(), (dir / "same.db").string()}.run(steps);
    const double six = measure_six((dir / "six.db").string(), steps);
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
