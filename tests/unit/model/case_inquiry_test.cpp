// Before acceptance: R2, R3, R25.

#include "tests/unit/model/case_fixture.hpp"

namespace ow::model {
namespace {

using namespace test;

Case online() {
    Case c;
    c.rules().settings.formal_check_automatic = false;
    c.rules().settings.pre_acceptance.amount = 2;
    c.rules().settings.pre_acceptance_by = PreAcceptance::kWindow;
    (void)c.receive(complete(), "2024-09-27T10:00");
    c.actor = "staff:window";
    return c;
}

TEST(CasePreAcceptance, R3_AnOnlineApplicationIsAnsweredInTwoWorkingDaysByWhomTheHallSays) {
    const Case c = online();
    EXPECT_EQ(c.state().pre_acceptance.due, at("2024-10-01T00:00")) << "Sunday is worked";
    EXPECT_EQ(c.state().pre_acceptance.by, "window");
    Case by_person;
    by_person.rules().settings.pre_acceptance.amount = 2;
    by_person.rules().settings.formal_check_automatic = false;
    (void)by_person.receive(complete(), "2024-09-27T10:00", true);
    EXPECT_FALSE(by_person.state().pre_acceptance.due) << "papers on the table need no answer";
}

TEST(CasePreAcceptance, R3_LateIsLateAndNothingIsDeemed) {
    Case c;
    c.item().deems_accepted = false;
    c.rules().settings.pre_acceptance.amount = 2;
    c.rules().settings.formal_check_automatic = false;
    (void)c.receive(complete(), "2024-09-27T10:00");
    EXPECT_EQ(next_due(c.state()), at("2024-10-01T00:00"));
    c.actor = "system";
    ASSERT_TRUE(c.run(TimerFired{at("2024-10-01T00:00")}, "2024-10-01T00:00"));
    EXPECT_TRUE(c.state().pre_acceptance.overdue);
    EXPECT_EQ(c.state().stage, Stage::kReceived);
    EXPECT_EQ(next_due(c.state()), std::nullopt) << "once";
    ASSERT_TRUE(c.run(PreAccept{"online"}, "2024-10-08T09:00"));
    EXPECT_FALSE(c.state().pre_acceptance.overdue);
}

TEST(CasePreAcceptance, R3_WithoutPaperItIsAcceptedWithPaperTheyAreComparedFirst) {
    Case c = online();
    ASSERT_TRUE(c.run(PreAccept{"online"}, "2024-09-29T09:00"));
    EXPECT_TRUE(c.run(Accept{}, "2024-09-29T09:01"));
    Case on_site = online();
    EXPECT_FALSE(on_site.run(ComparePapers{}, "2024-09-29T09:00"));
    ASSERT_TRUE(on_site.run(PreAccept{"on_site"}, "2024-09-29T09:00"));
    EXPECT_FALSE(on_site.run(Accept{}, "2024-09-29T09:01"));
    ASSERT_TRUE(on_site.run(ComparePapers{"平面图缺一页"}, "2024-09-30T09:00"));
    EXPECT_FALSE(on_site.run(Accept{}, "2024-09-30T09:01"));
    ASSERT_TRUE(on_site.run(ComparePapers{}, "2024-09-30T15:00"));
    EXPECT_TRUE(on_site.run(Accept{}, "2024-09-30T15:01"));
}

TEST(CaseInquiry, R25_TheDepartmentsWordAllowsItAndItsSilenceDoesNotStopTheWindow) {
    Case c = online();
    ASSERT_TRUE(c.run(AskDepartment{"委托范围不明"}, "2024-09-27T11:00"));
    EXPECT_FALSE(c.run(Accept{}, "2024-09-27T11:01")) << "asked, not answered";
    Case confirmed = c;
    ASSERT_TRUE(confirmed.run(DepartmentAnswers{true, {}}, "2024-09-27T15:00"));
    ASSERT_TRUE(confirmed.run(Accept{}, "2024-09-27T15:01"));
    EXPECT_EQ(text_at(confirmed.stored().back().event.clear, "department"), "confirmed");
    Case objects = c;
    ASSERT_TRUE(objects.run(DepartmentAnswers{false, "不属本部门"}, "2024-09-27T15:00"));
    EXPECT_FALSE(objects.run(Accept{}, "2024-09-27T15:01"));
    EXPECT_FALSE(objects.run(Accept{true}, "2024-09-27T15:01"));
    ASSERT_TRUE(c.run(Accept{true}, "2024-09-29T09:00"));
    EXPECT_EQ(text_at(c.stored().back().event.clear, "department"), "silent");
}

TEST(CaseCorrection, R2_AMaterialThatIsNotOnTheListMayNotBeAskedFor) {
    Case c = online();
    EXPECT_EQ(c.run(TellCorrection{{{"户口簿", "未提交"}}}, "2024-09-27T11:00").error().code(),
              Code::kMaterialNotListed);
    EXPECT_TRUE(c.run(TellCorrection{{{"平面图", "未提交"}}}, "2024-09-27T11:00"));
}

}  // namespace
}  // namespace ow::model
