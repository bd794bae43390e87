#include "gateway/base/time.hpp"

#include <gtest/gtest.h>

namespace ow {

TEST(Time, TheOffsetIsAlwaysPlusEight) {
    const auto t = parse_instant("2024-09-27T10:00");
    ASSERT_TRUE(t);
    EXPECT_EQ(to_iso(*t), "2024-09-27T10:00:00.000+08:00");
    EXPECT_EQ(*parse_instant("2024-09-27T02:00:00Z"), *t);
    EXPECT_EQ(*parse_instant("2024-09-27 10:00:00"), *t);
}

TEST(Time, ADayBelongsToItsLocalDate) {
    EXPECT_EQ(to_iso(day_of(*parse_instant("2024-09-27T16:00:00Z"))), "2024-09-28");
    EXPECT_EQ(to_chinese(*parse_day("2024-01-05")), "2024年1月5日");
    EXPECT_EQ(to_iso(add_days(*parse_day("2024-02-28"), 2)), "2024-03-01");
}

TEST(Time, ImpossibleDatesAreRefused) {
    for (auto bad : {"2024-02-30", "2024-13-01", "2024-1-01", "2024-01-01x", ""})
        EXPECT_FALSE(parse_day(bad)) << bad;
    for (auto bad :
         {"2024-01-01", "2024-01-01T25:00", "2024-01-01T10:00:00+99:00", "2024-01-01T10:00Zx"}) {
        EXPECT_FALSE(parse_instant(bad)) << bad;
    }
}

}  // namespace ow
