// Durable intake of JSON applications: 64 connections, signed requests, the real server (plain, on
// the loopback), signature, mapping, rules, commit – then the answer. Beside it, round for round,
// the floors of floors.hpp; what is printed is the median of the rounds.
//
//   bench_intake [applications] [directory]      from the project's folder
// Ends with 1 if a goal is missed.

#include <fmt/core.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "adapters/http_push/adapter.hpp"
#include "adapters/http_push/twin_wire.hpp"
#include "gateway/app/check_config.hpp"
#include "gateway/app/config_loader.hpp"
#include "gateway/flow/intake.hpp"
#include "gateway/flow/search_terms.hpp"
#include "gateway/http/client.hpp"
#include "gateway/http/server.hpp"
#include "gateway/mapping/translator.hpp"
#include "gateway/storage/open_store.hpp"
#include "tests/bench/floors.hpp"
#include "tests/bench/intake_load.hpp"
#include "tests/torture/applications.hpp"

namespace {

using namespace ow;

constexpr int kRounds = 5;
constexpr int kConnections = 64;
constexpr double kSameGoal = 0.6;
constexpr double kSixGoal = 0.25;
constexpr double kP99Goal = 50;
constexpr double kMemoryGoal = 150;
constexpr const char* kKey = "0123456789abcdef0123456789abcdef";
const PartnerId kPartner{"portal"};

double anonymous_mb() {
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("RssAnon:")) return std::stod(line.substr(8)) / 1024;
    }
    return 0;
}

/// The largest RssAnon of this process while it lives.
class MemoryWatch {
  public:
    MemoryWatch() {
        thread_ = std::thread{[this] {
            while (!stopping_) {
                most_ = std::max<double>(most_, anonymous_mb());
                std::this_thread::sleep_for(std::chrono::milliseconds{50});
            }
        }};
    }
    ~MemoryWatch() { (void)stop(); }
    MemoryWatch(const MemoryWatch&) = delete;
    MemoryWatch& operator=(const MemoryWatch&) = delete;
    double stop() {
        stopping_ = true;
        if (thread_.joinable()) thread_.join();
        return most_;
    }

  private:
    std::atomic<bool> stopping_ = false;
    std::atomic<double> most_ = 0;
    std::thread thread_;
};

/// What a gateway needs to take applications in, without relay, papers and console.
class IntakeSide {
  public:
    IntakeSide(const app::Config& config, const std::string& dir)
        : setting_{config.hall(), config.catalogue, config.calendar, config.partners,
                   config.gateway.public_url} {
        storage::StoreSettings store;
        store.dir = dir;
        store.master_key = std::string(32, 'k');
        store.terms_of = &flow::terms_of;
        store_ = std::move(*storage::open_store(std::move(store), clock_, log_));
        std::vector<Error> problems;
        translator_ = std::make_unique<mapping::MappingTranslator>(
            mapping::MappingSet::load(config.gateway.mappings, problems));
        client_ = std::move(*http::Client::make({}));
        cases_.emplace(*store_, setting_, clock_, log_, pool_);
        appointments_.emplace(*store_, *cases_, setting_, clock_);
        intake_.emplace(*store_, *cases_, *appointments_, setting_, *translator_, clock_, log_);
        const model::PartnerConfig& partner = *setting_.partner(kPartner);
        partner_ = {partner.id,       partner.name,
                    partner.endpoint, partner.total_deadline,
                    partner.settings, {{"hmac_key_file", kKey}}};
        adapter_ = std::move(*http_push::make_adapter(
            {partner_, *intake_, *client_, clock_, log_, setting_.public_url, {}}));
        auth_ = std::make_unique<http::PartnerAuth>(
            std::vector<http::PartnerCredentials>{{kPartner, {}, {{kKey}}, {}}}, clock_);
        http::ServerSettings settings;
        settings.workers = static_cast<std::size_t>(config.gateway.limits.pool_threads);
        settings.queue = static_cast<std::size_t>(config.gateway.limits.pool_queue);
        server_ = std::move(*http::Server::start(settings, adapter_->routes(),
                                                 {clock_, log_, metrics_, auth_.get(), {}}));
    }
    ~IntakeSide() {
        server_->stop(Millis{1000});
        pool_.stop();
        store_->close();
    }
    IntakeSide(const IntakeSide&) = delete;
    IntakeSide& operator=(const IntakeSide&) = delete;

    [[nodiscard]] std::uint16_t port() const { return server_->port(); }
    void wait_for_search() { store_->wait_for_search(); }

  private:
    SystemClock clock_;
    NullLog log_;
    flow::Setting setting_;
    std::unique_ptr<ports::Store> store_;
    std::unique_ptr<mapping::MappingTranslator> translator_;
    std::unique_ptr<http::Client> client_;
    WorkerPool pool_{2, 4096};
    std::optional<flow::CaseService> cases_;
    std::optional<flow::Appointments> appointments_;
    std::optional<flow::Intake> intake_;
    ports::PartnerSettings partner_;
    std::unique_ptr<ports::Adapter> adapter_;
    http::Metrics metrics_;
    std::unique_ptr<http::PartnerAuth> auth_;
    std::unique_ptr<http::Server> server_;
};

std::vector<std::string> requests_of(const model::Catalogue& catalogue, std::uint16_t port,
                                     int count) {
    std::vector<std::string> requests;
    const Instant now = SystemClock{}.now();
    const std::string target = "/partners/" + kPartner.str() + "/application";
    for (const torture::Application& a : torture::make_applications(catalogue, 2 * count)) {
        if (a.partner != kPartner.str()) continue;
        const ports::HttpCall call =
            http_push::twin::signed_call({fmt::format("http://127.0.0.1:{}{}", port, target),
                                          a.content_type, a.foreign_no, a.body},
                                         kPartner.str(), kKey, now);
        std::string request =
            fmt::format("POST {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n", target, port);
        for (const auto& [name, value] : call.headers) request += name + ": " + value + "\r\n";
        request += fmt::format("Content-Length: {}\r\n\r\n{}", a.body.size(), a.body);
        requests.push_back(std::move(request));
    }
    return requests;
}

/// Forked before the gateway's threads start: waits for the port, sends, reports through the pipe.
[[noreturn]] void be_the_sources(const model::Catalogue& catalogue, int from, int to, int count) {
    std::uint16_t port = 0;
    if (::read(from, &port, sizeof port) != sizeof port) _exit(1);
    try {
        const auto result = bench::send_all(port, requests_of(catalogue, port, count), kConnections,
                                            static_cast<std::size_t>(count) / 10);
        _exit(::write(to, &result, sizeof result) == sizeof result ? 0 : 1);
    } catch (const std::exception& failed) {
        std::cerr << failed.what() << "\n";
        _exit(1);
    }
}

struct Measured {
    bench::LoadResult load;
    double cpu_us = 0;
    double anonymous_mb = 0;
    double search_lag = 0;  ///< seconds after the last answer until every case could be found
};

std::optional<Measured> measure(const app::Config& config, const std::string& dir, int count) {
    int down[2];
    int up[2];
    if (::pipe(down) != 0 || ::pipe(up) != 0) return std::nullopt;
    const pid_t sources = ::fork();
    if (sources == 0) be_the_sources(config.catalogue, down[0], up[1], count);
    ::close(up[1]);
    Measured measured;
    {
        IntakeSide gateway{config, dir};
        MemoryWatch memory;
        const std::uint16_t port = gateway.port();
        const double cpu = bench::cpu_seconds();
        const bool told = ::write(down[1], &port, sizeof port) == sizeof port;
        const bool heard =
            told && ::read(up[0], &measured.load, sizeof measured.load) == sizeof measured.load;
        const auto answered = std::chrono::steady_clock::now();
        gateway.wait_for_search();
        measured.search_lag =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - answered).count();
        measured.cpu_us = (bench::cpu_seconds() - cpu) / count * 1e6;
        measured.anonymous_mb = memory.stop();
        ::waitpid(sources, nullptr, 0);
        if (!heard) return std::nullopt;
    }
    return measured;
}

struct Round {
    Measured ours;
    bench::Floor same;
    bench::Floor six;
    [[nodiscard]] double rate() const { return ours.load.answered / ours.load.seconds; }
};

/// In a process of its own: what a floor holds in memory is not the gateway's.
template <typename Run>
bench::Floor apart(Run run) {
    int up[2];
    bench::Floor floor;
    if (::pipe(up) != 0) return floor;
    const pid_t child = ::fork();
    if (child == 0) {
        floor = run();
        _exit(::write(up[1], &floor, sizeof floor) == sizeof floor ? 0 : 1);
    }
    ::close(up[1]);
    if (::read(up[0], &floor, sizeof floor) != sizeof floor) std::abort();
    ::close(up[0]);
    ::waitpid(child, nullptr, 0);
    return floor;
}

/// Ours between its two floors, so that a machine that changes its speed changes all three.
std::optional<Round> run_round(const app::Config& config, const std::filesystem::path& dir,
                               int count) {
    std::filesystem::remove_all(dir);
    std::filesystem::create_directories(dir);
    Round round;
    round.six = apart([&] { return bench::six_rows_floor((dir / "six.db").string(), count); });
    const auto ours = measure(config, (dir / "store").string(), count);
    if (!ours || ours->load.failed > 0) {
        fmt::print("{} applications were not taken\n", ours ? ours->load.failed : count);
        return std::nullopt;
    }
    round.ours = *ours;
    round.same = apart([&] {
        return bench::same_rows_floor((dir / "store/onewindow.db").string(),
                                      (dir / "same.db").string(), count);
    });
    std::filesystem::remove_all(dir);
    return round;
}

template <typename Figure>
double median(std::vector<Round> rounds, Figure figure) {
    std::sort(rounds.begin(), rounds.end(),
              [&](const Round& a, const Round& b) { return figure(a) < figure(b); });
    return figure(rounds[rounds.size() / 2]);
}

/// Medians of the rounds; memory is the largest.
bool print_against_goals(const std::vector<Round>& rounds) {
    const auto of = [&](auto figure) { return median(rounds, figure); };
    const double p99 = of([](const Round& r) { return r.ours.load.p99_ms; });
    const double same = of([](const Round& r) { return r.rate() / r.same.per_second; });
    const double six = of([](const Round& r) { return r.rate() / r.six.per_second; });
    double memory = 0;
    for (const Round& round : rounds) memory = std::max<double>(memory, round.ours.anonymous_mb);
    fmt::print("intake  {:6.0f} /s  {:5.1f} us processor  p50 {:.1f} ms  p99 {:.1f} ms (goal {})\n",
               of([](const Round& r) { return r.rate(); }),
               of([](const Round& r) { return r.ours.cpu_us; }),
               of([](const Round& r) { return r.ours.load.p50_ms; }), p99, kP99Goal);
    fmt::print("same    {:6.0f} /s  {:5.1f} us processor  ratio {:.2f} (goal {})\n",
               of([](const Round& r) { return r.same.per_second; }),
               of([](const Round& r) { return r.same.cpu_us; }), same, kSameGoal);
    fmt::print("six     {:6.0f} /s  {:5.1f} us processor  ratio {:.2f} (goal {})\n",
               of([](const Round& r) { return r.six.per_second; }),
               of([](const Round& r) { return r.six.cpu_us; }), six, kSixGoal);
    fmt::print("search  {:6.2f} s behind the last answer\n",
               of([](const Round& r) { return r.ours.search_lag; }));
    fmt::print("RssAnon {:6.1f} MB (goal {})\n", memory, kMemoryGoal);
    return same >= kSameGoal && six >= kSixGoal && p99 <= kP99Goal && memory <= kMemoryGoal;
}

}  // namespace

int main(int argc, char** argv) {
    const int count = argc > 1 ? std::atoi(argv[1]) : 20'000;
    const std::filesystem::path dir =
        std::filesystem::path{argc > 2 ? argv[2] : "."} / "intake-bench.tmp";
    const auto config = app::load_config("config");
    for (const Error& problem : config.problems) std::cerr << app::to_line(problem) << "\n";
    if (!config.ok()) return 1;
    std::vector<Round> rounds;
    for (int i = 0; i < kRounds; ++i) {
        const auto round = run_round(config.value, dir, count);
        if (!round) return 1;
        rounds.push_back(*round);
    }
    return print_against_goals(rounds) ? 0 : 1;
}
