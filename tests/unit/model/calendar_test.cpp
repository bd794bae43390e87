#include "gateway/model/calendar.hpp"

#include <gtest/gtest.h>

namespace ow::model {
namespace {

Day on(std::string_view text) {
    return *parse_day(text);
}

/// The traps only, as small as they can be; the whole data is read in tests/unit/config.
Calendar traps() {
    return Calendar{{{2018, {{on("2018-10-01"), true, "国庆节"}}},
                     {2019,
                      {{on("2018-12-29"), false, "元旦"},
                       {on("2018-12-30"), true, "元旦"},
                       {on("2018-12-31"), true, "元旦"},
                       {on("2019-01-01"), true, "元旦"}}},
                     {2020, {}}}};
}

TEST(Calendar, R29_TheNoticesYearIsNotTheDatesYear) {
    EXPECT_EQ(traps().is_workday(on("2018-12-29")), true) << "a Saturday, made up for New Year";
    EXPECT_EQ(traps().is_workday(on("2018-12-31")), false) << "a Monday, in the notice of 2019";
    EXPECT_EQ(traps().fact(on("2018-12-29")).kind, DayKind::kMakeUp);
    EXPECT_EQ(traps().fact(on("2018-12-29")).name, "元旦");
}

TEST(Calendar, R29_AYearWithoutItsNoticeIsUnknownNotGuessed) {
    EXPECT_FALSE(traps().is_published(2020)) << "the file is there, but empty";
    EXPECT_EQ(traps().is_workday(on("2020-06-03")), std::nullopt);
    EXPECT_EQ(traps().is_workday(on("2017-06-07")), std::nullopt);
    EXPECT_EQ(Calendar{}.is_workday(on("2018-06-06")), std::nullopt);
    const auto due = traps().add_workdays(on("2019-12-30"), 2);
    ASSERT_FALSE(due);
    EXPECT_EQ(due.error().code(), Code::kCalendarUnknown);
    EXPECT_NE(due.error().cause().find("2020"), std::string::npos);
    EXPECT_EQ(*traps().add_workdays(on("2019-12-30"), 1), on("2019-12-31"));
}

TEST(Calendar, R29_ADayInAYearBeforeItsOwnNoticeStaysUnknown) {
    const Calendar only_next{{{2019, {{on("2018-12-29"), false, "元旦"}}}}};
    EXPECT_EQ(only_next.is_workday(on("2018-12-29")), std::nullopt);
}

TEST(Calendar, R29_ALaterNoticeWins) {
    const Calendar amended{{{2019, {{on("2018-12-31"), true, "元旦"}}},
                            {2018, {{on("2018-12-31"), false, "国庆节"}}}}};
    EXPECT_EQ(amended.is_workday(on("2018-12-31")), false);
}

TEST(Calendar, R9_TheFirstDayIsNotCounted) {
    EXPECT_EQ(*traps().add_workdays(on("2019-03-04"), 1), on("2019-03-05"));
    EXPECT_EQ(*traps().add_workdays(on("2019-03-08"), 1), on("2019-03-11")) << "over a weekend";
    EXPECT_EQ(*traps().add_workdays(on("2019-03-09"), 0), on("2019-03-09"));
    EXPECT_FALSE(traps().add_workdays(on("2019-03-04"), -1));
}

TEST(Calendar, CountsBackWhatItAdds) {
    const Calendar calendar = traps();
    for (int n = 0; n < 200; ++n) {
        const Day due = *calendar.add_workdays(on("2018-11-15"), n);
        EXPECT_EQ(*calendar.workdays_between(on("2018-11-15"), due), n);
    }
    EXPECT_EQ(*calendar.workdays_between(on("2019-03-09"), on("2019-03-08")), 0);
    EXPECT_EQ(*calendar.workday_from(on("2018-12-30")), on("2019-01-02"));
    EXPECT_EQ(*calendar.workday_from(on("2018-12-29")), on("2018-12-29"));
}

}  // namespace
}  // namespace ow::model
