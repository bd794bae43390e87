// The figures of a month of 50,000 cases: how long they take, and whether they are right.
//
//   bench_figures [directory] [cases]      fills the directory unless it is there
// Ends with 1 if the median of five takes 5 s or more, or a sum is not that of the recount.

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <vector>

#include "gateway/flow/figures.hpp"
#include "gateway/storage/history.hpp"
#include "gateway/storage/open_store.hpp"
#include "tests/bench/figures_month.hpp"

namespace {

using namespace ow;
using Watch = std::chrono::steady_clock;

constexpr int kRuns = 5;
constexpr double kMostSeconds = 5;

double seconds_since(Watch::time_point start) {
    return std::chrono::duration<double>(Watch::now() - start).count();
}

void fill(const storage::StoreSettings& settings, int cases) {
    const SystemClock clock;
    NullLog log;
    const auto start = Watch::now();
    auto store = storage::open_store(settings, clock, log).value();
    (void)bench::make_month(*store, cases);
    store->close();
    fmt::print("{} cases written in {:.1f} s\n", cases, seconds_since(start));
}

/// Every department's every count.
bool equals(const model::Sheet& sheet, bench::Expected expected) {
    std::int64_t wrong = 0;
    for (const auto& row : sheet.rows) {
        auto& counts = expected[row.front()];
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (sheet.columns[i].is_number)
                wrong += std::stoll(row[i]) == counts[sheet.columns[i].label] ? 0 : 1;
        }
    }
    fmt::print("{}: {} rows, {} counts differ from the recount\n", sheet.title, sheet.rows.size(),
               wrong);
    return wrong == 0 && sheet.rows.size() == expected.size();
}

}  // namespace

int main(int argc, char** argv) {
    const std::string dir = argc > 1 ? argv[1] : "run/bench/figures";
    const int cases = argc > 2 ? std::atoi(argv[2]) : 50'000;
    storage::StoreSettings settings;
    settings.dir = dir;
    settings.master_key = std::string(32, 'k');
    settings.synchronous = "OFF";
    if (!std::filesystem::exists(dir + "/onewindow.db")) {
        std::filesystem::create_directories(dir);
        fill(settings, cases);
    }
    const auto setting = bench::month_setting();
    const auto month = flow::parse_month(bench::kMonth).value();
    const auto history = storage::open_history(settings).value();
    std::vector<double> times;
    std::vector<model::Sheet> sheets;
    for (int i = 0; i < kRuns; ++i) {
        const auto start = Watch::now();
        const std::clock_t cpu = std::clock();
        sheets = flow::figures(month, month.to, setting, *history).value();
        times.push_back(seconds_since(start));
        fmt::print("  {:.2f} s, {:.2f} s of it on a processor\n", times.back(),
                   static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC);
    }
    std::sort(times.begin(), times.end());
    fmt::print("figures of {} cases: median {:.2f} s, worst {:.2f} s (at most {} s)\n", cases,
               times[kRuns / 2], times.back(), kMostSeconds);
    const bench::MadeMonth made = bench::recount(cases);
    const bool right = equals(sheets.at(0), made.departments) && equals(sheets.at(1), made.people);
    return right && times[kRuns / 2] < kMostSeconds ? 0 : 1;
}
