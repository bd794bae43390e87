// R43: 即办件, taken, decided and issued in one entry by the department's own staff.

#include "tests/unit/model/case_fixture.hpp"

namespace ow::model {
namespace {

using namespace test;

const FinishAtOnce kGranted{"approved", "许可〔2024〕8号", "样本许可证", "王测试"};

Case at_the_departments_window() {
    Case c;
    c.item().handling = Handling::kInstant;
    c.actor = "staff:jingban";
    c.actor_name = "经办一号";
    c.department = DepartmentId{"bureau"};
    return c;
}

Receive walk_in(object application, std::optional<FinishAtOnce> at_once) {
    Receive receive;
    receive.content = std::move(application);
    receive.received_at = at("2024-09-27T10:00");
    receive.by_person = true;
    receive.checks.applicant = "original";
    receive.at_once = std::move(at_once);
    return receive;
}

TEST(CaseInstant, R43_IsTakenDecidedAndIssuedInOneEntry) {
    Case c = at_the_departments_window();
    ASSERT_TRUE(c.run(walk_in(complete(), kGranted), "2024-09-27T10:00"));
    EXPECT_EQ(c.types(),
              (std::vector<std::string>{"case.received", "case.accepted", "case.decided",
                                        "case.at_issuance", "case.delivered", "case.fed_back"}));
    EXPECT_EQ(c.state().stage, Stage::kFedBack);
    EXPECT_EQ(c.state().no.str(), "4101842024092710000013");
    EXPECT_EQ(c.state().decision->number, "许可〔2024〕8号");
    EXPECT_EQ(c.state().promised.stopped, at("2024-09-27T10:00"));
    EXPECT_EQ(c.state().delivered_at, at("2024-09-27T10:00"));
    EXPECT_EQ(next_due(c.state()), std::nullopt) << "nothing is waited for any more";
    EXPECT_EQ(text_at(c.stored().front().event.clear, "taken_by"), "bureau");
}

TEST(CaseInstant, R43_IsRatedOnceForTheOneEntry) {
    Case c = at_the_departments_window();
    ASSERT_TRUE(c.run(walk_in(complete(), kGranted), "2024-09-27T10:00"));
    EXPECT_EQ(to_be_rated(c.state()), std::vector<std::string>{"collect"});
}

TEST(CaseInstant, R43_IsNotTakenInAtTheHallsWindows) {
    Case c = at_the_departments_window();
    c.department = {};
    const auto refused = c.run(walk_in(complete(), {}), "2024-09-27T10:00");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Code::kCommandNotAllowed);
    EXPECT_NE(refused.error().cause().find("R43"), std::string::npos);
    Receive mailed = walk_in(complete(), {});
    mailed.origin = "parcel:EA1";
    EXPECT_TRUE(c.run(mailed, "2024-09-27T10:00")) << "the centre opens what came by mail";
}

TEST(CaseInstant, R43_OnlyThatDepartmentsStaffFinishIt) {
    Case c = at_the_departments_window();
    ASSERT_TRUE(c.run(walk_in(complete(), {}), "2024-09-27T10:00"));
    for (const char* other : {"", "first"}) {
        c.department = DepartmentId{other};
        const auto refused = c.run(kGranted, "2024-09-27T10:05");
        ASSERT_FALSE(refused) << other;
        EXPECT_EQ(refused.error().code(), Code::kCommandNotAllowed);
    }
    c.department = DepartmentId{"bureau"};
    EXPECT_TRUE(c.run(kGranted, "2024-09-27T10:05"));
    EXPECT_EQ(c.state().stage, Stage::kFedBack);
}

TEST(CaseInstant, R43_AnApplicationByAChannelIsSentToNobodyAndDecidedByNoSystem) {
    Case c;
    c.item().handling = Handling::kInstant;
    c.item().legs = "first>bureau";
    ASSERT_TRUE(c.receive(complete(), "2024-09-27T10:00"));
    EXPECT_EQ(c.state().stage, Stage::kAccepted);
    EXPECT_EQ(text_at(c.stored().back().event.clear, "instant"), "yes");
    EXPECT_TRUE(c.state().legs.empty());
    c.actor = "partner:approval";
    const auto refused = c.run(decision("2024-09-27T11:00"), "2024-09-27T11:00");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().cause().find("R43"), std::string::npos);
}

TEST(CaseInstant, R43_WhatIsIncompleteIsToldOnceAndFinishedWhenItIsComplete) {
    Case c = at_the_departments_window();
    ASSERT_TRUE(c.run(walk_in(content({"申请书"}), kGranted), "2024-09-27T10:00"));
    EXPECT_EQ(c.state().stage, Stage::kCorrection);
    EXPECT_FALSE(c.state().decision);
    EXPECT_FALSE(c.run(kGranted, "2024-09-27T10:05"));
    ASSERT_TRUE(
        c.run(Supplement{{object{{"name", "平面图"}, {"received", true}}}, at("2024-09-27T15:00")},
              "2024-09-27T15:00"));
    ASSERT_TRUE(c.run(kGranted, "2024-09-27T15:05"));
    EXPECT_EQ(c.state().stage, Stage::kFedBack);
}

TEST(CaseInstant, R12_TheResultFitsTheIntake) {
    Case c = at_the_departments_window();
    FinishAtOnce other = kGranted;
    other.applicant_name = "李样本";
    const auto refused = c.run(walk_in(complete(), other), "2024-09-27T10:00");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Code::kResultMismatch);
    EXPECT_EQ(c.state().stage, Stage::kNone) << "all of the entry or nothing";
}

TEST(CaseInstant, R43_ARefusalHasReasonsAndIsIssuedAsWell) {
    Case c = at_the_departments_window();
    FinishAtOnce refusal = kGranted;
    refusal.outcome = "refused";
    EXPECT_FALSE(c.run(walk_in(complete(), refusal), "2024-09-27T10:00"));
    refusal.reason = "不符合条件";
    ASSERT_TRUE(c.run(walk_in(complete(), refusal), "2024-09-27T10:00"));
    EXPECT_EQ(c.state().decision->outcome, "refused");
    EXPECT_EQ(c.state().stage, Stage::kFedBack);
}

TEST(CaseInstant, R43_IsOnlyForItemsMarkedSo) {
    Case c = at_the_departments_window();
    c.item().handling = Handling::kPromised;
    EXPECT_FALSE(c.run(walk_in(complete(), kGranted), "2024-09-27T10:00"));
    ASSERT_TRUE(c.run(walk_in(complete(), {}), "2024-09-27T10:00"));
    const auto refused = c.run(kGranted, "2024-09-27T10:05");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().cause().find("R43"), std::string::npos);
}

}  // namespace
}  // namespace ow::model
