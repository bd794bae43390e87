// When a partner may be called.

#include "gateway/model/service_hours.hpp"

#include <gtest/gtest.h>

namespace ow::model {
namespace {

Instant at(std::string_view text) {
    return parse_instant(text).value();
}

Calendar calendar_2024() {
    return Calendar{{Notice{2024,
                            {{*parse_day("2024-10-01"), true, "国庆节"},
                             {*parse_day("2024-09-29"), false, "国庆节"}}}},
                    "k1"};
}

std::string next(std::string_view hours, std::string_view now) {
    const auto found = next_service(parse_service_hours(hours).value(), calendar_2024(), at(now));
    return found ? to_iso(*found).substr(0, 16) : "never";
}

TEST(ServiceHours, WithinThemItIsNowElseTheNextBeginning) {
    EXPECT_EQ(next("08:30-17:30", "2024-09-27T08:30"), "2024-09-27T08:30");
    EXPECT_EQ(next("08:30-17:30", "2024-09-27T08:29"), "2024-09-27T08:30");
    EXPECT_EQ(next("08:30-17:30", "2024-09-27T17:29"), "2024-09-27T17:29");
    EXPECT_EQ(next("08:30-17:30", "2024-09-27T17:30"), "2024-09-28T08:30") << "the end is outside";
    EXPECT_EQ(next("08:30-12:00 13:30-17:30", "2024-09-27T12:10"), "2024-09-27T13:30");
    EXPECT_EQ(next("22:00-24:00 00:00-06:00", "2024-09-27T07:00"), "2024-09-27T22:00");
    EXPECT_EQ(next("22:00-24:00 00:00-06:00", "2024-09-27T23:59"), "2024-09-27T23:59");
}

TEST(ServiceHours, R29_WorkingDaysAreTheCalendars) {
    EXPECT_EQ(next("08:30-17:30 workdays", "2024-09-27T18:00"), "2024-09-29T08:30")
        << "Saturday is off, the make-up Sunday is not";
    EXPECT_EQ(next("workdays 08:30-17:30", "2024-09-30T18:00"), "2024-10-02T08:30")
        << "the holiday is skipped";
    EXPECT_EQ(next("workdays", "2024-09-28T10:00"), "2024-09-29T00:00");
    EXPECT_EQ(next("08:30-17:30 workdays", "2031-03-01T10:00"), "2031-03-01T10:00")
        << "a day of an unpublished year counts as a working day";
}

TEST(ServiceHours, WithoutAnyThePartnerIsAlwaysInService) {
    EXPECT_TRUE(is_in_service({}, {}, at("2024-09-28T03:00")));
    EXPECT_TRUE(is_in_service(*parse_service_hours("08:30-17:30"), {}, at("2024-09-28T09:00")));
    EXPECT_FALSE(is_in_service(*parse_service_hours("08:30-17:30"), {}, at("2024-09-28T17:30")));
}

TEST(ServiceHours, WhatIsNoHoursIsRefused) {
    for (const char* text : {"", "8:30-17:30", "17:30-08:30", "08:30-12:00 11:00-13:00", "weekdays",
                             "08:30 17:30", "workdays workdays", "08:30-17:30  workdays"})
        EXPECT_FALSE(parse_service_hours(text)) << text;
}

}  // namespace
}  // namespace ow::model
