// What a rule says by what may NOT happen: nothing is accepted incomplete, told by halves, deemed
// against a refusal, decided out of time, or forgotten when a calendar comes late.

#include "tests/unit/model/case_fixture.hpp"

namespace ow::model {
namespace {

using namespace test;

Calendar with_2025() {
    Notice last{2025, {}};
    last.days.push_back({*parse_day("2025-01-01"), true, "元旦"});
    Notice first{2024, {{*parse_day("2024-10-01"), true, "国庆节"}}};
    return Calendar{{first, last}, "calendar-2"};
}

std::string iso(const std::optional<Instant>& at) {
    return at ? to_iso(*at).substr(0, 16) : "unknown";
}

/// At the window, nothing automatic.
Case waiting_case(const object& application) {
    Case c;
    c.rules().settings.formal_check_automatic = false;
    (void)c.receive(application, "2024-09-27T10:00");
    return c;
}

TEST(CaseOmission, R1_AnIncompleteApplicationIsNotAcceptedByAPersonEither) {
    Case c = waiting_case(content({"申请书"}));
    const auto refused = c.run(Accept{}, "2024-09-27T11:00");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Code::kCommandNotAllowed);
    EXPECT_NE(refused.error().cause().find("平面图"), std::string::npos);
}

TEST(CaseOmission, R26_WhatIsMissingIsToldWithWhatAPersonFindsWrong) {
    Case c = waiting_case(content({"申请书"}));
    ASSERT_TRUE(c.run(TellCorrection{{{"申请书", "未签名"}}}, "2024-09-27T11:00"));
    ASSERT_EQ(c.state().missing.size(), 2U);
    EXPECT_EQ(c.state().missing[0].reason, "未签名");
    EXPECT_EQ(c.state().missing[1].name, "平面图");
    const auto part =
        Supplement{{object{{"name", "平面图"}, {"received", true}}}, at("2024-09-29T09:00")};
    ASSERT_TRUE(c.run(part, "2024-09-29T09:00"));
    EXPECT_EQ(c.state().stage, Stage::kCorrection) << "the unsigned form has not come again";
    const auto rest =
        Supplement{{object{{"name", "申请书"}, {"received", true}}}, at("2024-09-30T09:00")};
    ASSERT_TRUE(c.run(rest, "2024-09-30T09:00"));
    EXPECT_EQ(c.state().stage, Stage::kAccepted);
    EXPECT_EQ(c.state().accepted_at, at("2024-09-30T09:00")) << "R28";
}

TEST(CaseOmission, R15_AnItemWhoseOtherDepartmentTheHallLacksIsNotTakenIn) {
    Case c;
    c.item().legs = "elsewhere>bureau";
    const auto refused = c.receive(complete(), "2024-09-27T10:00");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Code::kItemNotPublished);
    EXPECT_NE(refused.error().cause().find("elsewhere"), std::string::npos);
}

TEST(CaseOmission, R28_APledgeAfterCorrectionStartsTheStatutoryClockWithTheAcceptance) {
    Case c = waiting_case(content({}));
    c.item().statutory_start = "收到申请";
    c.item().tolerance = true;
    c.item().materials[1].key = false;
    c.item().materials[1].tolerance = true;
    ASSERT_TRUE(c.run(TellCorrection{{{"申请书", "未提交"}}}, "2024-09-27T11:00"));
    const auto form =
        Supplement{{object{{"name", "申请书"}, {"received", true}}}, at("2024-10-14T09:00")};
    ASSERT_TRUE(c.run(form, "2024-10-14T09:00"));
    AcceptOnPledge pledge;
    pledge.kind = "tolerance";
    pledge.materials = {"平面图"};
    pledge.until = *parse_day("2024-10-16");
    pledge.signer = "applicant";
    pledge.told = true;
    ASSERT_TRUE(c.run(pledge, "2024-10-14T10:00"));
    EXPECT_EQ(c.state().statutory.started, at("2024-10-14T10:00")) << "not the incomplete receipt";
}

TEST(CaseOmission, R8_SilenceDoesNotGrantWhatADepartmentRefused) {
    Case c;
    c.rules().settings.deemed_approval = true;
    c.item().silent_excluded = false;
    c.rules().departments[DepartmentId{"other"}] = {
        .id = DepartmentId{"other"}, .name = "另一局", .partner = PartnerId{"other"}};
    c.item().legs = "other>bureau";
    ASSERT_TRUE(c.receive(complete(), "2024-09-27T10:00"));
    ASSERT_TRUE(c.state().timing.deems_approval);
    c.actor = "partner:other";
    ASSERT_TRUE(c.run(decision("2024-09-29T09:00", {}, "refused"), "2024-09-29T09:05"));
    (void)c.run(TimerFired{at("2024-10-20T00:00")}, "2024-10-20T00:00");
    EXPECT_FALSE(c.state().timing.deemed_approved);
    EXPECT_EQ(c.state().stage, Stage::kAccepted);
}

TEST(CaseOmission, R8_AnApplicationDeemedAcceptedIsNotDeemedApproved) {
    Case c = waiting_case(complete());
    c.rules().settings.deemed_approval = true;
    c.item().silent_excluded = false;
    c.rules().settings.yellow_card = Limit{0, LimitUnit::kWorkday};
    (void)c.run(TimerFired{at("2024-10-13T00:00")}, "2024-10-13T00:00");
    ASSERT_EQ(c.state().accepted_how, "deemed");
    (void)c.run(TimerFired{at("2024-12-20T00:00")}, "2024-12-20T00:00");
    EXPECT_FALSE(c.state().timing.deemed_approved) << "R7: it had not been given to the department";
    EXPECT_EQ(c.state().stage, Stage::kAccepted);
}

TEST(CaseOmission, R39_ADecisionIsNeitherToComeNorBeforeTheApplication) {
    for (const std::string_view when :
         {"2024-09-30T09:20", "2099-10-09T00:00", "2024-09-26T23:00"}) {
        Case c = accepted_case();
        const auto refused = c.run(decision(when), "2024-09-30T09:00");
        ASSERT_FALSE(refused) << when;
        EXPECT_EQ(refused.error().code(), Code::kFieldFormat);
        EXPECT_EQ(refused.error().at().field, "decision.decided_at");
    }
    Case c = accepted_case();
    EXPECT_TRUE(c.run(decision("2024-09-30T09:04"), "2024-09-30T09:00")) << "clocks differ";
}

TEST(CaseOmission, R14_ADeliveryThatIsStillToComeIsNotTaken) {
    Case c = mailed_case();
    const auto refused = c.run(tracked("delivered", "2099-10-08T10:00"), "2024-10-08T10:00");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().at().field, "track.at");
    EXPECT_TRUE(c.run(tracked("delivered", "2024-10-08T10:04"), "2024-10-08T10:00"));
}

TEST(CaseOmission, R30_AnOlderDecisionThatComesLateReplacesNothing) {
    Case c = accepted_case();
    ASSERT_TRUE(c.run(decision("2024-09-30T11:00", {}, "refused"), "2024-09-30T11:05"));
    const auto late = c.run(decision("2024-09-30T10:00"), "2024-09-30T12:00");
    ASSERT_FALSE(late);
    EXPECT_EQ(c.state().decision->outcome, "refused");
    EXPECT_TRUE(c.run(decision("2024-09-30T11:30"), "2024-09-30T12:00")) << "a newer one does";
}

TEST(CaseOmission, R20_ARefusalWithoutReasonsIsNotTaken) {
    Case c = accepted_case();
    Decide mute = decision("2024-09-30T09:00", {}, "refused");
    mute.decision.reason.clear();
    const auto refused = c.run(mute, "2024-09-30T09:05");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().at().field, "decision.reason");
}

TEST(CaseOmission, R29_TheServingLimitIsCountedWhenTheCalendarComes) {
    Case c;
    ASSERT_TRUE(c.receive(complete(), "2024-12-20T10:00"));
    c.actor = "partner:approval";
    ASSERT_TRUE(c.run(decision("2024-12-23T09:00"), "2024-12-23T09:00"));
    ASSERT_FALSE(c.state().timing.serve_due) << "2025 is not published";
    c.calendar() = with_2025();
    ASSERT_TRUE(c.run(Recompute{}, "2024-12-24T09:00"));
    EXPECT_EQ(iso(c.state().timing.serve_due), "2025-01-08T00:00");
    EXPECT_TRUE(c.run(Recompute{}, "2024-12-24T09:01")->empty()) << "once";
}

TEST(CaseOmission, R29_ThePauseThatWasToldEndsWhenTheCalendarComes) {
    Case c;
    c.procedures = {hearing()};
    ASSERT_TRUE(c.receive(complete(), "2024-12-27T10:00"));
    c.actor = "staff:bureau";
    ASSERT_TRUE(c.run(BeginProcedure{"听证", "须听取意见", "听证通知〔2024〕1号", "局长一号", "",
                                     Limit{3, LimitUnit::kWorkday}, at("2024-12-30T09:00")},
                      "2024-12-30T09:00"));
    ASSERT_FALSE(c.state().timing.pauses.front().until);
    c.calendar() = with_2025();
    ASSERT_TRUE(c.run(Recompute{}, "2024-12-31T09:00"));
    EXPECT_EQ(iso(c.state().timing.pauses.front().until), "2025-01-04T00:00");
    ASSERT_TRUE(c.run(TimerFired{at("2025-01-04T00:00")}, "2025-01-04T00:00"));
    EXPECT_TRUE(c.state().timing.pauses.front().ended);
    EXPECT_TRUE(c.state().statutory.due);
}

TEST(CaseOmission, R29_TheAlarmBeforeDeemedAcceptanceAndPreAcceptanceAreCountedToo) {
    Case c;
    c.rules().settings.formal_check_automatic = false;
    c.rules().settings.pre_acceptance = {2, LimitUnit::kWorkday};
    ASSERT_TRUE(c.receive(complete(), "2024-12-30T10:00"));
    ASSERT_FALSE(c.state().correction_due);
    ASSERT_FALSE(c.state().pre_acceptance.due);
    c.calendar() = with_2025();
    ASSERT_TRUE(c.run(Recompute{}, "2024-12-31T09:00"));
    EXPECT_EQ(iso(c.state().correction_due), "2025-01-08T00:00");
    EXPECT_EQ(iso(c.state().correction_alarm), "2025-01-03T00:00") << "R26: two days before";
    EXPECT_EQ(iso(c.state().pre_acceptance.due), "2025-01-03T00:00") << "R3";
    EXPECT_EQ(c.state().pre_acceptance.by, "online_desk");
}

TEST(CaseOmission, R29_TheDayOfSigningIsCountedWhenTheCalendarComes) {
    Case c;
    c.rules().settings.deemed_receipt = true;
    ASSERT_TRUE(c.receive(complete(), "2024-12-31T10:00"));
    c.actor = "system";
    ASSERT_TRUE(c.run(MessageSent{.row = "r", .partner = "approval", .kind = "application"},
                      "2024-12-31T10:01"));
    ASSERT_FALSE(c.state().sign_due);
    c.calendar() = with_2025();
    ASSERT_TRUE(c.run(Recompute{}, "2024-12-31T12:00"));
    EXPECT_EQ(iso(c.state().sign_due), "2025-01-03T00:00") << "R7";
}

}  // namespace
}  // namespace ow::model
