// 容缺受理 and 告知承诺 (R4, R5, R23, R28, R44). Received on Friday 2024-09-27; five working days
// end on 2024-10-10 (the 29th is worked, the National Day week is not).

#include <algorithm>

#include "tests/unit/model/case_fixture.hpp"

namespace ow::model {
namespace {

using namespace test;

Case received(std::vector<std::string> materials = {"申请书"}) {
    Case c;
    c.item().tolerance = true;
    c.item().materials[1].key = false;
    c.item().materials[1].tolerance = true;
    c.rules().settings.formal_check_automatic = false;
    (void)c.receive(content(materials), "2024-09-27T10:00");
    c.actor = "staff:window";
    c.actor_name = "受理员一号";
    return c;
}

AcceptOnPledge pledge(const char* until = "2024-10-09") {
    AcceptOnPledge p;
    p.kind = "tolerance";
    p.materials = {"平面图"};
    p.until = *parse_day(until);
    p.signer = "applicant";
    p.told = true;
    return p;
}

Case pledged() {
    Case c = received();
    EXPECT_TRUE(c.run(pledge(), "2024-09-27T10:30"));
    return c;
}

void deliver(Case& c, const char* when, const char* entered) {
    c.actor = "staff:window";
    ASSERT_TRUE(c.run(DeliverPledged{{"平面图"}, at(when)}, entered));
}

Decide refusal(std::string reason) {
    Decide d = decision("2024-10-10T10:00", {}, "refused");
    d.decision.reason = std::move(reason);
    return d;
}

std::string why(const Result<std::vector<Event>>& answer) {
    return answer ? "allowed" : answer.error().cause();
}

TEST(CasePledge, R4_AcceptsWithWhatIsMissingWrittenDown) {
    const Case c = pledged();
    EXPECT_EQ(c.state().stage, Stage::kAccepted);
    EXPECT_EQ(c.state().accepted_how, "tolerance");
    EXPECT_EQ(c.state().pledge.owed(), std::vector<std::string>{"平面图"});
    EXPECT_EQ(c.state().pledge.window, "综合受理窗口");
    EXPECT_EQ(c.state().pledge.due, at("2024-10-10T00:00")) << "the 9th is the last day";
    EXPECT_EQ(c.types(),
              (std::vector<std::string>{"case.received", "pledge.made", "case.accepted"}));
}

TEST(CasePledge, R4_TheWindowIsAskedBeforeACorrectionIsToldWhereOnlyTolerableOnesAreMissing) {
    Case c = received();
    Case at_window;
    at_window.item() = c.item();
    (void)at_window.receive(content({"申请书"}), "2024-09-27T10:00", true);
    EXPECT_EQ(at_window.state().stage, Stage::kReceived);
    Case key_missing;
    key_missing.item() = c.item();
    (void)key_missing.receive(content({"平面图"}), "2024-09-27T10:00", true);
    EXPECT_EQ(key_missing.state().stage, Stage::kCorrection) << "a key one: 补正";
}

TEST(CasePledge, R28_TheClockRunsWhileMaterialsAreOwed) {
    const Case c = pledged();
    EXPECT_EQ(c.state().promised.started, at("2024-09-27T10:30"));
    EXPECT_EQ(c.state().promised.due, at("2024-10-11T00:00"));
    EXPECT_FALSE(c.state().promised.stopped);
}

TEST(CasePledge, R4_AlsoAfterTheCorrectionWasTold) {
    Case c = received();
    ASSERT_TRUE(c.run(TellCorrection{{{"平面图", "未提交"}}}, "2024-09-27T10:10"));
    ASSERT_TRUE(c.run(pledge(), "2024-09-27T10:30"));
    EXPECT_EQ(c.state().stage, Stage::kAccepted);
    EXPECT_FALSE(c.run(pledge(), "2024-09-27T10:31")) << "once";
}

TEST(CasePledge, R4_OnlyItemsOnThePublishedList) {
    Case c = received();
    c.item().tolerance = false;
    EXPECT_NE(why(c.run(pledge(), "2024-09-27T10:30")).find("不在公布的容缺受理事项清单上"),
              std::string::npos);
}

TEST(CasePledge, R4_NeverAnInstantItem) {
    Case c = received();
    c.item().handling = Handling::kInstant;
    EXPECT_NE(why(c.run(pledge(), "2024-09-27T10:30")).find("即办件不适用容缺受理"),
              std::string::npos);
}

TEST(CasePledge, R4_NeverAKeyMaterialNorOneThatIsNotPublishedAsTolerable) {
    Case c = received();
    c.item().materials[1].key = true;
    EXPECT_EQ(c.run(pledge(), "2024-09-27T10:30").error().code(), Code::kCommandNotAllowed);
    c.item().materials[1].key = false;
    c.item().materials[1].tolerance = false;
    EXPECT_EQ(c.run(pledge(), "2024-09-27T10:30").error().code(), Code::kCommandNotAllowed);
    AcceptOnPledge strange = pledge();
    strange.materials = {"清单外材料"};
    EXPECT_EQ(c.run(strange, "2024-09-27T10:30").error().code(), Code::kMaterialNotListed);
}

TEST(CasePledge, R4_NothingMissingMayBeLeftOutOfThePledge) {
    Case c = received({});
    EXPECT_NE(why(c.run(pledge(), "2024-09-27T10:30")).find("“申请书”未提交"), std::string::npos);
}

TEST(CasePledge, R4_TheDateIsNoLaterThanThePromisedLimit) {
    Case c = received();
    EXPECT_NE(why(c.run(pledge("2024-10-11"), "2024-09-27T10:30")).find("2024年10月10日"),
              std::string::npos);
    EXPECT_EQ(c.run(pledge("2024-09-26"), "2024-09-27T10:30").error().code(), Code::kFieldFormat);
    EXPECT_TRUE(c.run(pledge("2024-10-10"), "2024-09-27T10:30"));
}

TEST(CasePledge, R29_ALimitThatEndsInAnUnpublishedYearIsLaterThanAnyPublishedDay) {
    Case c = received();
    EXPECT_FALSE(c.run(pledge("2025-01-02"), "2024-12-30T10:00"));
    EXPECT_TRUE(c.run(pledge("2024-12-31"), "2024-12-30T10:00"));
}

TEST(CasePledge, R4_WhatWhereUntilWhenAndWhatElseIsToldBeforehand) {
    Case c = received();
    AcceptOnPledge untold = pledge();
    untold.told = false;
    EXPECT_EQ(c.run(untold, "2024-09-27T10:30").error().code(), Code::kFieldMissing);
}

TEST(CasePledge, R5_NotForWhoIsOnTheList) {
    Case c = received();
    c.credit = {true, "2025-03-31", false};
    EXPECT_NE(why(c.run(pledge(), "2024-09-27T10:30")).find("失信名单上（至2025-03-31）"),
              std::string::npos);
}

TEST(CasePledge, R23_AnAgentSignsWithASpecialAuthorisationOnly) {
    Case c;
    c.item() = received().item();
    c.rules().settings.formal_check_automatic = false;
    object application = content({"申请书"});
    application["agent"] = object{{"name", "李样本"}, {"authorisation", "委〔2024〕1号"}};
    (void)c.receive(std::move(application), "2024-09-27T10:00");
    AcceptOnPledge signed_by_agent = pledge();
    signed_by_agent.signer = "agent";
    EXPECT_NE(why(c.run(signed_by_agent, "2024-09-27T10:30")).find("特别授权"), std::string::npos);
    signed_by_agent.authorisation = "特委〔2024〕1号";
    EXPECT_TRUE(c.run(signed_by_agent, "2024-09-27T10:30"));
    EXPECT_EQ(c.state().pledge.signer, "agent");
}

TEST(CasePledge, R23_AnAgentWithoutAuthorisationIsToldSoOnceWithEverythingElse) {
    object application = complete();
    application["agent"] = object{{"name", "李样本"}};
    Case c;
    (void)c.receive(application, "2024-09-27T10:00");
    ASSERT_EQ(c.state().stage, Stage::kCorrection);
    EXPECT_EQ(c.state().missing.back().name, "授权委托书");
    ASSERT_TRUE(c.run(Supplement{{object{{"name", "授权委托书"}}}, at("2024-09-29T10:00")},
                      "2024-09-29T10:00"));
    EXPECT_EQ(c.state().stage, Stage::kAccepted);
    Case recorded;
    application["agent"].get_object()["authorisation"] = "委〔2024〕1号";
    (void)recorded.receive(application, "2024-09-27T10:00");
    EXPECT_EQ(recorded.state().stage, Stage::kAccepted);
}

TEST(CaseHandOver, R23_WhoCollectsForAnotherShowsAnAuthorisationUnlessItWasTakenAtIntake) {
    Case c = case_at_issuance();
    EXPECT_EQ(c.run(HandOver{"slip", "李样本"}, "2024-10-08T09:00").error().code(),
              Code::kFieldMissing);
    EXPECT_TRUE(c.run(HandOver{"slip", "李样本", "委〔2024〕2号"}, "2024-10-08T09:00"));
    EXPECT_TRUE(case_at_issuance().run(HandOver{"slip", ""}, "2024-10-08T09:00"));
}

TEST(CasePledge, R5_RemindsTheHallsTimeBeforeTheDate) {
    Case c = pledged();
    EXPECT_EQ(next_due(c.state()), at("2024-10-08T00:00")) << "one working day ahead";
    c.actor = "system";
    ASSERT_TRUE(c.run(TimerFired{at("2024-10-08T00:00")}, "2024-10-08T00:00"));
    EXPECT_EQ(c.types().back(), "pledge.reminded");
    EXPECT_EQ(next_due(c.state()), at("2024-10-10T00:00"));
    Case off = received();
    off.rules().settings.pledge_reminder.amount = 0;
    (void)off.run(pledge(), "2024-09-27T10:30");
    EXPECT_EQ(next_due(off.state()), at("2024-10-10T00:00"));
}

TEST(CasePledge, R5_WhatIsNotDeliveredByTheDateIsBrokenAndTheDepartmentRefusesWithReasons) {
    Case c = pledged();
    c.actor = "system";
    ASSERT_TRUE(c.run(TimerFired{at("2024-10-10T00:00")}, "2024-10-10T00:00"));
    EXPECT_EQ(c.types().back(), "pledge.broken");
    EXPECT_EQ(c.stored().back().event.happened_at, at("2024-10-10T00:00"));
    EXPECT_TRUE(c.state().pledge.broken);
    EXPECT_EQ(c.state().stage, Stage::kAccepted) << "a person decides";
    EXPECT_EQ(next_due(c.state()), std::nullopt);
    c.actor = "partner:approval";
    EXPECT_NE(why(c.run(decision("2024-10-10T10:00"), "2024-10-10T10:00")).find("逾期未补交"),
              std::string::npos);
    EXPECT_EQ(c.run(refusal(""), "2024-10-10T10:00").error().code(), Code::kFieldMissing);
    EXPECT_TRUE(c.run(refusal("逾期未补交平面图"), "2024-10-10T10:00"));
}

TEST(CasePledge, R5_AHallMayTakeItForAWithdrawalInstead) {
    Case c = pledged();
    c.rules().settings.pledge_broken = PledgeBroken::kWithdrawn;
    c.actor = "system";
    ASSERT_TRUE(c.run(TimerFired{at("2024-10-10T00:00")}, "2024-10-10T00:00"));
    EXPECT_EQ(c.state().stage, Stage::kWithdrawn);
    EXPECT_TRUE(row_of(c.state().stage).closed);
}

TEST(CasePledge, R36_WhatCameInTimeAndWasEnteredLateWasNotBroken) {
    Case c = pledged();
    c.rules().settings.pledge_broken = PledgeBroken::kWithdrawn;
    c.actor = "system";
    (void)c.run(TimerFired{at("2024-10-10T00:00")}, "2024-10-10T00:00");
    deliver(c, "2024-10-09T16:59", "2024-10-10T09:00");
    EXPECT_FALSE(c.state().pledge.broken);
    EXPECT_EQ(c.state().stage, Stage::kAccepted);
}

TEST(CasePledge, R5_NothingIsTakenAfterTheDate) {
    Case c = pledged();
    EXPECT_NE(why(c.run(DeliverPledged{{"平面图"}, at("2024-10-10T00:00")}, "2024-10-10T09:00"))
                  .find("已过"),
              std::string::npos);
    EXPECT_EQ(c.run(DeliverPledged{{"申请书"}, at("2024-10-08T09:00")}, "2024-10-08T09:00")
                  .error()
                  .code(),
              Code::kMaterialNotListed)
        << "only what is owed";
}

TEST(CasePledge, R5_ADraftWaitsForTheMaterialsAndTakesEffectWhenTheyConform) {
    Case c = pledged();
    c.actor = "partner:approval";
    ASSERT_TRUE(c.run(decision("2024-09-30T09:00"), "2024-09-30T09:05"));
    EXPECT_EQ(c.types().back(), "case.decision_drafted");
    EXPECT_EQ(c.state().stage, Stage::kAccepted) << "nothing reaches the applicant yet";
    deliver(c, "2024-10-08T09:00", "2024-10-08T09:00");
    EXPECT_EQ(next_due(c.state()), std::nullopt);
    c.actor = "staff:bureau";
    ASSERT_TRUE(c.run(ExaminePledged{true, {}}, "2024-10-08T15:00"));
    EXPECT_EQ(c.state().stage, Stage::kDecided);
    EXPECT_EQ(c.state().decision->number, "许可〔2024〕1号");
    EXPECT_EQ(c.state().decision->decided_at, at("2024-10-08T15:00"));
}

TEST(CasePledge, R5_ADecisionAfterTheDeliveryHasExaminedIt) {
    Case c = pledged();
    deliver(c, "2024-10-08T09:00", "2024-10-08T09:00");
    c.actor = "partner:approval";
    ASSERT_TRUE(c.run(decision("2024-10-08T15:00"), "2024-10-08T15:00"));
    EXPECT_EQ(c.state().pledge.examined, "yes");
    EXPECT_EQ(c.state().stage, Stage::kDecided);
}

TEST(CasePledge, R5_WhatDoesNotConformIsRefusedWithReasonsAndNobodyIsListed) {
    Case c = pledged();
    deliver(c, "2024-10-08T09:00", "2024-10-08T09:00");
    c.actor = "staff:bureau";
    EXPECT_EQ(c.run(ExaminePledged{false, {}}, "2024-10-08T15:00").error().code(),
              Code::kFieldMissing);
    ASSERT_TRUE(c.run(ExaminePledged{false, "比例尺不符"}, "2024-10-08T15:00"));
    EXPECT_FALSE(c.run(decision("2024-10-08T16:00"), "2024-10-08T16:00"));
    ASSERT_TRUE(c.run(refusal("平面图不符合要求"), "2024-10-10T10:00"));
    EXPECT_FALSE(
        c.run(ProposeListing{"告〔2024〕1号", at("2024-10-10T11:00")}, "2024-10-10T11:00"));
}

Case broken() {
    Case c = pledged();
    c.actor = "system";
    (void)c.run(TimerFired{at("2024-10-10T00:00")}, "2024-10-10T00:00");
    c.actor = "staff:hall";
    return c;
}

TEST(CaseListing, R5_WrittenNoticeAndTimeToObjectComeBeforeAPersonConfirms) {
    Case c = broken();
    EXPECT_FALSE(c.run(ConfirmListing{}, "2024-10-10T10:00"));
    EXPECT_FALSE(c.run(ProposeListing{"", at("2024-10-10T10:00")}, "2024-10-10T10:00"));
    ASSERT_TRUE(c.run(ProposeListing{"告〔2024〕1号", at("2024-10-10T10:00")}, "2024-10-10T10:00"));
    EXPECT_EQ(c.state().listing.object_until, at("2024-10-24T00:00")) << "10wd, the 12th is worked";
    EXPECT_NE(why(c.run(ConfirmListing{}, "2024-10-23T23:59")).find("2024年10月23日"),
              std::string::npos);
    ASSERT_TRUE(c.run(ConfirmListing{}, "2024-10-24T09:00"));
    EXPECT_EQ(c.state().listing.list, "distrust");
    EXPECT_EQ(c.state().listing.until, at("2025-10-25T00:00")) << "a year, to its last day";
}

TEST(CaseListing, R5_AnObjectionThatIsRightEndsItAndAnAppealTakesTheEntryBack) {
    Case c = broken();
    (void)c.run(ProposeListing{"告〔2024〕1号", at("2024-10-10T10:00")}, "2024-10-10T10:00");
    ASSERT_TRUE(c.run(RecordObjection{"住院", at("2024-10-11T10:00")}, "2024-10-11T10:00"));
    EXPECT_TRUE(c.state().listing.has_objection);
    EXPECT_FALSE(c.run(DropListing{""}, "2024-10-12T10:00"));
    ASSERT_TRUE(c.run(DropListing{"异议成立"}, "2024-10-12T10:00"));
    EXPECT_FALSE(c.run(ConfirmListing{}, "2024-10-30T09:00"));
    Case listed = broken();
    (void)listed.run(ProposeListing{"告〔2024〕2号", at("2024-10-10T10:00")}, "2024-10-10T10:00");
    (void)listed.run(ConfirmListing{}, "2024-10-24T09:00");
    ASSERT_TRUE(listed.run(RemoveListing{"申诉成立"}, "2024-11-01T09:00"));
    EXPECT_EQ(listed.state().listing.stage, "removed");
}

TEST(CaseListing, R5_NobodyIsListedWhoBrokeNothing) {
    Case c = pledged();
    EXPECT_FALSE(
        c.run(ProposeListing{"告〔2024〕1号", at("2024-09-30T10:00")}, "2024-09-30T10:00"));
}

Case promised() {
    Case c = received();
    c.item().pledge = true;
    AcceptOnPledge p = pledge("2024-11-15");
    p.kind = "promise";
    EXPECT_TRUE(c.run(p, "2024-09-27T10:30"));
    return c;
}

TEST(CasePromise, R44_IsDecidedFirstAndWatchedAfterwards) {
    Case c = promised();
    EXPECT_EQ(c.state().accepted_how, "promise");
    c.actor = "partner:approval";
    ASSERT_TRUE(c.run(decision("2024-09-30T09:00"), "2024-09-30T09:05"));
    EXPECT_EQ(c.state().stage, Stage::kDecided) << "the materials are due after the decision";
    c.actor = "system";
    while (next_due(c.state()) && *next_due(c.state()) <= at("2024-11-16T00:00"))
        ASSERT_TRUE(c.run(TimerFired{*next_due(c.state())}, "2024-11-16T00:00"));
    EXPECT_TRUE(c.state().pledge.broken);
    EXPECT_EQ(c.state().stage, Stage::kDecided);
}

TEST(CasePromise, R44_MissingNotConformingOrUntrueIsListedOnTheOtherListWithoutAnEnd) {
    for (const std::string& reason :
         std::vector<std::string>{"missing", "not conforming", "untrue"}) {
        Case c = promised();
        if (reason == "missing")
            (void)c.run(TimerFired{at("2024-11-16T00:00")}, "2024-11-16T00:00");
        if (reason == "untrue") {
            ASSERT_TRUE(c.run(ReportUntrue{"现场与承诺不符"}, "2024-11-01T09:00"));
        }
        if (reason == "not conforming") {
            deliver(c, "2024-11-01T09:00", "2024-11-01T09:00");
            ASSERT_TRUE(c.run(ExaminePledged{false, "不符合要求"}, "2024-11-02T09:00"));
        }
        ASSERT_TRUE(
            c.run(ProposeListing{"告〔2024〕3号", at("2024-11-18T09:00")}, "2024-11-18T09:00"))
            << reason;
        ASSERT_TRUE(c.run(ConfirmListing{}, "2024-12-30T09:00"));
        EXPECT_EQ(c.state().listing.list, "integrity");
        EXPECT_EQ(c.state().listing.until, std::nullopt) << "no end unless the hall sets one";
    }
}

TEST(CasePromise, R44_WhatWasWaivedOnceIsNoPardonForAnotherReason) {
    Case c = promised();
    (void)c.run(TimerFired{at("2024-11-16T00:00")}, "2024-11-16T00:00");
    ASSERT_TRUE(c.run(DropListing{"材料在途"}, "2024-11-18T09:00"));
    EXPECT_FALSE(may_be_listed(c.state()));
    EXPECT_FALSE(c.run(DropListing{"再一次"}, "2024-11-18T09:05"));
    ASSERT_TRUE(c.run(ReportUntrue{"现场与承诺不符"}, "2024-11-19T09:00"));
    EXPECT_TRUE(may_be_listed(c.state()));
    ASSERT_TRUE(c.run(ProposeListing{"告〔2024〕4号", at("2024-11-20T09:00")}, "2024-11-20T09:00"));
    EXPECT_TRUE(c.run(ConfirmListing{}, "2024-12-30T09:00"));
}

TEST(CasePromise, R44_NoMoreForWhoIsInTheFileAndTheListsStayApart) {
    Case c = received();
    c.item().pledge = true;
    AcceptOnPledge p = pledge("2024-11-15");
    p.kind = "promise";
    c.credit = {true, {}, false};
    ASSERT_TRUE(c.run(p, "2024-09-27T10:30")) << "the list of 容缺 is another one";
    Case other = received();
    other.item().pledge = true;
    other.credit = {false, {}, true};
    EXPECT_FALSE(other.run(p, "2024-09-27T10:30"));
    EXPECT_TRUE(other.run(pledge(), "2024-09-27T10:30"));
}

TEST(CasePromise, R44_OnlyItemsThatOfferIt) {
    Case c = received();
    AcceptOnPledge p = pledge();
    p.kind = "promise";
    EXPECT_FALSE(c.run(p, "2024-09-27T10:30"));
}

const SimulateApproval kDraft{"approved", "许可〔2024〕9号", "样本许可证", "王测试", {}};

TEST(CaseSimulated, R4_ADecisionBeforehandTakesEffectWhenTheMaterialsConform) {
    Case c = pledged();
    c.actor = "staff:jingban";
    ASSERT_TRUE(c.run(kDraft, "2024-09-29T10:00"));
    EXPECT_EQ(c.types().back(), "case.decision_drafted");
    EXPECT_EQ(c.state().stage, Stage::kAccepted);
    EXPECT_FALSE(c.state().decision);
    EXPECT_FALSE(c.state().statutory.stopped);
    deliver(c, "2024-09-30T10:00", "2024-09-30T10:00");
    EXPECT_FALSE(c.state().decision) << "not before they were examined";
    ASSERT_TRUE(c.run(ExaminePledged{true, {}}, "2024-09-30T15:00"));
    ASSERT_TRUE(c.state().decision);
    EXPECT_EQ(c.state().decision->number, "许可〔2024〕9号");
    EXPECT_EQ(c.state().decision->decided_at, at("2024-09-30T15:00"));
    EXPECT_TRUE(c.state().pledge.draft.empty());
}

TEST(CaseSimulated, R5_ABrokenPledgeEndsTheDecisionBeforehand) {
    Case c = pledged();
    ASSERT_TRUE(c.run(kDraft, "2024-09-29T10:00"));
    ASSERT_TRUE(c.run(TimerFired{at("2024-10-10T00:00")}, "2024-10-10T00:00"));
    EXPECT_TRUE(c.state().pledge.broken);
    EXPECT_TRUE(c.state().pledge.draft.empty());
    const auto types = c.types();
    EXPECT_NE(std::find(types.begin(), types.end(), "case.draft_ended"), types.end());
    const auto again = c.run(kDraft, "2024-10-10T09:00");
    EXPECT_NE(why(again).find("逾期未补交"), std::string::npos) << why(again);
}

TEST(CaseSimulated, R5_MaterialsThatDoNotConformEndItAsWell) {
    Case c = pledged();
    ASSERT_TRUE(c.run(kDraft, "2024-09-29T10:00"));
    deliver(c, "2024-09-30T10:00", "2024-09-30T10:00");
    ASSERT_TRUE(c.run(ExaminePledged{false, "平面图与现场不符"}, "2024-09-30T15:00"));
    EXPECT_EQ(c.types().back(), "case.draft_ended");
    EXPECT_FALSE(c.state().decision);
}

TEST(CaseSimulated, R4_IsAStepOnlyWhileMaterialsAreOwedUnderTolerance) {
    Case ordinary = received({"申请书", "平面图"});
    ASSERT_TRUE(ordinary.run(Accept{}, "2024-09-27T10:30"));
    EXPECT_NE(why(ordinary.run(kDraft, "2024-09-29T10:00")).find("容缺"), std::string::npos);
    Case c = pledged();
    SimulateApproval other = kDraft;
    other.applicant_name = "李样本";
    EXPECT_FALSE(c.run(other, "2024-09-29T10:00")) << "R12";
    SimulateApproval refusal = kDraft;
    refusal.outcome = "refused";
    EXPECT_FALSE(c.run(refusal, "2024-09-29T10:00")) << "reasons are owed";
    deliver(c, "2024-09-30T10:00", "2024-09-30T10:00");
    EXPECT_FALSE(c.run(kDraft, "2024-09-30T11:00")) << "now it is decided, not simulated";
}

}  // namespace
}  // namespace ow::model
