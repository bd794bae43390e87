// Show 6, small: figures and ledgers of a made-up month equal a recount that never saw the events.

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "gateway/flow/figures.hpp"
#include "gateway/flow/ledger.hpp"
#include "gateway/storage/history.hpp"
#include "gateway/storage/open_store.hpp"
#include "tests/bench/figures_month.hpp"

namespace ow::flow {
namespace {

constexpr int kCases = 1500;

/// Label → count, of the columns that are numbers and not nought.
std::map<std::string, std::int64_t> counts_of(const model::Sheet& sheet,
                                              const std::vector<std::string>& row) {
    std::map<std::string, std::int64_t> out;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (sheet.columns.at(i).is_number && row[i] != "0")
            out[sheet.columns[i].label] = std::stoll(row[i]);
    }
    return out;
}

void expect_equal(const model::Sheet& sheet, bench::Expected expected) {
    bench::Expected counted;
    for (const auto& row : sheet.rows) counted[row.front()] = counts_of(sheet, row);
    for (auto& [name, counts] : expected)
        std::erase_if(counts, [](const auto& one) { return one.second == 0; });
    std::erase_if(expected, [](const auto& one) { return one.second.empty(); });
    EXPECT_EQ(counted, expected) << sheet.title;
}

}  // namespace

TEST(MonthlyFigures, EqualARecountThatNeverSawTheEvents) {
    std::string dir = (std::filesystem::temp_directory_path() / "ow-month-XXXXXX").string();
    ASSERT_NE(::mkdtemp(dir.data()), nullptr);
    const SystemClock clock;
    NullLog log;
    storage::StoreSettings settings;
    settings.dir = dir;
    settings.master_key = std::string(32, 'k');
    settings.synchronous = "OFF";
    auto store = storage::open_store(settings, clock, log).value();
    const bench::MadeMonth made = bench::make_month(*store, kCases);
    const auto setting = bench::month_setting();
    const auto month = parse_month(bench::kMonth).value();

    const auto history = storage::open_history(settings).value();  // beside the open store
    const auto sheets = figures(month, month.to, setting, *history);
    ASSERT_TRUE(sheets) << sheets.error().text();
    expect_equal(sheets->at(0), made.departments);
    expect_equal(sheets->at(1), made.people);
    std::map<std::string, std::int64_t> sums;
    for (const auto& [name, counts] : made.departments) {
        for (const auto& [label, count] : counts) sums[label] += count;
    }
    std::erase_if(sums, [](const auto& one) { return one.second == 0; });
    EXPECT_EQ(counts_of(sheets->at(0), sheets->at(0).sums), sums);
    EXPECT_GT(sums["超期办结"], 10) << "a month in which everything happens";
    for (const auto& [id, rows] : made.ledger_rows) {
        const auto book = ledger(id, month, Names::kMasked, setting, *history);
        EXPECT_EQ(static_cast<std::int64_t>(book.value().rows.size()), rows) << id;
    }
    store->close();
    std::filesystem::remove_all(dir);
}

}  // namespace ow::flow
