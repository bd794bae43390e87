#include "tests/bench/floors.hpp"

#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <vector>

#include "gateway/storage/connection.hpp"
#include "gateway/storage/schema.hpp"

namespace ow::bench {
namespace {

constexpr int kGroup = 64;

class Stopwatch {
  public:
    [[nodiscard]] Floor stop(int cases) const {
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
        return {cases / seconds, (cpu_seconds() - cpu_) / cases * 1e6};
    }

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    double cpu_ = cpu_seconds();
};

/// The rows of a store just made, read into memory to be written again.
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
    ~Replay() {
        for (Table& table : tables_) {
            sqlite3_finalize(table.insert);
            for (auto& row : table.rows)
                for (sqlite3_value* value : row) sqlite3_value_free(value);
        }
    }
    Replay(const Replay&) = delete;
    Replay& operator=(const Replay&) = delete;

    Floor run(int cases) {
        const Stopwatch watch;
        for (int first = 0; first < cases; first += kGroup) {
            storage::Transaction transaction{target_};
            for (const Table& table : tables_)
                write(table, first, std::min(first + kGroup, cases), cases);
            transaction.commit();
        }
        return watch.stop(cases);
    }

  private:
    struct Table {
        sqlite3_stmt* insert;
        std::vector<std::vector<sqlite3_value*>> rows;
    };

    void load(const std::string& name) {
        sqlite3_stmt* select = nullptr;
        sqlite3_prepare_v2(target_.handle(),
                           ("SELECT * FROM made." + name + " ORDER BY id").c_str(), -1, &select,
                           nullptr);
        Table table{nullptr, {}};
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

    /// The rows' share that belongs to the cases from `first` to before `last`.
    static void write(const Table& table, int first, int last, int cases) {
        const auto share = [&](int n) {
            return table.rows.size() * static_cast<std::size_t>(n) /
                   static_cast<std::size_t>(cases);
        };
        for (std::size_t i = share(first); i < share(last); ++i) {
            const auto& row = table.rows[i];
            for (std::size_t c = 0; c < row.size(); ++c)
                sqlite3_bind_value(table.insert, static_cast<int>(c) + 1, row[c]);
            if (sqlite3_step(table.insert) != SQLITE_DONE) std::abort();
            sqlite3_reset(table.insert);
        }
    }

    storage::Connection target_;
    std::vector<Table> tables_;
};

}  // namespace

double cpu_seconds() {
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

Floor same_rows_floor(const std::string& made, const std::string& to, int cases) {
    return Replay{made, to}.run(cases);
}

Floor six_rows_floor(const std::string& to, int cases) {
    const std::string body(2048, 'b');
    // With the sizes of page and log that it had when the goal was set.
    storage::Connection db{{to, "", "FULL", 24'000, false, 4096}};
    db.run("PRAGMA wal_autocheckpoint=4000");
    db.run(
        "CREATE TABLE c(id INTEGER PRIMARY KEY, no TEXT UNIQUE, hall TEXT, at INTEGER, body BLOB);"
        "CREATE INDEX c_hall ON c(hall, at);"
        "CREATE TABLE e(id INTEGER PRIMARY KEY, c INTEGER, type TEXT, at INTEGER);"
        "CREATE INDEX e_case ON e(c);"
        "CREATE TABLE d(id INTEGER PRIMARY KEY, c INTEGER, partner TEXT, due INTEGER);"
        "CREATE INDEX d_due ON d(partner, due)");
    const Stopwatch watch;
    for (int first = 0; first < cases; first += kGroup) {
        storage::Transaction transaction{db};
        for (int i = first; i < std::min(first + kGroup, cases); ++i) {
            db.query("INSERT INTO c VALUES(?1,?2,'xinzheng',?1,?3)")
                .bind(i + 1, fmt::format("case:41018420241010W{:07}", i), storage::Bytes{body})
                .run();
            for (const char* type : {"received", "accepted"})
                db.query("INSERT INTO e(c,type,at) VALUES(?1,?2,?1)").bind(i, type).run();
            for (const char* partner : {"department", "portal", "archive"})
                db.query("INSERT INTO d(c,partner,due) VALUES(?1,?2,?1)").bind(i, partner).run();
        }
        transaction.commit();
    }
    return watch.stop(cases);
}

}  // namespace ow::bench
