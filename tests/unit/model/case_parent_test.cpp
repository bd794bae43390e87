// R45: 一件事 and 项目. The whole's state is derived from its cases; a stage's limit is a third
// clock.

#include "tests/unit/model/case_fixture.hpp"

namespace ow::model {
namespace {

using namespace test;

const ParentPlan kProject{"project",
                          "样本项目",
                          true,
                          {{"plan",
                            "规划报批",
                            DepartmentId{"bureau"},
                            Limit{4, LimitUnit::kWorkday},
                            {ItemId{"licence"}}},
                           {"build", "施工许可", DepartmentId{"bureau"}, {}, {ItemId{"other"}}}}};

CaseFacts facts_of(const Hall& hall, const Item& item, const Calendar& calendar) {
    return {hall, item, calendar, "staff:chuangkou", "受理员一号", CaseNo{}, {}};
}

/// A case of the plan's first stage, with the siblings it is decided beside.
struct Member {
    Case c;
    ParentFacts parent{.no = "410184202409271P0000018"};

    explicit Member(bool accepted = true) {
        c.rules().parents = {kProject};
        c.rules().settings.formal_check_automatic = accepted;
        (void)c.receive(complete(), "2024-09-27T10:00");
    }
    Result<std::vector<Event>> run(const Command& command, std::string_view now) {
        CaseFacts facts = facts_of(c.rules(), c.item(), c.calendar());
        facts.parent = parent;
        auto events = decide(c.state(), command, facts, at(now));
        if (events) {
            for (const Event& event : *events) c.append(event, at(now));
        }
        return events;
    }
    [[nodiscard]] const CaseParent& part() const { return c.state().parent; }
};

TEST(CaseParent, R45_JoiningGivesAnAcceptedCaseAThirdClockAndLeavesTheOthersAlone) {
    Member m;
    const CaseClock promised = m.c.state().promised;
    ASSERT_TRUE(m.run(JoinParent{}, "2024-09-29T09:00"));
    EXPECT_EQ(m.part().no, "410184202409271P0000018");
    EXPECT_EQ(m.part().stage_name, "规划报批");
    EXPECT_EQ(m.part().clock.started, at("2024-09-27T10:00"));
    // Friday; Sunday 29th works, Monday 30th works, the holiday ends with the 7th.
    EXPECT_EQ(m.part().clock.due, at("2024-10-10T00:00"));
    EXPECT_EQ(m.c.state().promised.due, promised.due);
    EXPECT_EQ(m.c.state().no.str(), "4101842024092710000013");
}

TEST(CaseParent, R45_TheStageBeginsWithItsFirstAcceptance) {
    Member m{false};
    m.parent.plan = "project";
    m.parent.siblings = {
        {CaseNo{"4101842024092710000021"}, ItemId{"other"}, "plan", at("2024-09-26T10:00")}};
    ASSERT_TRUE(m.run(JoinParent{m.parent.no, {}}, "2024-09-27T11:00"));
    EXPECT_FALSE(m.part().clock.started) << "not accepted yet";
    ASSERT_TRUE(m.run(Accept{}, "2024-09-29T09:00"));
    EXPECT_EQ(m.part().clock.started, at("2024-09-26T10:00"));
    EXPECT_EQ(m.part().clock.due, at("2024-10-09T00:00"));
}

TEST(CaseParent, R45_TheStagesLimitIsRemindedOfAndOverdueWhileTheResultIsNotIn) {
    Member m;
    ASSERT_TRUE(m.run(JoinParent{}, "2024-09-27T11:00"));
    const auto alarm = next_due(m.c.state());
    EXPECT_EQ(alarm, at("2024-09-30T00:00")) << "two working days before the last day, the 9th";
    ASSERT_TRUE(m.run(TimerFired{*alarm}, "2024-09-30T00:00"));
    EXPECT_EQ(m.c.types().back(), "stage.near");
    ASSERT_TRUE(m.run(TimerFired{at("2024-10-10T00:00")}, "2024-10-10T00:00"));
    EXPECT_TRUE(m.part().overdue);
    EXPECT_EQ(m.c.types().back(), "stage.overdue");
}

TEST(CaseParent, R45_AResultAtTheWindowStopsTheStagesClock) {
    Member m;
    ASSERT_TRUE(m.run(JoinParent{}, "2024-09-27T11:00"));
    m.c.actor = "partner:approval";
    ASSERT_TRUE(m.c.run(decision("2024-09-30T09:00"), "2024-09-30T09:05"));
    EXPECT_FALSE(is_stage_over(m.c.state())) << "decided is not yet at the window (R39)";
    ASSERT_TRUE(m.run(TakeOverResult{}, "2024-09-30T15:00"));
    EXPECT_TRUE(is_stage_over(m.c.state()));
    const auto obsolete = m.run(TimerFired{at("2024-10-10T00:00")}, "2024-10-10T00:00");
    ASSERT_TRUE(obsolete);
    for (const Event& one : *obsolete) EXPECT_NE(one.type, "stage.overdue");
}

TEST(CaseParent, R45_APauseOfTheCaseDoesNotStopTheStage) {
    Member m;
    m.c.procedures = {{"hearing", "听证", ProcedureClass::kPause, {}, {}, {}, "行政许可法45", {}}};
    m.c.item().promise_excludes = {"hearing"};
    ASSERT_TRUE(m.run(JoinParent{}, "2024-09-27T11:00"));
    const auto due = m.part().clock.due;
    const BeginProcedure hearing{"hearing",
                                 "重大利益",
                                 "听证通知1号",
                                 "局长一号",
                                 {},
                                 Limit{3, LimitUnit::kWorkday},
                                 at("2024-09-29T10:00")};
    const auto promised = m.c.state().promised.due;
    m.c.actor = "partner:approval";
    ASSERT_TRUE(m.c.run(hearing, "2024-09-29T10:00"));
    EXPECT_NE(m.c.state().promised.due, promised);
    EXPECT_EQ(m.part().clock.due, due);
}

TEST(CaseParent, R29_R45_TheStagesDueMovesWithTheCalendar) {
    Member m;
    ASSERT_TRUE(m.run(JoinParent{}, "2024-09-27T11:00"));
    const Notice changed{2024, {{*parse_day("2024-10-01"), true, "国庆节"}}};
    m.c.calendar() = Calendar{{changed}, "calendar-2"};  // one day instead of a week
    const auto moved = m.run(Recompute{}, "2024-09-27T12:00");
    ASSERT_TRUE(moved);
    EXPECT_EQ(m.part().clock.due, at("2024-10-05T00:00"));
    EXPECT_EQ(text_at(moved->back().clear, "clock"), "stage");
}

TEST(CaseParent, R45_NobodyJoinsTwiceNorAnotherApplicantsNorWithAnItemThatIsThere) {
    Member m;
    m.parent.plan = "project";
    m.parent.applicant = "41018419900104003X";
    m.parent.siblings = {{CaseNo{"4101842024092710000021"}, ItemId{"other"}, "build", {}}};
    const auto other = m.run(JoinParent{m.parent.no, {}}, "2024-09-27T11:00");
    ASSERT_FALSE(other);
    EXPECT_NE(other.error().cause().find("同一申请人"), std::string::npos);
    m.parent.applicant.clear();
    m.parent.siblings.front().item = ItemId{"licence"};
    EXPECT_FALSE(m.run(JoinParent{m.parent.no, {}}, "2024-09-27T11:00"));
    m.parent.siblings.front().item = ItemId{"other"};
    ASSERT_TRUE(m.run(JoinParent{m.parent.no, {}}, "2024-09-27T11:00"));
    EXPECT_FALSE(m.run(JoinParent{m.parent.no, {}}, "2024-09-27T11:00"));
}

TEST(CaseParent, R45_AWrongJoiningIsTakenBackWithItsClock) {
    Member m;
    ASSERT_TRUE(m.run(JoinParent{}, "2024-09-27T11:00"));
    EXPECT_FALSE(m.run(LeaveParent{}, "2024-09-27T12:00")) << "not without a reason";
    ASSERT_TRUE(m.run(LeaveParent{"并错了"}, "2024-09-27T12:00"));
    EXPECT_TRUE(m.part().empty());
    EXPECT_FALSE(m.part().clock.started);
}

ParentMember member(std::string stage, Stage state) {
    ParentMember m;
    m.stage = std::move(stage);
    m.state = state;
    m.is_accepted = state != Stage::kReceived && state != Stage::kCorrection;
    m.is_result_in = state == Stage::kAtIssuance || row_of(state).closed;
    return m;
}

TEST(CaseParent, R45_TheWholesStateIsDerivedFromItsCases) {
    ParentPlan thing = kProject;
    thing.is_project = false;
    EXPECT_EQ(state_of(thing, {}), ParentState::kNotBegun);
    std::vector<ParentMember> all{member("plan", Stage::kReceived),
                                  member("build", Stage::kCorrection)};
    EXPECT_EQ(state_of(thing, all), ParentState::kPreparing);
    all[0] = member("plan", Stage::kAccepted);
    EXPECT_EQ(state_of(thing, all), ParentState::kRunning);
    all[0] = member("plan", Stage::kAtIssuance);
    all[1] = member("build", Stage::kRefused);
    EXPECT_EQ(state_of(thing, all), ParentState::kResultsIn);
    all[0] = member("plan", Stage::kFedBack);
    EXPECT_EQ(state_of(thing, all), ParentState::kClosed);
    all[0] = member("plan", Stage::kMailed);  // R30: a voided delivery opens the whole again
    EXPECT_NE(state_of(thing, all), ParentState::kClosed);
}

TEST(CaseParent, R45_AProjectIsNotDoneWhileAStageHasNotBegun) {
    std::vector<ParentMember> all{member("plan", Stage::kFedBack)};
    EXPECT_EQ(state_of(kProject.stages[0], all), ParentState::kClosed);
    EXPECT_EQ(state_of(kProject.stages[1], all), ParentState::kNotBegun);
    EXPECT_EQ(state_of(kProject, all), ParentState::kRunning);
    all.push_back(member("build", Stage::kFedBack));
    EXPECT_EQ(state_of(kProject, all), ParentState::kClosed);
}

}  // namespace
}  // namespace ow::model
