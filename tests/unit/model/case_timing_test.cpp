// Pauses, silence, reminders, cards and further limits of a case (R8 – R11, R14, R27, R29, R39,
// R47).

#include "tests/unit/model/case_fixture.hpp"

namespace ow::model {
namespace {

using namespace test;

const std::vector<SpecialProcedure>& procedures() {
    static const std::vector<SpecialProcedure> kAll{
        hearing(),
        {"inspection", "现场勘验", ProcedureClass::kRecorded, {}, "", "", "", {}},
        {"advice",
         "征求意见",
         ProcedureClass::kExcluded,
         {},
         "D23",
         "",
         "某条例19",
         {ItemId{"another"}}},
        {"law",
         "诉讼中止",
         ProcedureClass::kSuspension,
         {},
         "D23",
         "",
         "某条例20",
         {ItemId{"licence"}}},
        {"correction", "补正", ProcedureClass::kLooksLikeOne, {}, "", "", "", {}},
        {"longer", "延长", ProcedureClass::kExtension, {}, "", "", "", {}}};
    return kAll;
}

BeginProcedure begin(std::string name, std::string_view when,
                     std::optional<Limit> needed = Limit{3, LimitUnit::kWorkday}) {
    return {std::move(name), "须听取意见", "听证通知〔2024〕1号", "局长一号", "", needed, at(when)};
}

/// Accepted on Friday 2024-09-27: promised 5 wd to 10-10, statutory 20 wd to 10-30.
Case running_case() {
    Case c;
    c.procedures = procedures();
    (void)c.receive(complete(), "2024-09-27T10:00");
    c.actor = "staff:bureau";
    return c;
}

TEST(CaseProcedure, R9_AHearingStopsTheStatutoryClockForTheTimeToldAndThePromisedOneRunsOn) {
    Case c = running_case();
    const auto promised = c.state().promised.due;
    ASSERT_EQ(c.state().statutory.due, at("2024-10-31T00:00"));
    ASSERT_TRUE(c.run(begin("听证", "2024-09-29T09:00"), "2024-09-29T10:00"));
    EXPECT_EQ(phase_of(c.state(), ClockKind::kStatutory), ClockPhase::kPaused);
    EXPECT_EQ(phase_of(c.state(), ClockKind::kPromised), ClockPhase::kRunning);
    EXPECT_EQ(c.state().promised.due, promised);
    EXPECT_EQ(c.state().statutory.due, at("2024-11-05T00:00")) << "three working days later";
    const object& moved = c.stored().back().event.clear;
    EXPECT_EQ(text_at(moved, "clock") + " " + text_at(moved, "why"), "statutory pause");
    EXPECT_EQ(parse_instant(text_at(moved, "old")), at("2024-10-31T00:00"));
    EXPECT_EQ(c.state().timing.pauses.front().notice, "4101842024092710000013-D23");
}

TEST(CaseProcedure, R9_ThePauseEndsWithItsResultOrWithTheTimeToldWhicheverIsFirst) {
    Case early = running_case();
    (void)early.run(begin("听证", "2024-09-29T09:00"), "2024-09-29T09:00");
    ASSERT_TRUE(
        early.run(EndProcedure{"听证", "同意", at("2024-09-30T15:00")}, "2024-09-30T16:00"));
    EXPECT_EQ(early.state().statutory.due, at("2024-11-01T00:00")) << "one day was taken out";
    EXPECT_EQ(phase_of(early.state(), ClockKind::kStatutory), ClockPhase::kRunning);
    Case told = running_case();
    (void)told.run(begin("听证", "2024-09-29T09:00"), "2024-09-29T09:00");
    ASSERT_EQ(next_due(told.state()), at("2024-10-10T00:00"));
    ASSERT_TRUE(told.run(TimerFired{at("2024-10-10T00:00")}, "2024-10-12T09:00"));
    EXPECT_EQ(told.types().back(), "clock.resumed");
    EXPECT_EQ(told.stored().back().event.happened_at, at("2024-10-10T00:00"));
    EXPECT_EQ(told.state().statutory.due, at("2024-11-05T00:00"));
    EXPECT_EQ(next_due(told.state()), std::nullopt);
}

TEST(CaseProcedure, R9_AnInspectionIsRecordedWithBeginEndAndResultAndStopsNothing) {
    Case c = running_case();
    const auto before = c.state().statutory.due;
    BeginProcedure visit{"现场勘验", "", "", "", "", {}, at("2024-09-29T09:00")};
    ASSERT_TRUE(c.run(visit, "2024-09-29T09:00"));
    EXPECT_EQ(c.types().back(), "procedure.begun");
    EXPECT_EQ(phase_of(c.state(), ClockKind::kStatutory), ClockPhase::kRunning);
    ASSERT_TRUE(
        c.run(EndProcedure{"现场勘验", "符合", at("2024-09-30T09:00")}, "2024-09-30T09:00"));
    EXPECT_EQ(c.state().statutory.due, before);
    EXPECT_EQ(c.state().timing.procedures.front().result, "符合");
}

TEST(CaseProcedure, R9_ThePromisedClockPausesOnlyForWhatTheItemDeclares) {
    Case c = running_case();
    c.item().promise_excludes = {"inspection"};
    const auto statutory = c.state().statutory.due;
    ASSERT_TRUE(c.run(begin("inspection", "2024-09-29T09:00"), "2024-09-29T09:00"));
    EXPECT_EQ(phase_of(c.state(), ClockKind::kPromised), ClockPhase::kPaused);
    EXPECT_EQ(phase_of(c.state(), ClockKind::kStatutory), ClockPhase::kRunning);
    EXPECT_EQ(c.state().statutory.due, statutory);
    EXPECT_EQ(c.state().promised.due, at("2024-10-15T00:00"));
}

TEST(CaseProcedure, R9_WhatTheLawDoesNotNameIsRefusedAndAPauseNeedsReasonEvidenceAndApprover) {
    Case c = running_case();
    for (const char* name : {"征求意见", "补正", "延长", "喝茶"})
        EXPECT_FALSE(c.run(begin(name, "2024-09-29T09:00"), "2024-09-29T09:00")) << name;
    const BeginProcedure good = begin("听证", "2024-09-29T09:00");
    for (const auto field :
         {&BeginProcedure::reason, &BeginProcedure::evidence, &BeginProcedure::approver}) {
        BeginProcedure lacking = good;
        (lacking.*field).clear();
        EXPECT_FALSE(c.run(lacking, "2024-09-29T09:00"));
    }
    EXPECT_FALSE(c.run(begin("听证", "2024-09-29T09:00", std::nullopt), "2024-09-29T09:00"))
        << "the applicant is told how long";
    EXPECT_FALSE(c.run(begin("听证", "2024-09-29T09:00", Limit{21, LimitUnit::kWorkday}),
                       "2024-09-29T09:00"))
        << "over the cap";
    EXPECT_FALSE(c.run(begin("听证", "2024-09-27T09:00"), "2024-09-29T09:00")) << "before receipt";
    ASSERT_TRUE(c.run(good, "2024-09-29T09:00"));
    EXPECT_FALSE(c.run(good, "2024-09-29T09:30")) << "under way already";
    EXPECT_FALSE(c.run(EndProcedure{"现场勘验", "", at("2024-09-29T09:30")}, "2024-09-29T09:30"));
}

TEST(CaseProcedure, R9_ASuspensionWithoutAnEndLeavesTheLimitOpenUntilItIsLifted) {
    Case c = running_case();
    ASSERT_TRUE(c.run(begin("诉讼中止", "2024-09-29T09:00", std::nullopt), "2024-09-29T09:00"));
    EXPECT_EQ(c.state().statutory.due, std::nullopt);
    EXPECT_EQ(next_due(c.state()), std::nullopt);
    ASSERT_TRUE(c.run(EndProcedure{"law", "判决生效", at("2024-10-09T09:00")}, "2024-10-09T09:00"));
    EXPECT_EQ(c.state().statutory.due, at("2024-11-05T00:00")) << "09-30, 10-08, 10-09 are out";
}

TEST(CaseProcedure, R9_TheStatutoryLimitIsExtendedOnceAsTheItemsLawSaysWithApproverAndReason) {
    Case c = running_case();
    EXPECT_FALSE(c.run(Extend{"案情复杂", "局长一号", ""}, "2024-10-09T09:00")) << "no law says so";
    c.item().extension = Extension{{10, LimitUnit::kWorkday}, "本行政机关负责人", "行政许可法42"};
    EXPECT_FALSE(c.run(Extend{"案情复杂", "", ""}, "2024-10-09T09:00"));
    EXPECT_FALSE(c.run(Extend{"", "局长一号", ""}, "2024-10-09T09:00"));
    const auto promised = c.state().promised.due;
    ASSERT_TRUE(c.run(Extend{"案情复杂", "局长一号", ""}, "2024-10-09T09:00"));
    EXPECT_EQ(c.state().statutory.due, at("2024-11-14T00:00"));
    EXPECT_EQ(c.state().promised.due, promised) << "a promise is not extended";
    EXPECT_FALSE(c.run(Extend{"还是复杂", "局长一号", ""}, "2024-10-10T09:00")) << "once";
    Case late = running_case();
    late.item().extension = c.item().extension;
    EXPECT_FALSE(late.run(Extend{"案情复杂", "局长一号", ""}, "2024-10-31T00:00"));
}

TEST(CaseTiming, R27_EveryDayOfBothClocksIsExplainedPausesIncluded) {
    Case c = running_case();
    EXPECT_EQ(phase_of(CaseState{}, ClockKind::kPromised), ClockPhase::kNotStarted);
    (void)c.run(begin("听证", "2024-09-29T09:00"), "2024-09-29T09:00");
    std::string days;
    for (const std::string& line :
         explain_clock(c.state(), ClockKind::kStatutory, autumn(), c.rules().opening))
        days += line + "\n";
    EXPECT_NE(days.find("2024-09-27  不计  起算日不计入"), std::string::npos);
    EXPECT_NE(days.find("2024-10-01  不计  国庆节放假"), std::string::npos);
    EXPECT_NE(days.find("2024-10-08  不计  暂停（听证，行政许可法45）"), std::string::npos) << days;
    EXPECT_NE(days.find("2024-10-10  第2日  工作日"), std::string::npos) << days;
    EXPECT_NE(days.find("到期：2024-11-04"), std::string::npos) << days;
    (void)c.run(decision("2024-10-10T09:00"), "2024-10-10T09:00");
    EXPECT_EQ(phase_of(c.state(), ClockKind::kStatutory), ClockPhase::kStopped) << "R39";
    EXPECT_EQ(phase_of(c.state(), ClockKind::kPromised), ClockPhase::kRunning) << "R39";
}

/// 经开区 with 超时默认 switched on.
Case silent_case(bool excluded = false) {
    Case c;
    c.procedures = procedures();
    c.rules().settings.deemed_approval = true;
    c.item().silent_excluded = excluded;
    (void)c.receive(complete(), "2024-09-27T10:00");
    c.actor = "system";
    return c;
}

TEST(CaseSilence, R8_NoDecisionByThePromisedLimitIsApprovalAfterAnAlarm) {
    Case c = silent_case();
    ASSERT_EQ(c.state().promised.due, at("2024-10-11T00:00"));
    ASSERT_EQ(next_due(c.state()), at("2024-10-09T00:00")) << "a working day before the last one";
    ASSERT_TRUE(c.run(TimerFired{at("2024-10-09T00:00")}, "2024-10-09T00:00"));
    EXPECT_EQ(c.types().back(), "case.approval_near");
    ASSERT_EQ(next_due(c.state()), at("2024-10-11T00:00"));
    ASSERT_TRUE(c.run(TimerFired{at("2024-10-11T00:00")}, "2024-10-12T09:00"));
    EXPECT_EQ(c.types().back(), "case.deemed_approved");
    EXPECT_EQ(c.stored().back().event.happened_at, at("2024-10-11T00:00"));
    EXPECT_EQ(c.state().stage, Stage::kDecided);
    EXPECT_EQ(c.state().decision->outcome, "approved");
    c.actor = "partner:approval";
    EXPECT_FALSE(c.run(decision("2024-10-14T09:00", {}, "refused"), "2024-10-14T09:00"))
        << "silence cannot be taken back by a refusal";
    EXPECT_TRUE(c.run(decision("2024-10-14T09:00"), "2024-10-14T09:00")) << "the paper itself";
}

TEST(CaseSilence, R8_NeverForExcludedMattersAndNotUnlessTheHallSwitchedItOn) {
    EXPECT_EQ(next_due(silent_case(true).state()), std::nullopt);
    Case off;
    off.item().silent_excluded = false;
    (void)off.receive(complete(), "2024-09-27T10:00");
    EXPECT_EQ(next_due(off.state()), std::nullopt);
}

TEST(CaseSilence, R8_ADecisionReceivedBeforeStopsItEvenIfItWasNotTakenOver) {
    Case c = silent_case();
    c.actor = "partner:approval";
    (void)c.run(decision("2024-10-10T09:00"), "2024-10-10T09:00");
    c.actor = "staff:x";
    (void)c.run(RejectResult{"申请人姓名"}, "2024-10-10T10:00");
    ASSERT_EQ(c.state().stage, Stage::kAccepted);
    EXPECT_EQ(next_due(c.state()), c.state().timing.serve_due);
}

TEST(CaseSilence, R8_AStatementOfSpecialCircumstancesCountsOnlyBeforeTheLimit) {
    Case c = silent_case();
    c.actor = "staff:x";
    EXPECT_FALSE(c.run(RegisterDelay{"", *parse_day("2024-10-20")}, "2024-10-09T09:00"));
    EXPECT_FALSE(c.run(RegisterDelay{"系统检修", std::nullopt}, "2024-10-09T09:00"));
    EXPECT_FALSE(c.run(RegisterDelay{"系统检修", *parse_day("2024-10-08")}, "2024-10-09T09:00"));
    Case late = c;
    EXPECT_FALSE(late.run(RegisterDelay{"系统检修", *parse_day("2024-10-20")}, "2024-10-11T00:00"));
    ASSERT_TRUE(c.run(RegisterDelay{"系统检修", *parse_day("2024-10-20")}, "2024-10-10T23:59"));
    EXPECT_EQ(next_due(c.state()), std::nullopt);
    EXPECT_EQ(c.state().timing.delay_until, *parse_day("2024-10-20"));
}

TEST(CaseSilence, R8_APauseOfThePromisedClockMovesTheDayAndTheAlarm) {
    Case c = silent_case();
    c.item().promise_excludes = {"hearing"};
    c.actor = "staff:x";
    (void)c.run(begin("听证", "2024-09-29T09:00"), "2024-09-29T09:00");
    ASSERT_EQ(c.state().promised.due, at("2024-10-15T00:00"));
    (void)c.run(TimerFired{at("2024-10-10T00:00")}, "2024-10-10T00:00");
    EXPECT_EQ(next_due(c.state()), at("2024-10-12T00:00"));
}

TEST(CaseWatch, R10_CardsComePastTheLimitInTheHallsStepsAndNeverBefore) {
    Case c;
    c.rules().settings.yellow_card = Limit{0, LimitUnit::kWorkday};
    c.rules().settings.red_card = Limit{3, LimitUnit::kWorkday};
    (void)c.receive(complete(), "2024-09-27T10:00");
    c.actor = "system";
    ASSERT_EQ(next_due(c.state()), at("2024-10-11T00:00"));
    ASSERT_TRUE(c.run(TimerFired{at("2024-10-11T00:00")}, "2024-10-16T09:00"));
    EXPECT_EQ(c.state().timing.card, "yellow");
    ASSERT_EQ(next_due(c.state()), at("2024-10-15T00:00")) << "12 is worked, 13 is off";
    ASSERT_TRUE(c.run(TimerFired{at("2024-10-15T00:00")}, "2024-10-16T09:00"));
    EXPECT_EQ(c.state().timing.card, "red");
    EXPECT_EQ(c.stored().back().event.happened_at, at("2024-10-15T00:00"));
    EXPECT_EQ(next_due(c.state()), std::nullopt);
    Case none = accepted_case();
    EXPECT_EQ(next_due(none.state()), std::nullopt) << "no cards where the hall has none";
}

TEST(CaseWatch, R10_AReminderIsLoggedWithWhoWhenAndHow) {
    Case c = accepted_case();
    c.actor = "staff:chuzheng";
    c.actor_name = "出证员一号";
    EXPECT_FALSE(c.run(Remind{"", "", at("2024-10-09T09:00")}, "2024-10-09T09:00"));
    ASSERT_TRUE(c.run(Remind{"phone", "已答应", at("2024-10-09T09:00")}, "2024-10-09T09:05"));
    const Event& e = c.stored().back().event;
    EXPECT_EQ(text_at(e.clear, "by") + text_at(e.clear, "how") + text_at(e.clear, "overdue"),
              "出证员一号phoneno");
    EXPECT_EQ(e.happened_at, at("2024-10-09T09:00"));
    EXPECT_EQ(c.state().timing.reminders, 1);
    (void)c.run(Remind{"visit", "", at("2024-10-11T09:00")}, "2024-10-11T09:00");
    EXPECT_EQ(text_at(c.stored().back().event.clear, "overdue"), "yes");
}

TEST(CaseWatch, R10_PapersCollectedLateAreMarked) {
    Case c;
    c.rules().settings.handover_morning_by = std::chrono::hours{14};
    (void)c.receive(complete(), "2024-09-27T10:00");
    (void)c.run(MessageSent{"r1", "approval", "application", {{"listed", "yes"}}},
                "2024-09-27T10:30");
    c.actor = "staff:bureau";
    (void)c.run(SignFor{at("2024-09-27T14:00"), {}, {}}, "2024-09-27T15:00");
    EXPECT_EQ(text_at(c.stored().back().event.clear, "late"), "yes");
}

TEST(CaseWatch, R11_ADepartmentThatHandsOverPaperIsRemindedAWorkingDayBefore) {
    Case c = accepted_case();
    c.actor = "system";
    EXPECT_EQ(next_due(c.state()), std::nullopt) << "it pushes";
    (void)c.run(MessageSent{"r1", "approval", "application", {{"listed", "yes"}}},
                "2024-09-27T10:30");
    ASSERT_EQ(next_due(c.state()), at("2024-10-09T00:00"));
    (void)c.run(TimerFired{at("2024-10-09T00:00")}, "2024-10-09T00:00");
    EXPECT_EQ(c.types().back(), "case.paper_near");
    EXPECT_TRUE(c.state().timing.paper_near);
    EXPECT_EQ(next_due(c.state()), std::nullopt);
}

TEST(CaseWatch, R39_R14_ServingAndFeedbackHaveLimitsOfTheirOwn) {
    Case c = case_at_issuance();
    ASSERT_EQ(c.state().timing.serve_due, at("2024-10-19T00:00")) << "ten working days";
    ASSERT_EQ(next_due(c.state()), at("2024-10-19T00:00"));
    Case late = c;
    late.actor = "system";
    (void)late.run(TimerFired{at("2024-10-19T00:00")}, "2024-10-19T00:00");
    EXPECT_TRUE(late.state().timing.serve_overdue);
    EXPECT_EQ(next_due(late.state()), std::nullopt);
    (void)c.run(HandOver{"slip", ""}, "2024-10-09T10:00");
    ASSERT_EQ(next_due(c.state()), at("2024-10-11T00:00"));
    c.actor = "system";
    (void)c.run(TimerFired{at("2024-10-11T00:00")}, "2024-10-11T00:00");
    EXPECT_TRUE(c.state().timing.feedback_overdue);
    c.actor = "staff:x";
    (void)c.run(FeedBack{}, "2024-10-11T09:00");
    EXPECT_FALSE(c.state().timing.feedback_overdue);
    EXPECT_EQ(next_due(c.state()), std::nullopt);
}

TEST(CaseRecompute, R29_AnAmendedCalendarMovesBothClocksWithOldNewAndWhy) {
    Case c = accepted_case();
    c.actor = "system";
    ASSERT_TRUE(c.run(Recompute{}, "2024-09-29T09:00")->empty()) << "nothing moved";
    Notice amended{2024, {{*parse_day("2024-10-08"), true, "国庆节"}}};
    for (int day = 1; day <= 7; ++day)
        amended.days.push_back({add_days(*parse_day("2024-09-30"), day), true, "国庆节"});
    amended.days.push_back({*parse_day("2024-09-29"), false, "国庆节"});
    amended.days.push_back({*parse_day("2024-10-12"), false, "国庆节"});
    c.calendar() = Calendar{{amended}, "calendar-2"};
    ASSERT_EQ(c.run(Recompute{}, "2024-09-29T09:00")->size(), 2U);
    EXPECT_EQ(c.state().promised.due, at("2024-10-12T00:00"));
    const object& e = c.stored().back().event.clear;
    EXPECT_EQ(text_at(e, "clock") + text_at(e, "why") + text_at(e, "calendar"),
              "promisedcalendarcalendar-2");
    EXPECT_EQ(parse_instant(text_at(e, "old")), at("2024-10-11T00:00"));
    EXPECT_TRUE(c.run(Recompute{}, "2024-09-29T09:00")->empty()) << "each once";
}

TEST(CaseRecompute, R29_AnUnknownYearIsNotGuessedAndCountedWhenItsDataComes) {
    Case c = silent_case();
    c = Case{};
    c.rules().settings.deemed_approval = true;
    c.item().silent_excluded = false;
    (void)c.receive(complete(), "2024-12-30T10:00");
    c.actor = "system";
    ASSERT_EQ(c.state().promised.due, std::nullopt);
    EXPECT_EQ(next_due(c.state()), std::nullopt);
    c.calendar() = Calendar{{{2024, {{*parse_day("2024-10-01"), true, "国庆节"}}},
                             {2025, {{*parse_day("2025-01-01"), true, "元旦"}}}},
                            "calendar-2"};
    ASSERT_TRUE(c.run(Recompute{}, "2025-01-02T09:00"));
    EXPECT_EQ(c.state().promised.due, at("2025-01-08T00:00"));
    EXPECT_EQ(next_due(c.state()), at("2025-01-06T00:00")) << "and silence is watched from now on";
}

TEST(CaseRecompute, R26_ThePeriodForCorrectionIsCountedAnewAsWell) {
    Case c;
    c.rules().settings.formal_check_automatic = false;
    (void)c.receive(complete(), "2024-12-30T10:00");
    ASSERT_EQ(next_due(c.state()), std::nullopt);
    c.calendar() = Calendar{{{2024, {{*parse_day("2024-10-01"), true, "国庆节"}}},
                             {2025, {{*parse_day("2025-01-01"), true, "元旦"}}}},
                            "calendar-2"};
    (void)c.run(Recompute{}, "2025-01-02T09:00");
    EXPECT_EQ(next_due(c.state()), at("2025-01-03T00:00")) << "the alarm";
    EXPECT_EQ(c.state().correction_due, at("2025-01-08T00:00"));
}

TEST(CaseClockStart, R47_TheItemsLawSaysWhatTheStatutoryClockBeginsWith) {
    const auto accepted_by_a_person = [](std::string start) {
        Case c;
        c.item().statutory_start = std::move(start);
        c.rules().settings.formal_check_automatic = false;
        (void)c.receive(complete(), "2024-09-27T10:00");
        c.actor = "staff:x";
        (void)c.run(Accept{}, "2024-09-30T10:00");
        return c;
    };
    EXPECT_EQ(accepted_by_a_person("受理").state().statutory.started, at("2024-09-30T10:00"));
    Case receipt = accepted_by_a_person("收到申请材料");
    EXPECT_EQ(receipt.state().statutory.started, at("2024-09-27T10:00"));
    EXPECT_EQ(receipt.state().promised.started, at("2024-09-30T10:00"));
    EXPECT_EQ(receipt.state().statutory.due, at("2024-10-31T00:00"));
    Case later = accepted_by_a_person("公示期满");
    EXPECT_EQ(phase_of(later.state(), ClockKind::kStatutory), ClockPhase::kNotStarted);
    EXPECT_EQ(later.state().statutory.due, std::nullopt);
    ASSERT_TRUE(later.run(StartClock{"公示无异议", at("2024-10-09T09:00")}, "2024-10-09T10:00"));
    EXPECT_EQ(later.state().statutory.due, at("2024-11-06T00:00"));
    EXPECT_FALSE(later.run(StartClock{"再次", at("2024-10-09T09:00")}, "2024-10-09T10:00"));
}

TEST(CaseClockStart, R47_AnInspectionBringsTheOtherLimitOfTheItemWithWhy) {
    Case c = running_case();
    c.item().statutory_with = LimitWith{"inspection", {22, LimitUnit::kWorkday}};
    BeginProcedure visit{"现场勘验", "", "", "", "", {}, at("2024-09-29T09:00")};
    ASSERT_TRUE(c.run(visit, "2024-09-29T09:00"));
    EXPECT_EQ(c.state().statutory.due, at("2024-11-02T00:00"));
    EXPECT_EQ(text_at(c.stored().back().event.clear, "why"), "inspection");
    EXPECT_EQ(phase_of(c.state(), ClockKind::kStatutory), ClockPhase::kRunning) << "no pause";
}

TEST(CaseClockStart, R28_AfterCorrectionTheDayTheLastMaterialArrivesIsTheDayOfReceipt) {
    Case c;
    c.item().statutory_start = "收到申请";
    (void)c.receive(content({"申请书"}), "2024-09-27T10:00");
    (void)c.run(Supplement{{object{{"name", "平面图"}}}, at("2024-10-09T10:00")},
                "2024-10-09T10:00");
    EXPECT_EQ(c.state().statutory.started, at("2024-10-09T10:00"));
}

}  // namespace
}  // namespace ow::model
