#include "gateway/model/clocks.hpp"

#include <gtest/gtest.h>

namespace ow::model {
namespace {

using enum LimitUnit;

Day on(std::string_view text) {
    return *parse_day(text);
}
Instant at(std::string_view text) {
    return *parse_instant(text);
}

/// The National Day of 2024 as published; 2025 is not.
Calendar autumn() {
    Notice notice{2024, {}};
    for (int day = 1; day <= 7; ++day) {
        notice.days.push_back({add_days(on("2024-09-30"), day), true, "国庆节"});
    }
    notice.days.push_back({on("2024-09-29"), false, "国庆节"});
    notice.days.push_back({on("2024-10-12"), false, "国庆节"});
    return Calendar{{notice}};
}

const OpeningHours& office() {
    static const OpeningHours kHours{*parse_opening_span("09:00-12:00"),
                                     *parse_opening_span("13:00-17:00")};
    return kHours;
}

std::string due(Limit limit, std::string_view from, std::vector<Pause> pauses = {}) {
    const auto found = due_of(limit, at(from), autumn(), office(), pauses);
    if (!found) return "unknown";
    return limit.unit == kHour ? to_iso(found->instant).substr(0, 16) : to_iso(found->day);
}

Pause pause(std::string_view from, std::string_view to) {
    return {at(from), at(to), "检验检测", "行政许可法45"};
}

TEST(Clock, R27_FiveWorkingDaysOverNationalDayWithTheMakeUpSunday) {
    EXPECT_EQ(due({5, kWorkday}, "2024-09-27T10:00"), "2024-10-10");
    EXPECT_EQ(due({5, kWorkday}, "2024-09-27T23:59"), "2024-10-10");
    EXPECT_EQ(due({1, kWorkday}, "2024-09-28T00:00"), "2024-09-29") << "a Sunday made up";
    EXPECT_EQ(due({0, kWorkday}, "2024-09-27T10:00"), "2024-09-27");
}

TEST(Clock, R27_ADueDayEndsAtMidnightInChina) {
    const auto found = due_of({5, kWorkday}, at("2024-09-27T10:00"), autumn(), office());
    EXPECT_EQ(found->instant, at("2024-10-11T00:00"));
    EXPECT_EQ(to_iso(found->instant), "2024-10-11T00:00:00.000+08:00");
    EXPECT_EQ(due({1, kWorkday}, "2024-10-15T17:30Z"), "2024-10-17") << "it is the 16th already";
}

TEST(Clock, R27_NaturalDaysAreAllCountedAndALastDayOffMovesOn) {
    EXPECT_EQ(due({3, kNaturalDay}, "2024-09-27T10:00"), "2024-09-30");
    EXPECT_EQ(due({4, kNaturalDay}, "2024-09-27T10:00"), "2024-10-08") << "1 October is off";
    EXPECT_EQ(due({15, kNaturalDay}, "2024-09-27T10:00"), "2024-10-12") << "a make-up Saturday";
    EXPECT_EQ(due({1, kNaturalDay}, "2024-09-27T10:00"), "2024-09-29")
        << "Saturday to make-up Sunday";
}

TEST(Clock, R27_MonthsEndOnTheSameDayOrTheMonthsLast) {
    EXPECT_EQ(due({1, kMonth}, "2024-05-31T10:00"), "2024-07-01") << "30 June is a Sunday";
    EXPECT_EQ(due({1, kMonth}, "2024-01-31T10:00"), "2024-02-29");
    EXPECT_EQ(due({3, kMonth}, "2024-03-12T10:00"), "2024-06-12");
}

TEST(Clock, R27_HoursRunOnlyWhileTheHallIsOpen) {
    EXPECT_EQ(due({2, kHour}, "2024-09-27T10:00"), "2024-09-27T12:00");
    EXPECT_EQ(due({4, kHour}, "2024-09-27T10:30"), "2024-09-27T15:30") << "noon is closed";
    EXPECT_EQ(due({2, kHour}, "2024-09-27T16:00"), "2024-09-29T10:00") << "to the make-up Sunday";
    EXPECT_EQ(due({8, kHour}, "2024-09-30T08:00"), "2024-10-08T10:00") << "over the holiday";
    EXPECT_EQ(due({1, kHour}, "2024-09-28T11:00"), "2024-09-29T10:00") << "begins on a day off";
    EXPECT_EQ(due({7, kHour}, "2024-09-27T09:00"), "2024-09-27T17:00");
}

TEST(Clock, R29_WhatTouchesAnUnpublishedYearIsUnknown) {
    EXPECT_EQ(due({5, kWorkday}, "2024-12-27T10:00"), "unknown");
    EXPECT_EQ(due({2, kWorkday}, "2024-12-27T10:00"), "2024-12-31");
    EXPECT_EQ(due({5, kNaturalDay}, "2024-12-27T10:00"), "unknown");
    EXPECT_EQ(due({20, kHour}, "2024-12-30T16:00"), "unknown");
    const auto run = run_clock({5, kWorkday}, at("2024-12-27T10:00"), autumn(), office());
    EXPECT_EQ(run.unknown_because, "2025年放假安排未公布");
    EXPECT_EQ(run.days.back().day, on("2025-01-01"));
}

TEST(Clock, R9_APauseTakesOutTheDaysAfterItsFirst) {
    const std::vector<Pause> three{pause("2024-10-15T10:00", "2024-10-18T16:00")};
    EXPECT_EQ(due({5, kWorkday}, "2024-10-14T10:00"), "2024-10-21");
    EXPECT_EQ(due({5, kWorkday}, "2024-10-14T10:00", three), "2024-10-24") << "16, 17, 18 are out";
    EXPECT_EQ(due({5, kNaturalDay}, "2024-10-14T10:00", three), "2024-10-22");
    const std::vector<Pause> one_day{pause("2024-10-15T09:00", "2024-10-15T17:00")};
    EXPECT_EQ(due({5, kWorkday}, "2024-10-14T10:00", one_day), "2024-10-21");
}

TEST(Clock, R9_OverlappingPausesAreTakenOutOnce) {
    const std::vector<Pause> two{pause("2024-10-15T10:00", "2024-10-17T16:00"),
                                 pause("2024-10-16T10:00", "2024-10-18T16:00")};
    EXPECT_EQ(due({5, kWorkday}, "2024-10-14T10:00", two), "2024-10-24");
}

TEST(Clock, R9_APauseOverAHolidayExtendsByItsWorkingDaysOnly) {
    const std::vector<Pause> holiday{pause("2024-09-30T10:00", "2024-10-08T10:00")};
    EXPECT_EQ(due({5, kWorkday}, "2024-09-27T10:00", holiday), "2024-10-11");
}

TEST(Clock, R9_WithoutAnEndThePauseLeavesTheDueTimeUnknown) {
    const std::vector<Pause> open{{at("2024-10-15T10:00"), std::nullopt, "听证", ""}};
    EXPECT_EQ(due({5, kWorkday}, "2024-10-14T10:00", open), "unknown");
    EXPECT_EQ(due({1, kWorkday}, "2024-10-14T10:00", open), "2024-10-15") << "over before it began";
    EXPECT_EQ(due({9, kHour}, "2024-10-15T09:00", open), "unknown");
    EXPECT_EQ(due({1, kHour}, "2024-10-15T09:00", open), "2024-10-15T10:00");
}

TEST(Clock, R9_HoursLosePreciselyThePausesSpan) {
    const std::vector<Pause> lunch{pause("2024-10-15T11:00", "2024-10-15T14:00")};
    EXPECT_EQ(due({4, kHour}, "2024-10-15T09:00", lunch), "2024-10-15T16:00");
}

TEST(Clock, R27_EveryDayIsExplained) {
    const std::vector<Pause> pauses{pause("2024-10-08T10:00", "2024-10-09T10:00")};
    const auto lines = explain({5, kWorkday}, at("2024-09-27T10:00"), autumn(), office(), pauses);
    const std::vector<std::string> expected{"2024-09-27  不计  起算日不计入",
                                            "2024-09-28  不计  周末",
                                            "2024-09-29  第1日  国庆节调休上班",
                                            "2024-09-30  第2日  工作日",
                                            "2024-10-01  不计  国庆节放假",
                                            "2024-10-02  不计  国庆节放假",
                                            "2024-10-03  不计  国庆节放假",
                                            "2024-10-04  不计  国庆节放假",
                                            "2024-10-05  不计  国庆节放假",
                                            "2024-10-06  不计  国庆节放假",
                                            "2024-10-07  不计  国庆节放假",
                                            "2024-10-08  第3日  工作日",
                                            "2024-10-09  不计  暂停（检验检测，行政许可法45）",
                                            "2024-10-10  第4日  工作日",
                                            "2024-10-11  第5日  工作日",
                                            "到期：2024-10-11"};
    EXPECT_EQ(lines, expected);
}

TEST(Clock, R27_AMovedLastDayIsExplained) {
    const auto lines = explain({4, kNaturalDay}, at("2024-09-27T10:00"), autumn(), office());
    EXPECT_EQ(lines[4], "2024-10-01  第4日  国庆节放假，期限末日不是工作日，顺延");
    EXPECT_EQ(lines.back(), "到期：2024-10-08");
}

TEST(Clock, AHallWithoutHoursAndANegativeLimitAreUnknownWithAReason) {
    EXPECT_EQ(run_clock({1, kHour}, at("2024-10-15T09:00"), autumn(), {}).unknown_because,
              "大厅未设开放时间");
    EXPECT_FALSE(due_of({-1, kWorkday}, at("2024-10-15T09:00"), autumn(), office()));
}

TEST(Limit, IsWrittenOneWayAndPrintedInChinese) {
    for (const char* code : {"5wd", "30nd", "4h", "2mo", "0wd"}) {
        EXPECT_EQ(to_code(*parse_limit(code)), code);
    }
    for (const char* wrong : {"", "5", "wd", "5 wd", "5days", "-1wd", "10000wd", "5WD"}) {
        EXPECT_FALSE(parse_limit(wrong)) << wrong;
    }
    EXPECT_EQ(to_chinese(Limit{5, kWorkday}), "5个工作日");
    EXPECT_EQ(to_chinese(Limit{30, kNaturalDay}), "30日");
    EXPECT_EQ(to_chinese(Limit{2, kMonth}), "2个月");
}

TEST(OpeningSpan, IsTwoTimesInOrder) {
    EXPECT_EQ(parse_opening_span("00:00-24:00")->to, std::chrono::hours{24});
    for (const char* wrong : {"", "9:00-12:00", "12:00-09:00", "09:00-09:00", "09:00~12:00",
                              "09:00-25:00", "09:60-12:00"}) {
        EXPECT_FALSE(parse_opening_span(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace ow::model
