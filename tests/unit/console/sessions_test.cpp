#include "gateway/console/api/sessions.hpp"

#include <gtest/gtest.h>

#include "tests/support/console/turned_clock.hpp"

namespace ow::console {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const ports::StaffUser kPerson{"wang", "王测试", "issuance", HallId{"hall1"}};

}  // namespace

TEST(Sessions, EndAfterFifteenIdleMinutes) {
    testing::TurnedClock clock;
    Sessions sessions{clock, {}};
    const std::string token = sessions.begin(kPerson);
    clock.turn(minutes{15} - Millis{1});
    EXPECT_TRUE(sessions.find(token, Presence::kPerson));
    clock.turn(minutes{15} - Millis{1});
    EXPECT_TRUE(sessions.find(token, Presence::kPerson));
    clock.turn(minutes{15});
    EXPECT_EQ(sessions.find(token, Presence::kPerson).error().code(), Code::kAuthSessionExpired);
    clock.turn(-minutes{15});
    EXPECT_FALSE(sessions.find(token, Presence::kPerson)) << "an ended session came back";
}

TEST(Sessions, APageThatRefreshesItselfDoesNotKeepThemAlive) {
    testing::TurnedClock clock;
    Sessions sessions{clock, {}};
    const std::string token = sessions.begin(kPerson);
    for (int i = 0; i < 14; ++i) {
        clock.turn(minutes{1});
        EXPECT_TRUE(sessions.find(token, Presence::kBackground));
    }
    clock.turn(minutes{1});
    EXPECT_FALSE(sessions.find(token, Presence::kBackground));
}

TEST(Sessions, EndAfterTheirLongestTimeHoweverBusy) {
    testing::TurnedClock clock;
    Sessions sessions{clock, {}};
    const std::string token = sessions.begin(kPerson);
    for (int i = 0; i < 59; ++i) {
        clock.turn(minutes{10});
        EXPECT_TRUE(sessions.find(token, Presence::kPerson));
    }
    clock.turn(minutes{10});
    EXPECT_FALSE(sessions.find(token, Presence::kPerson));
}

TEST(Sessions, HaveTokensAndCsrfTokensOfTheirOwn) {
    testing::TurnedClock clock;
    Sessions sessions{clock, {}};
    const std::string one = sessions.begin(kPerson);
    const std::string two = sessions.begin(kPerson);
    EXPECT_NE(one, two);
    EXPECT_GE(one.size(), 43U);
    EXPECT_NE(sessions.find(one, Presence::kPerson)->csrf,
              sessions.find(two, Presence::kPerson)->csrf);
    sessions.end(one);
    EXPECT_FALSE(sessions.find(one, Presence::kPerson));
    EXPECT_TRUE(sessions.find(two, Presence::kPerson));
    EXPECT_FALSE(sessions.find("", Presence::kPerson));
}

TEST(Sessions, WhenFullTheLongestIdleOneMakesRoom) {
    testing::TurnedClock clock;
    Sessions sessions{clock, {.capacity = 2}};
    const std::string first = sessions.begin(kPerson);
    clock.turn(minutes{1});
    const std::string second = sessions.begin(kPerson);
    clock.turn(minutes{1});
    EXPECT_TRUE(sessions.find(first, Presence::kPerson));
    const std::string third = sessions.begin(kPerson);
    EXPECT_TRUE(sessions.find(first, Presence::kPerson));
    EXPECT_FALSE(sessions.find(second, Presence::kPerson));
    EXPECT_TRUE(sessions.find(third, Presence::kPerson));
}

}  // namespace ow::console
