// A department without a system (S8): its list, signature, calls; and a courier's late receipt.

#include "tests/unit/model/case_fixture.hpp"

namespace ow::model {
namespace {

using namespace test;

Case listed_case(bool deems, const char* when = "2024-09-27T10:30") {
    Case c;
    c.rules().settings.deemed_receipt = deems;
    c.rules().settings.handover_morning_by = std::chrono::hours{14};
    c.rules().settings.handover_afternoon_by = std::chrono::minutes{9 * 60 + 30};
    (void)c.receive(complete(), "2024-09-27T10:00");
    (void)c.run(MessageSent{"r1", "approval", "application", {{"listed", "yes"}}}, when);
    return c;
}

TEST(CaseHandover, R6_TheMorningsPapersAreDueTheSameDayTheAfternoonsOnTheNextWorkingDay) {
    EXPECT_EQ(listed_case(false).state().sign_due, at("2024-09-27T14:00"));
    EXPECT_EQ(listed_case(false, "2024-09-27T15:00").state().sign_due, at("2024-09-29T09:30"))
        << "Sunday the 29th is worked";
    EXPECT_EQ(listed_case(false, "2024-09-30T15:00").state().sign_due, at("2024-10-08T09:30"));
}

TEST(CaseHandover, R7_WhoDoesNotSignInTimeIsDeemedToHaveReceivedWhereTheHallHasIt) {
    Case c = listed_case(true);
    EXPECT_EQ(next_due(c.state()), at("2024-09-27T14:00"));
    c.actor = "system";
    ASSERT_TRUE(c.run(TimerFired{at("2024-09-27T14:00")}, "2024-09-27T14:00"));
    EXPECT_EQ(c.types().back(), "case.deemed_signed");
    EXPECT_EQ(c.state().signed_at, at("2024-09-27T10:30")) << "from the moment of the push";
    EXPECT_EQ(next_due(c.state()), c.state().timing.paper_at) << "R11 comes next";
    c.actor = "staff:tiyu";
    ASSERT_TRUE(c.run(SignFor{at("2024-09-27T15:00"), {}, {}}, "2024-09-27T15:00"));
    EXPECT_TRUE(c.state().is_signed_by_person);
    const Case off = listed_case(false);
    EXPECT_EQ(next_due(off.state()), off.state().timing.paper_at) << "off unless switched on";
}

TEST(CaseHandover, R36_AStatedTimeIsKeptButNeverLaterThanNowOrBeforeThePush) {
    Case c = listed_case(false);
    EXPECT_FALSE(c.run(SignFor{at("2024-09-27T12:00"), {}, {}}, "2024-09-27T11:00"));
    EXPECT_FALSE(c.run(SignFor{at("2024-09-27T10:29"), {}, {}}, "2024-09-27T11:00"));
    ASSERT_TRUE(c.run(SignFor{at("2024-09-27T10:40"), "缺一份", "b-1"}, "2024-09-29T09:00"));
    EXPECT_EQ(c.state().signed_at, at("2024-09-27T10:40"));
    EXPECT_EQ(c.state().handover, "b-1");
    EXPECT_EQ(text_at(c.stored().back().event.secret, "difference"), "缺一份");
    EXPECT_FALSE(c.run(SignFor{at("2024-09-29T09:00"), {}, {}}, "2024-09-29T09:00")) << "once";
}

TEST(CaseHandover, R6_PapersGoToADepartmentWithASystemToo) {
    Case c;
    c.rules().settings.handover_morning_by = std::chrono::hours{14};
    (void)c.receive(complete(), "2024-09-27T10:00");
    EXPECT_FALSE(c.run(SignFor{at("2024-09-27T10:20"), {}, "b-1"}, "2024-09-27T10:20"));
    (void)c.run(MessageSent{"r1", "channel", "accepted", {}}, "2024-09-27T10:25");
    EXPECT_EQ(c.state().pushed_at, std::nullopt) << "that one went to the source";
    (void)c.run(MessageSent{"r2", "approval", "application", {}}, "2024-09-27T10:30");
    EXPECT_EQ(c.state().pushed_at, at("2024-09-27T10:30"));
    EXPECT_EQ(c.state().listed_at, std::nullopt);
    ASSERT_TRUE(c.run(SignFor{at("2024-09-27T14:30"), {}, "b-1"}, "2024-09-27T14:30"));
    EXPECT_EQ(text_at(c.stored().back().event.clear, "late"), "yes") << "due at 14:00";
    EXPECT_EQ(c.state().handover, "b-1");
    EXPECT_FALSE(c.run(SignFor{at("2024-09-27T15:00"), {}, "b-2"}, "2024-09-27T15:00")) << "once";
}

TEST(CaseHandover, ACallIsLoggedWithItsOutcomeAndChangesNothing) {
    Case c = listed_case(false);
    const auto before = c.state().acted_version;
    EXPECT_FALSE(
        c.run(LogCall{"department", "maybe", "", at("2024-09-27T11:00")}, "2024-09-27T11:00"));
    ASSERT_TRUE(c.run(LogCall{"department", "not_reached", "", at("2024-09-27T11:00")},
                      "2024-09-27T11:00"));
    EXPECT_EQ(c.types().back(), "call.logged");
    EXPECT_EQ(c.state().acted_version, before);
}

TEST(CaseDispatch, R30_AReceiptForACaseThatWasOpenedAgainIsRecordedAndTheOrderIsOff) {
    Case c = case_at_issuance();
    (void)c.run(MailOut{}, "2024-10-08T10:00");
    c.actor = "partner:approval";
    ASSERT_TRUE(
        c.run(decision("2024-10-08T10:01", {{"applicant_name", "王测试"}}), "2024-10-08T10:01"));
    ASSERT_EQ(c.state().stage, Stage::kDecided);
    c.actor = "partner:courier";
    ASSERT_TRUE(c.run(DispatchOrdered{"EA000000001CN"}, "2024-10-08T10:02"));
    EXPECT_EQ(c.types().back(), "dispatch.voided");
    EXPECT_EQ(c.state().stage, Stage::kDecided) << "the new result waits as before";
    EXPECT_EQ(c.state().past_waybills, std::vector<std::string>{"EA000000001CN"});
    EXPECT_TRUE(c.state().waybill.empty());
}

}  // namespace
}  // namespace ow::model
