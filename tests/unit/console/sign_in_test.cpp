#include "gateway/console/api/sign_in.hpp"

#include <gtest/gtest.h>

#include "tests/support/console/turned_clock.hpp"

namespace ow::console {
namespace {

using std::chrono::minutes;

constexpr std::string_view kRight = "a long password";

class SignInTest : public ::testing::Test {
  protected:
    SignInTest()
        : sign_in_({make_user({"wang", "王测试", "issuance", HallId{"hall1"}}, kRight).value()},
                   clock_, {}) {}
    Code refused(std::string_view id, std::string_view password) {
        const Result<ports::StaffUser> user = sign_in_.check(id, password);
        return user ? Code::kInternal : user.error().code();
    }
    testing::TurnedClock clock_;
    SignIn sign_in_;
};

}  // namespace

TEST_F(SignInTest, TheRightPasswordGivesThePerson) {
    const Result<ports::StaffUser> user = sign_in_.check("wang", kRight);
    ASSERT_TRUE(user);
    EXPECT_EQ(user->name, "王测试");
}

TEST_F(SignInTest, FiveFailuresLockTheNameForFifteenMinutes) {
    for (int i = 0; i < 4; ++i) EXPECT_EQ(refused("wang", "wrong"), Code::kAuthPasswordWrong);
    EXPECT_EQ(refused("wang", "wrong"), Code::kAuthLockedOut);
    EXPECT_EQ(refused("wang", kRight), Code::kAuthLockedOut);
    clock_.turn(minutes{15} - Millis{1});
    EXPECT_EQ(refused("wang", kRight), Code::kAuthLockedOut);
    clock_.turn(Millis{1});
    EXPECT_TRUE(sign_in_.check("wang", kRight));
}

TEST_F(SignInTest, SuccessForgetsEarlierFailures) {
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 4; ++i) EXPECT_EQ(refused("wang", "wrong"), Code::kAuthPasswordWrong);
        EXPECT_TRUE(sign_in_.check("wang", kRight));
    }
}

TEST_F(SignInTest, AnUnknownNameIsAnsweredAndLockedLikeAKnownOne) {
    for (int i = 0; i < 4; ++i) EXPECT_EQ(refused("nobody", "wrong"), Code::kAuthPasswordWrong);
    EXPECT_EQ(refused("nobody", "wrong"), Code::kAuthLockedOut);
    EXPECT_TRUE(sign_in_.check("wang", kRight)) << "one name's lock hit another";
}

}  // namespace ow::console
