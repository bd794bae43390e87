#include "gateway/console/api/roles.hpp"

#include <gtest/gtest.h>

namespace ow::console {

TEST(Roles, OnlyTheWindowsHandleCases) {
    EXPECT_TRUE(may("issuance", Verb::kAct));
    EXPECT_TRUE(may("acceptance", Verb::kAct));
    EXPECT_FALSE(may("operator", Verb::kAct));
    EXPECT_FALSE(may("admin", Verb::kAct));
}

TEST(Roles, R38_OnlyTheWindowsSeeClearNames) {
    EXPECT_TRUE(may("issuance", Verb::kUnmask));
    EXPECT_FALSE(may("operator", Verb::kUnmask));
    EXPECT_FALSE(may("admin", Verb::kUnmask));
    EXPECT_FALSE(may("operator", Verb::kDocument));
}

TEST(Roles, TheQueueIsTheOperatorsAndTheAdministrators) {
    EXPECT_TRUE(may("operator", Verb::kResolve));
    EXPECT_TRUE(may("admin", Verb::kResolve));
    EXPECT_FALSE(may("issuance", Verb::kResolve));
    EXPECT_FALSE(may("acceptance", Verb::kQueue));
}

TEST(Roles, AnUnknownRoleMayDoNothing) {
    EXPECT_FALSE(is_role("root"));
    EXPECT_FALSE(may("root", Verb::kTodo));
    EXPECT_TRUE(verbs_of("").empty());
}

TEST(Roles, VerbsAreNamedInTheOrderOfTheirEnumeration) {
    EXPECT_EQ(name_of(Verb::kAct), "act");
    EXPECT_EQ(name_of(Verb::kIntake), "intake");
    EXPECT_EQ(name_of(Verb::kUnmask), "unmask");
}

}  // namespace ow::console
