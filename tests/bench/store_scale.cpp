// A store as it is after years: 500,000 closed cases, 2,000 open ones, 100,000 parked rows. How
// long until it is ready, and what lists, search and claims cost then.
//
//   bench_store_scale [directory] [closed cases]      fills the directory unless it is there
// Ends with 1 if it takes over 1 s to be ready or a p95 is over 300 ms.

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "gateway/storage/open_store.hpp"

namespace {

using namespace ow;
using Watch = std::chrono::steady_clock;

constexpr int kOpen = 2'000;
constexpr int kParked = 100'000;
constexpr int kInFlight = 512;
constexpr int kSamples = 200;
const Instant kStart{Millis{1'728'525'600'000}};

double ms_since(Watch::time_point start) {
    return std::chrono::duration<double, std::milli>(Watch::now() - start).count();
}

std::string stream_of(int number) {
    return fmt::format("case:41018420241010W{:07}", number);
}

// 400 family names by 25 given names: each full name has some fifty cases.
std::string name_of(int number) {
    return fmt::format("姓{}名{}", number % 400, number / 400 % 25);
}

std::vector<std::string> terms_of(const StreamId& stream, const std::vector<model::Event>& events) {
    const auto& secret = events.front().secret;
    if (!secret.contains("name")) return {};
    const std::string name{secret.at("name").as_string()};
    return {"no:" + stream.str(), "name:" + name, "piece:" + name.substr(0, name.find("名")),
            "phone:" + std::string{secret.at("phone").as_string()}};
}

ports::Step make_case(int number, int closed) {
    const bool is_open = number >= closed;
    const StreamId stream{stream_of(number)};
    ports::Step step;
    step.recorded_at = kStart + Millis{number};
    ports::Append append{stream, 0, {}, {}};
    append.events.push_back({"case.accepted",
                             1,
                             step.recorded_at,
                             "partner:portal",
                             {},
                             {{"name", name_of(number)}, {"phone", std::to_string(number)}}});
    append.row.hall = number % 2 == 0 ? "xinzheng" : "neixiang";
    append.row.stage = is_open ? (number % 4 == 0 ? "at_issuance" : "accepted") : "delivered";
    append.row.closed = !is_open;
    if (is_open) append.row.next_due = step.recorded_at;
    if (is_open && number % 10 == 0) append.row.flags = "document_refused";
    step.appends.push_back(std::move(append));
    if (number < kParked) {
        step.outbox.push_back({stream.str() + "/o", PartnerId{fmt::format("d{}", number % 60)},
                               stream, "accepted", step.recorded_at, "{}"});
    }
    return step;
}

class Filler {
  public:
    explicit Filler(ports::Store& store) : store_(store) {}

    void cases(int closed) {
        for (int i = 0; i < closed + kOpen; ++i) send(make_case(i, closed));
        drain();
    }
    void park() {
        for (;;) {
            const auto claims = store_.claim(kStart + Millis{1'000'000}, Millis{60'000}, 500, {});
            if (claims.empty()) return;
            for (const ports::Claim& claim : claims) {
                ports::Step step;
                step.finishes.push_back({claim.row.id, claim.fence, ports::OutboxState::kParked,
                                         Instant{}, "PARTNER_REFUSED"});
                send(std::move(step));
            }
            drain();
        }
    }

  private:
    void send(ports::Step step) {
        while (pending_ >= kInFlight) std::this_thread::yield();
        ++pending_;
        store_.commit(std::move(step), [this](const ports::CommitOutcome& outcome) {
            if (!std::holds_alternative<ports::Committed>(outcome)) std::abort();
            --pending_;
        });
    }
    void drain() {
        while (pending_ > 0) std::this_thread::yield();
    }

    ports::Store& store_;
    std::atomic<int> pending_ = 0;
};

/// p50 and p95 of `kSamples` runs; false if the p95 is over the limit.
template <class F>
bool measure(const char* what, F&& run) {
    std::vector<double> times;
    for (int i = 0; i < kSamples; ++i) {
        const auto start = Watch::now();
        run(i);
        times.push_back(ms_since(start));
    }
    std::sort(times.begin(), times.end());
    const double p95 = times[times.size() * 95 / 100];
    fmt::print("{:32} p50 {:7.2f} ms   p95 {:7.2f} ms\n", what, times[times.size() / 2], p95);
    return p95 <= 300;
}

std::string resident() {
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("RssAnon")) return line;
    }
    return {};
}

bool measure_all(ports::Store& store, int closed) {
    const Instant late = kStart + Millis{2'000'000};
    bool good = measure("to-do list", [&](int) {
        ports::StreamQuery query;
        query.hall = "xinzheng";
        query.stages = {"at_issuance"};
        query.closed = false;
        if (store.streams(query).empty()) std::abort();
    });
    good &= measure("all cases, a page far back", [&](int i) {
        ports::StreamQuery query;
        query.before = kStart + Millis{closed / (i + 2)};
        if (store.streams(query).empty()) std::abort();
    });
    good &= measure("find full name", [&](int i) {
        if (store.find({"name:" + name_of(i)}, 50).empty()) std::abort();
    });
    good &= measure("find piece and phone", [&](int i) {
        if (store.find({"piece:姓" + std::to_string(i), "phone:" + std::to_string(i)}, 50).empty())
            std::abort();
    });
    good &= measure("find two common terms, none", [&](int i) {
        if (!store.find({"piece:姓" + std::to_string(i), "piece:姓399"}, 50).empty()) std::abort();
    });
    good &= measure("due", [&](int) { static_cast<void>(store.due(late, 50)); });
    good &= measure("parked rows", [&](int) {
        if (store.outbox_in(ports::OutboxState::kParked, 100).size() != 100) std::abort();
    });
    std::optional<ports::OutboxPlace> place;
    good &= measure("parked rows, page by page", [&](int) {
        const auto rows = store.outbox_in(ports::OutboxState::kParked, 500, place);
        if (rows.size() != 500) std::abort();
        place = ports::OutboxPlace{rows.back().changed_at, rows.back().id};
    });
    good &= measure("causes of parked rows", [&](int) {
        std::int64_t rows = 0;
        for (const auto& cause : store.outbox_causes()) rows += cause.count;
        if (rows != kParked) std::abort();
    });
    good &= measure("open cases with a mark", [&](int) {
        ports::StreamQuery query;
        query.flagged = true;
        if (store.streams(query).empty()) std::abort();
    });
    good &= measure("claim, nothing due",
                    [&](int) { static_cast<void>(store.claim(late, Millis{1000}, 64, {})); });
    good &= measure("load a case", [&](int i) {
        if (!store.load(StreamId{stream_of(i * 997 % closed)})) std::abort();
    });
    return good;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string dir = argc > 1 ? argv[1] : "build/store-scale.tmp";
    const int closed = argc > 2 ? std::atoi(argv[2]) : 500'000;
    SystemClock clock;
    NullLog log;
    storage::StoreSettings settings;
    settings.dir = dir;
    settings.master_key = std::string(32, 'k');
    settings.terms_of = &terms_of;
    if (!std::filesystem::exists(settings.dir)) {
        settings.synchronous = "OFF";
        auto store = storage::open_store(settings, clock, log);
        Filler{**store}.cases(closed);
        Filler{**store}.park();
        (*store)->wait_for_search();
        (*store)->close();
        settings.synchronous = "FULL";
    }
    const auto start = Watch::now();
    auto store = storage::open_store(settings, clock, log);
    static_cast<void>((*store)->streams({}));
    static_cast<void>((*store)->claim(kStart, Millis{1000}, 64, {}));
    const double ready = ms_since(start);
    fmt::print("{:32} {:.0f} ms\n", "ready", ready);
    const bool good = measure_all(**store, closed) && ready <= 1000;
    fmt::print("{}\n", resident());
    const auto checking = Watch::now();
    const auto report = (*store)->verify();
    fmt::print("verify: {} streams, {} steps, {} damages in {:.1f} s\n", report.streams,
               report.steps, report.damages.size(), ms_since(checking) / 1000);
    (*store)->close();
    return good ? 0 : 1;
}
