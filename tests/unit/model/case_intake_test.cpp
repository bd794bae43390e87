// From the application to its acceptance.

#include "tests/unit/model/case_fixture.hpp"

namespace ow::model {
namespace {

using namespace test;
using Types = std::vector<std::string>;

std::string due_of_clock(const CaseClock& clock) {
    return clock.due ? to_iso(*clock.due).substr(0, 16) : "unknown";
}

TEST(CaseIntake, R1_ACompleteApplicationIsAcceptedAtOnceAndBothClocksStart) {
    Case c;
    ASSERT_TRUE(c.receive(complete(), "2024-09-27T10:00"));
    EXPECT_EQ(c.types(), (Types{"case.received", "case.accepted"}));
    EXPECT_EQ(c.state().stage, Stage::kAccepted);
    EXPECT_EQ(c.state().accepted_how, "complete");
    EXPECT_EQ(c.state().accepted_at, at("2024-09-27T10:00"));
    EXPECT_EQ(due_of_clock(c.state().promised), "2024-10-11T00:00") << "over the holidays";
    EXPECT_EQ(due_of_clock(c.state().statutory), "2024-10-31T00:00");
    EXPECT_FALSE(next_due(c.state())) << "nothing is to be told any more";
}

TEST(CaseIntake, R1_AnIncompleteOneIsToldOnceWithEverythingThatIsMissing) {
    Case c;
    ASSERT_TRUE(c.receive(content({}), "2024-09-27T10:00"));
    EXPECT_EQ(c.types(), (Types{"case.received", "case.correction_told"}));
    ASSERT_EQ(c.state().missing.size(), 2U) << "the conditional one is a person's question";
    EXPECT_EQ(c.state().missing[0].name, "申请书");
    EXPECT_EQ(c.state().missing[1].name, "平面图");
    EXPECT_FALSE(c.state().missing[0].reason.empty());
    EXPECT_FALSE(c.state().promised.started) << "R28: there is no clock yet";
    EXPECT_FALSE(c.state().statutory.started);

    const auto again = c.run(TellCorrection{{{"申请书", "再说一次"}}}, "2024-09-28T10:00");
    ASSERT_FALSE(again) << "R26: once";
    EXPECT_EQ(again.error().code(), Code::kCommandNotAllowed);
}

TEST(CaseIntake, R1_AMaterialMarkedAsNotReceivedIsMissing) {
    Case c;
    object application = complete();
    application["materials"].as_array()[1].as_object()["received"] = false;
    ASSERT_TRUE(c.receive(application, "2024-09-27T10:00"));
    ASSERT_EQ(c.state().missing.size(), 1U);
    EXPECT_EQ(c.state().missing[0].name, "平面图");
}

TEST(CaseIntake, R1_NoCopiesOfAMaterialAreNotHandedIn) {
    Case c;
    object application = complete();
    application["materials"].as_array()[1].as_object()["copies"] = 0;
    ASSERT_TRUE(c.receive(application, "2024-09-27T10:00"));
    ASSERT_EQ(c.state().missing.size(), 1U);
    EXPECT_EQ(c.state().missing[0].name, "平面图");
}

TEST(CaseIntake, R1_WhereAPersonChecksTheCaseWaitsReceived) {
    Case c;
    c.rules().settings.formal_check_automatic = false;
    ASSERT_TRUE(c.receive(complete(), "2024-09-27T10:00"));
    EXPECT_EQ(c.state().stage, Stage::kReceived);
    c.actor_name = "受理员一号";
    ASSERT_TRUE(c.run(Accept{}, "2024-09-29T11:00"));
    EXPECT_EQ(c.state().accepted_how, "person");
    EXPECT_EQ(c.state().accepted_at, at("2024-09-29T11:00"));
    EXPECT_EQ(c.state().handler, "受理员一号") << "R19";
}

TEST(CaseIntake, R1_WhatAClerkTickedIsCheckedAtOnceWhateverTheHallsSetting) {
    Case c;
    c.rules().settings.formal_check_automatic = false;
    c.actor_name = "受理员一号";
    ASSERT_TRUE(c.receive(complete(), "2024-09-27T10:00", true));
    EXPECT_EQ(c.state().stage, Stage::kAccepted);
    EXPECT_EQ(c.state().handler, "受理员一号");
}

TEST(CaseIntake, R2_AMaterialThatIsNotOnTheListMayNotBeAskedFor) {
    Case c;
    c.rules().settings.formal_check_automatic = false;
    ASSERT_TRUE(c.receive(content({}), "2024-09-27T10:00"));
    const auto refused =
        c.run(TellCorrection{{{"申请书", ""}, {"无犯罪记录证明", ""}}}, "2024-09-28T10:00");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Code::kMaterialNotListed);
    EXPECT_EQ(c.state().stage, Stage::kReceived);
}

TEST(CaseIntake, R2_AMaterialThatIsNotOnTheListIsRefusedAndNothingHappened) {
    Case c;
    const auto refused =
        c.receive(content({"申请书", "平面图", "无犯罪记录证明"}), "2024-09-27T10:00");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Code::kMaterialNotListed);
    EXPECT_EQ(refused.error().at().field, "materials[3].name");
    EXPECT_EQ(refused.error().cause().find("无犯罪"), std::string::npos)
        << "what people typed is no error text";
    EXPECT_EQ(c.state().stage, Stage::kNone);
    EXPECT_TRUE(c.stored().empty());
}

TEST(CaseIntake, R2_NorMayItComeLater) {
    Case c;
    (void)c.receive(content({"申请书"}), "2024-09-27T10:00");
    const auto refused =
        c.run(Supplement{{object{{"name", "无犯罪记录证明"}}}, at("2024-09-29T10:00")},
              "2024-09-29T10:00");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Code::kMaterialNotListed);
}

Case waiting_case() {
    Case c;
    c.rules().settings.formal_check_automatic = false;
    (void)c.receive(complete(), "2024-09-27T10:00");
    return c;
}

TEST(CaseIntake, R26_NotToldInTimeIsDeemedAcceptedFromTheDayOfReceipt) {
    Case c = waiting_case();
    ASSERT_EQ(c.state().correction_due, at("2024-10-11T00:00"))
        << "five working days over the holidays";
    c.actor = "system";
    ASSERT_TRUE(c.run(TimerFired{at("2024-10-11T00:00")}, "2024-10-15T08:00"));
    EXPECT_EQ(c.types().back(), "case.deemed_accepted") << "an event of its own";
    const Event& event = c.stored().back().event;
    EXPECT_EQ(event.happened_at, at("2024-09-27T10:00")) << "the day of receipt, not today";
    EXPECT_EQ(text_at(event.clear, "due"), "2024-10-11T00:00:00.000+08:00");
    EXPECT_EQ(c.state().stage, Stage::kAccepted);
    EXPECT_EQ(c.state().accepted_how, "deemed");
    EXPECT_EQ(c.state().promised.started, at("2024-09-27T10:00"));
    EXPECT_EQ(due_of_clock(c.state().promised), "2024-10-11T00:00");
    EXPECT_FALSE(next_due(c.state()));
}

TEST(CaseIntake, R26_ATimerThatIsEarlyOrObsoleteDoesNothing) {
    Case c = waiting_case();
    auto early = c.run(TimerFired{at("2024-10-07T23:59")}, "2024-10-07T23:59");
    ASSERT_TRUE(early);
    EXPECT_TRUE(early->empty());
    ASSERT_TRUE(c.run(TimerFired{at("2024-10-08T00:00")}, "2024-10-08T00:00"));
    early = c.run(TimerFired{at("2024-10-10T23:59")}, "2024-10-15T08:00");
    ASSERT_TRUE(early);
    EXPECT_TRUE(early->empty());
    (void)c.run(Accept{}, "2024-10-10T09:00");
    auto obsolete = c.run(TimerFired{at("2024-10-11T00:00")}, "2024-10-15T08:00");
    ASSERT_TRUE(obsolete);
    EXPECT_TRUE(obsolete->empty());
}

TEST(CaseIntake, R26_AnItemWhoseLawDoesNotDeemItIsNeverAcceptedByTheClock) {
    Case c;
    c.item().deems_accepted = false;
    c.rules().settings.formal_check_automatic = false;
    (void)c.receive(complete(), "2024-09-27T10:00");
    EXPECT_FALSE(next_due(c.state())) << "nor does it wake anybody for ever";
    auto fired = c.run(TimerFired{at("2024-10-11T00:00")}, "2024-10-15T08:00");
    ASSERT_TRUE(fired);
    EXPECT_TRUE(fired->empty());
    EXPECT_EQ(c.state().stage, Stage::kReceived);
}

TEST(CaseIntake, R29_WhereTheCalendarEndsTheDueTimeIsUnknownAndNothingIsGuessed) {
    Case c;
    c.rules().settings.formal_check_automatic = false;
    (void)c.receive(complete(), "2024-12-30T10:00");
    EXPECT_FALSE(c.state().correction_due);
    EXPECT_FALSE(next_due(c.state()));
    (void)c.run(Accept{}, "2024-12-31T10:00");
    EXPECT_TRUE(c.state().promised.started);
    EXPECT_FALSE(c.state().promised.due);
    EXPECT_EQ(c.state().promised.amount, 5);
}

TEST(CaseIntake, R28_AcceptedTheDayTheLastMaterialArrives) {
    Case c;
    (void)c.receive(content({}), "2024-09-27T10:00");
    ASSERT_TRUE(c.run(Supplement{{object{{"name", "平面图"}}}, at("2024-09-29T09:00")},
                      "2024-09-29T09:01"));
    EXPECT_EQ(c.state().stage, Stage::kCorrection) << "one is still missing";
    ASSERT_TRUE(c.run(Supplement{{object{{"name", "申请书"}}}, at("2024-10-08T16:00")},
                      "2024-10-09T08:00"));
    EXPECT_EQ(c.types(), (Types{"case.received", "case.correction_told", "case.supplemented",
                                "case.supplemented", "case.accepted"}));
    EXPECT_EQ(c.state().accepted_how, "corrected");
    EXPECT_EQ(c.state().accepted_at, at("2024-10-08T16:00")) << "when it arrived, not when read";
    EXPECT_EQ(due_of_clock(c.state().promised), "2024-10-15T00:00") << "the 12th is made up";
}

TEST(CaseIntake, R28_MaterialsNamedByCodeAloneReplaceOnlyTheirOwn) {
    Case c;
    object application = content({});
    application["materials"] = array{object{{"code", "M1"}, {"received", true}}};
    (void)c.receive(application, "2024-09-27T10:00");
    ASSERT_EQ(c.state().missing.size(), 1U);
    ASSERT_TRUE(
        c.run(Supplement{{object{{"code", "M2"}, {"received", true}}}, at("2024-09-29T09:00")},
              "2024-09-29T09:01"));
    EXPECT_EQ(c.state().stage, Stage::kAccepted) << "M1 is still there";
    EXPECT_EQ(c.state().content.at("materials").as_array().size(), 2U);
}

TEST(CaseIntake, R28_ASupplementWithNothingInItIsRefused) {
    Case c;
    (void)c.receive(content({}), "2024-09-27T10:00");
    const auto empty = c.run(Supplement{{}, at("2024-09-29T09:00")}, "2024-09-29T09:00");
    ASSERT_FALSE(empty);
    EXPECT_EQ(empty.error().code(), Code::kFieldMissing);
}

TEST(CaseIntake, R1_RefusingNeedsAReasonAndClosesTheCase) {
    Case c = waiting_case();
    EXPECT_EQ(c.run(RefuseAcceptance{}, "2024-09-29T10:00").error().code(), Code::kFieldMissing);
    ASSERT_TRUE(c.run(RefuseAcceptance{"不属于本机关职权"}, "2024-09-29T10:00"));
    EXPECT_TRUE(row_of(c.state().stage).closed);
    EXPECT_EQ(c.state().refusal_reason, "不属于本机关职权");
    EXPECT_FALSE(next_due(c.state()));
}

TEST(CaseIntake, R35_TheForeignNumberIsKeptAsAnAlias) {
    const Case c = accepted_case();
    EXPECT_EQ(c.state().aliases.at("channel"), "F-1");
}

TEST(CaseIntake, PersonalDataStandsInTheSecretPartOnly) {
    Case c;
    (void)c.receive(complete(), "2024-09-27T10:00");
    (void)c.run(Progress{"审查", "电话联系了王测试", at("2024-09-29T10:00")}, "2024-09-29T10:00");
    for (const StoredEvent& e : c.stored()) {
        const std::string clear = boost::json::serialize(e.event.clear);
        EXPECT_EQ(clear.find("王测试"), std::string::npos) << e.event.type;
        EXPECT_EQ(clear.find("样本路"), std::string::npos) << e.event.type;
    }
}

TEST(CaseIntake, R26_TheAlarmStandsTwoWorkingDaysBeforeItIsDeemedAccepted) {
    Case c = waiting_case();
    ASSERT_EQ(c.state().correction_due, at("2024-10-11T00:00")) << "the last day is the 10th";
    EXPECT_EQ(c.state().correction_alarm, at("2024-10-08T00:00")) << "the 8th and 9th are left";
    EXPECT_EQ(next_due(c.state()), at("2024-10-08T00:00"));
    ASSERT_TRUE(c.run(TimerFired{at("2024-10-08T00:00")}, "2024-10-08T00:01"));
    EXPECT_EQ(c.types().back(), "case.deemed_soon");
    EXPECT_EQ(c.stored().back().event.happened_at, at("2024-10-08T00:00"));
    EXPECT_TRUE(c.state().deemed_soon);
    EXPECT_EQ(c.state().stage, Stage::kReceived);
    EXPECT_EQ(next_due(c.state()), at("2024-10-11T00:00"));
    ASSERT_TRUE(c.run(TimerFired{at("2024-10-11T00:00")}, "2024-10-11T00:00"));
    EXPECT_EQ(c.state().accepted_how, "deemed");
    EXPECT_FALSE(c.state().deemed_soon);
}

TEST(CaseIntake, R26_TheAlarmCountsAsTheHallSays) {
    Case c;
    c.rules().settings.formal_check_automatic = false;
    c.rules().settings.correction_alarm = {2, LimitUnit::kNaturalDay};
    (void)c.receive(complete(), "2024-09-27T10:00");
    EXPECT_EQ(c.state().correction_alarm, at("2024-10-08T00:00"));
    Case over;
    over.rules().settings.formal_check_automatic = false;
    over.rules().settings.correction_alarm = {3, LimitUnit::kWorkday};
    (void)over.receive(complete(), "2024-09-27T10:00");
    EXPECT_EQ(over.state().correction_alarm, at("2024-09-30T00:00")) << "over the holiday";
}

TEST(CaseIntake, R26_TheAlarmIsNotRaisedForWhatIsCheckedOrNeverDeemed) {
    Case c = waiting_case();
    ASSERT_TRUE(c.run(Accept{}, "2024-09-30T09:00"));
    EXPECT_FALSE(next_due(c.state()));
    const auto late = c.run(TimerFired{at("2024-10-08T00:00")}, "2024-10-08T00:01");
    ASSERT_TRUE(late);
    EXPECT_TRUE(late->empty());
    Case never;
    never.rules().settings.formal_check_automatic = false;
    never.item().deems_accepted = false;
    (void)never.receive(complete(), "2024-09-27T10:00");
    EXPECT_FALSE(never.state().correction_alarm);
    EXPECT_FALSE(accepted_case().state().correction_alarm) << "checked by the machine at once";
}

TEST(CaseIntake, R26_AfterANightOfTwoWeeksItIsDeemedAndNobodyIsWarnedInVain) {
    Case c = waiting_case();
    ASSERT_TRUE(c.run(TimerFired{at("2024-10-08T00:00")}, "2024-10-20T09:00"));
    EXPECT_EQ(c.types().back(), "case.deemed_accepted");
}

}  // namespace
}  // namespace ow::model
