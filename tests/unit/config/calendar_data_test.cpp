// The calendar as shipped, against what is known of it from outside.
#include <gtest/gtest.h>

#include "gateway/app/config_loader.hpp"

namespace ow::app {
namespace {

class CalendarData : public ::testing::Test {
  protected:
    static Day on(std::string_view text) { return *parse_day(text); }
    [[nodiscard]] std::optional<bool> works(std::string_view day) const {
        return calendar_.is_workday(on(day));
    }
    [[nodiscard]] std::string after(std::string_view from, int days) const {
        const auto due = calendar_.add_workdays(on(from), days);
        return due ? to_iso(*due) : std::string{due.error().row().name};
    }
    Loaded<model::Calendar> loaded_ = load_calendar("config");
    const model::Calendar& calendar_ = loaded_.value;
};

TEST_F(CalendarData, IsWithoutMistakesFrom2007To2026) {
    EXPECT_TRUE(loaded_.ok());
    EXPECT_EQ(calendar_.published_years().size(), 20U);
    EXPECT_EQ(*calendar_.published_years().rbegin(), 2026);
    EXPECT_EQ(calendar_.version().size(), 16U);
}

TEST_F(CalendarData, R29_TheNoticesYearIsNotTheDatesYear) {
    EXPECT_EQ(works("2018-12-29"), true) << "in 2019.json";
    EXPECT_EQ(works("2018-12-31"), false);
    EXPECT_EQ(works("2022-12-31"), false) << "in 2023.json";
    EXPECT_EQ(works("2007-12-29"), true) << "in 2008.json";
    EXPECT_EQ(works("2007-12-31"), false);
}

TEST_F(CalendarData, R29_TheSpringFestivalOf2020WasExtended) {
    EXPECT_EQ(works("2020-01-31"), false);
    EXPECT_EQ(works("2020-02-01"), false) << "a make-up Saturday before the amendment";
    EXPECT_EQ(works("2020-02-02"), false);
    EXPECT_EQ(works("2020-02-03"), true);
    EXPECT_EQ(after("2020-01-22", 2), "2020-02-03");
}

TEST_F(CalendarData, R29_NewYearsEveOf2024WasFormallyAWorkingDay) {
    EXPECT_EQ(works("2024-02-09"), true);
}

TEST_F(CalendarData, R29_KnownMakeUpDaysAreWorkingDays) {
    for (const char* day :
         {"2018-02-11", "2018-02-24", "2018-04-08", "2018-04-28", "2018-09-29", "2018-09-30",
          "2019-02-02", "2019-02-03", "2019-04-28", "2019-05-05", "2019-09-29", "2019-10-12",
          "2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14",
          "2024-09-29", "2024-10-12", "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28",
          "2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20",
          "2026-10-10"}) {
        EXPECT_EQ(works(day), true) << day;
        EXPECT_EQ(calendar_.fact(on(day)).kind, model::DayKind::kMakeUp) << day;
    }
}

TEST_F(CalendarData, R9_FiveWorkingDaysFrom27September2024EndOn10October) {
    EXPECT_EQ(after("2024-09-27", 5), "2024-10-10");
}

TEST_F(CalendarData, R29_2027IsUnknownAlthoughItsFileIsThere) {
    EXPECT_FALSE(calendar_.is_published(2027));
    EXPECT_EQ(works("2027-01-04"), std::nullopt);
    EXPECT_EQ(after("2026-12-28", 3), "2026-12-31");
    EXPECT_EQ(after("2026-12-28", 4), "CALENDAR_UNKNOWN");
    EXPECT_EQ(works("2006-12-29"), std::nullopt);
}

}  // namespace
}  // namespace ow::app
