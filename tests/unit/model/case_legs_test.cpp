// Several departments: legs, reporting up, 缺席默认, joint reviews, what is returned.

#include "gateway/model/case_legs.hpp"

#include "gateway/model/leg_plan.hpp"
#include "tests/unit/model/case_fixture.hpp"

namespace ow::model {
namespace {

using namespace test;

constexpr const char* kSeries = "first>second>bureau";
constexpr const char* kParallel = "(first|second|third)>bureau";

/// Departments `first`, `second` (both served by one partner), `third` (in the browser).
Case case_of(std::string legs, bool deems = false) {
    Case c;
    const auto add = [&](const char* id, const char* partner) {
        c.rules().departments[DepartmentId{id}] = {.id = DepartmentId{id},
                                                   .name = std::string{"样本局"} + id,
                                                   .partner = PartnerId{partner}};
    };
    add("first", "shared");
    add("second", "shared");
    add("third", "");
    c.item().legs = std::move(legs);
    c.rules().settings.deemed_receipt = deems;
    return c;
}
Case accepted(Case c) {
    EXPECT_TRUE(c.receive(complete(), "2024-09-27T10:00"));
    return c;
}
Decide opinion(const std::string& outcome, const char* department = "") {
    Decide d = decision("2024-09-27T11:00", {}, outcome);
    if (outcome != "approved") d.decision.reason = "不符合规划";
    d.department = DepartmentId{department};
    return d;
}
const Leg& leg(const Case& c, const char* department) {
    return *c.state().legs.find(DepartmentId{department});
}
void as(Case& c, const char* actor, const char* department = "") {
    c.actor = actor;
    c.department = DepartmentId{department};
}
std::vector<std::string> strings(const std::vector<Event>& events) {
    std::vector<std::string> out;
    for (const Event& e : events) out.push_back(e.type + ":" + text_at(e.clear, "department"));
    return out;
}
using Strings = std::vector<std::string>;

TEST(LegPlan, R15_TheClosingDecisionAndWhatIsAboveTheHallAreNoLegs) {
    const auto names = [](std::string_view text) {
        std::string out;
        for (const LegPlan& l : legs_of(text, DepartmentId{"a"}))
            out += l.department.str() + std::to_string(l.order) + " ";
        return out;
    };
    EXPECT_EQ(names("(b|c)>a"), "b1 c1 ");
    EXPECT_EQ(names("b>c>d>a"), "b1 c2 d3 ");
    EXPECT_EQ(names("(a|b)>a"), "a1 b1 ");
    EXPECT_EQ(names("b>(a|c)"), "b1 a2 c2 ") << "its own part is one of several";
    EXPECT_EQ(names("b>a>(c|d)"), "b1 a2 c3 d3 ");
    EXPECT_EQ(names("a>^a>^^a"), "a1 ");
    EXPECT_EQ(names("a"), "");
    for (const char* bad : {"a>>b", "(a|b", "a|b", "a>(b|)", "^", "a >b", "a>b quick"})
        EXPECT_FALSE(parse_legs(bad)) << bad;
}

TEST(Legs, R15_OneDepartmentHasNoneAndItsEventsSayNothingOfThem) {
    const Case c = accepted(case_of(""));
    EXPECT_TRUE(c.state().legs.empty());
    EXPECT_FALSE(c.stored().back().event.clear.contains("legs"));
    EXPECT_FALSE(c.stored().back().event.clear.contains("one_refusal"));
}

TEST(Legs, R15_ParallelIsPushedAllAtOnceAndTheLeadDecidesAfterTheLastOpinion) {
    Case c = accepted(case_of(kParallel));
    EXPECT_EQ(c.types(), (Strings{"case.received", "case.accepted"})) << "no event of its own";
    for (const char* id : {"first", "second", "third"}) {
        EXPECT_TRUE(leg(c, id).is_open()) << id;
        EXPECT_EQ(leg(c, id).due, c.state().promised.due) << id;
    }
    as(c, "partner:shared");
    ASSERT_TRUE(c.run(opinion("approved", "first"), "2024-09-27T11:00"));
    ASSERT_TRUE(c.run(opinion("approved", "second"), "2024-09-27T11:01"));
    as(c, "partner:approval");
    const auto early = c.run(opinion("approved"), "2024-09-27T11:02");
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code(), Code::kCommandNotAllowed);
    EXPECT_NE(early.error().cause().find("样本局third"), std::string::npos)
        << early.error().cause();
    as(c, "staff:third", "third");
    ASSERT_TRUE(c.run(opinion("approved"), "2024-09-27T11:03"));
    as(c, "partner:approval");
    ASSERT_TRUE(c.run(opinion("approved"), "2024-09-27T11:04"));
    EXPECT_EQ(c.state().stage, Stage::kDecided);
}

TEST(Legs, R15_InASeriesTheNextIsPushedWhenTheOneBeforeIsDone) {
    Case c = accepted(case_of(kSeries));
    EXPECT_FALSE(leg(c, "second").pushed_at);
    as(c, "partner:shared");
    const auto early = c.run(opinion("approved", "second"), "2024-09-27T10:30");
    ASSERT_FALSE(early) << "its turn has not come";
    const auto done = c.run(opinion("approved"), "2024-09-27T11:00");
    ASSERT_TRUE(done) << done.error().cause();
    EXPECT_EQ(strings(*done), (Strings{"leg.opined:first", "leg.pushed:second"}));
    EXPECT_EQ(text_at(done->back().clear, "papers"), "lead");
    EXPECT_EQ(leg(c, "second").pushed_at, at("2024-09-27T11:00"));
}

TEST(Legs, R35_TheNumberADepartmentGivesWithItsOpinionIsAnAlias) {
    Case c = accepted(case_of(kSeries));
    as(c, "partner:shared");
    Decide d = opinion("approved", "first");
    d.decision.foreign_no = "SC-9";
    d.decision.decided_by = "赵样本";
    ASSERT_TRUE(c.run(d, "2024-09-27T11:00"));
    EXPECT_EQ(c.state().aliases.at("shared"), "SC-9");
    EXPECT_EQ(c.state().aliases.at("channel"), "F-1");
}

TEST(Legs, R9_ALegsDueMovesWithThePausesOfThePromisedLimit) {
    Case c = accepted(case_of(kParallel));
    c.procedures = {{"hearing", "听证", ProcedureClass::kPause, {}, {}, {}, "行政许可法45", {}}};
    c.item().promise_excludes = {"hearing"};
    EXPECT_EQ(leg(c, "first").due, c.state().promised.due);
    as(c, "staff:jingban", "bureau");
    const BeginProcedure hearing{"hearing",
                                 "重大利益",
                                 "听证通知1号",
                                 "局长一号",
                                 {},
                                 Limit{3, LimitUnit::kWorkday},
                                 at("2024-09-29T10:00")};
    const auto before = c.state().promised.due;
    ASSERT_TRUE(c.run(hearing, "2024-09-29T10:00"));
    EXPECT_GT(c.state().promised.due, before);
    EXPECT_EQ(leg(c, "first").due, c.state().promised.due);
    EXPECT_FALSE(leg(c, "first").overdue);
}

TEST(Legs, R29_ALegsDueMovesWithTheCalendar) {
    Case c = accepted(case_of(kParallel));
    Case form = case_of("bureau>^bureau form");
    ASSERT_TRUE(form.receive(complete(), "2024-09-30T10:00"));
    for (Case* one : {&c, &form}) {
        one->calendar() = Calendar{{Notice{2024, {{*parse_day("2024-10-01"), true, "国庆节"}}}},
                                   "calendar-2"};  // one day instead of a week
        ASSERT_TRUE(one->run(Recompute{}, "2024-09-30T12:00"));
    }
    EXPECT_EQ(leg(c, "first").due, c.state().promised.due);
    EXPECT_EQ(leg(form, "bureau").due, at("2024-10-04T00:00")) << "R16: its own two working days";
}

TEST(Legs, R15_WhereTheWindowHandsOnASeriesWaitsForIt) {
    Case c = case_of(kSeries);
    c.rules().settings.serial_by_lead_department = false;
    c = accepted(std::move(c));
    as(c, "partner:shared");
    EXPECT_EQ(c.run(PassOn{}, "2024-09-27T10:30").error().code(), Code::kCommandNotAllowed);
    ASSERT_TRUE(c.run(opinion("approved"), "2024-09-27T11:00"));
    EXPECT_FALSE(leg(c, "second").pushed_at);
    EXPECT_EQ(c.state().legs.next_order(), 2);
    as(c, "staff:window");
    const auto passed = c.run(PassOn{}, "2024-09-27T14:00");
    ASSERT_TRUE(passed) << passed.error().cause();
    EXPECT_EQ(strings(*passed), Strings{"leg.pushed:second"});
    EXPECT_EQ(text_at(passed->back().clear, "papers"), "window");
    EXPECT_FALSE(c.run(PassOn{}, "2024-09-27T14:01")) << "once";
}

TEST(Legs, R15_OneRefusalEndsTheCaseUnlessTheItemSaysTheLeadWeighs) {
    for (const bool ends : {true, false}) {
        Case c = accepted(case_of(std::string{kSeries} + (ends ? "" : " lead_decides")));
        as(c, "partner:shared");
        ASSERT_TRUE(c.run(opinion("refused"), "2024-09-27T11:00"));
        EXPECT_EQ(leg(c, "second").opinion, ends ? "cancelled" : "");
        if (!ends) {
            ASSERT_TRUE(c.run(opinion("approved", "second"), "2024-09-27T11:05"));
        }
        as(c, "partner:approval");
        EXPECT_EQ(static_cast<bool>(c.run(opinion("approved"), "2024-09-27T12:00")), !ends);
        if (ends) {
            EXPECT_TRUE(c.run(opinion("refused"), "2024-09-27T12:01")) << "the lead's D14";
        }
        EXPECT_EQ(c.state().stage, Stage::kDecided);
    }
}

TEST(Legs, R15_APartnerWithTwoOpenLegsMustSayWhich) {
    Case c = accepted(case_of(kParallel));
    as(c, "partner:shared");
    const auto unsaid = c.run(opinion("approved"), "2024-09-27T11:00");
    ASSERT_FALSE(unsaid);
    EXPECT_EQ(unsaid.error().code(), Code::kFieldMissing);
    EXPECT_EQ(unsaid.error().at().field, "leg.department");
    ASSERT_TRUE(c.run(opinion("approved", "first"), "2024-09-27T11:00"));
    ASSERT_TRUE(c.run(opinion("approved"), "2024-09-27T11:01")) << "one is left";
    EXPECT_EQ(leg(c, "second").opinion, "agreed");
}

TEST(Legs, R15_NobodySpeaksForAnothersLeg) {
    Case c = accepted(case_of(kParallel));
    as(c, "partner:approval");
    EXPECT_EQ(c.run(opinion("approved", "first"), "2024-09-27T11:00").error().code(),
              Code::kAuthForbidden);
    as(c, "partner:shared");
    EXPECT_EQ(c.run(opinion("approved", "bureau"), "2024-09-27T11:00").error().code(),
              Code::kAuthForbidden);
    as(c, "staff:second", "second");
    EXPECT_EQ(c.run(opinion("approved", "first"), "2024-09-27T11:00").value().size(), 1U)
        << "a member of staff speaks for the own department whatever is said";
    EXPECT_EQ(leg(c, "second").opinion, "agreed");
    EXPECT_TRUE(leg(c, "first").is_open());
}

TEST(Legs, R30_AnOpinionIsTakenBackByItsSourceAndWhatItEndedGoesOn) {
    Case c = accepted(case_of(kParallel));
    as(c, "partner:shared");
    ASSERT_TRUE(c.run(opinion("refused", "first"), "2024-09-27T11:00"));
    EXPECT_TRUE(c.state().legs.stopped);
    ASSERT_TRUE(c.run(opinion("approved", "first"), "2024-09-27T11:30"));
    EXPECT_FALSE(c.state().legs.stopped);
    EXPECT_TRUE(leg(c, "second").is_open());
    EXPECT_TRUE(c.run(opinion("approved", "first"), "2024-09-27T11:31").value().empty()) << "again";
}

TEST(Legs, R7_ALegNotSignedInTimeIsDeemedReceivedFromThePush) {
    for (const bool deems : {true, false}) {
        Case c = accepted(case_of(kParallel, deems));
        EXPECT_EQ(leg(c, "third").sign_due.has_value(), deems);
        if (!deems) continue;
        as(c, "staff:third", "third");
        ASSERT_TRUE(c.run(SignFor{at("2024-09-27T15:00"), {}, {}}, "2024-09-27T15:00"));
        as(c, "system");
        const auto due = next_due(c.state());
        ASSERT_EQ(due, at("2024-09-30T00:00")) << "Sunday the 29th is worked";
        ASSERT_EQ(c.run(TimerFired{*due}, "2024-09-30T00:00").value().size(), 2U);
        EXPECT_EQ(leg(c, "first").deemed, "late");
        EXPECT_EQ(leg(c, "first").signed_at, at("2024-09-27T10:00")) << "the moment of the push";
        EXPECT_EQ(leg(c, "second").deemed, "late");
        EXPECT_TRUE(leg(c, "third").deemed.empty()) << "signed itself";
    }
}

TEST(Legs, R7_ASystemThatSaysNothingOfAPushedCaseIsDeemedToHaveItWhereTheHallSaysSo) {
    for (const bool deems : {true, false}) {
        Case c = accepted(case_of("", deems));
        as(c, "partner:approval");
        ASSERT_TRUE(c.run(MessageSent{"row", "approval", "application", {}}, "2024-09-27T10:01"));
        as(c, "system");
        EXPECT_EQ(next_due(c.state()).has_value(), deems);
        if (!deems) continue;
        Case spoken = c;
        as(spoken, "partner:approval");
        ASSERT_TRUE(spoken.run(Progress{"审查", "", at("2024-09-27T11:00")}, "2024-09-27T11:00"));
        EXPECT_FALSE(next_due(spoken.state())) << "it has it";
        const auto fired = c.run(TimerFired{*next_due(c.state())}, "2024-09-30T00:00");
        ASSERT_EQ(fired->size(), 1U);
        EXPECT_EQ(fired->front().type, "case.deemed_signed");
        EXPECT_EQ(fired->front().happened_at, at("2024-09-27T10:01"));
    }
}

TEST(Legs, R7_RefusingToSignCountsAsReceivedFromThePushOnlyWhereTheHallSaysSo) {
    Case without = accepted(case_of(kParallel, false));
    as(without, "staff:window");
    EXPECT_EQ(
        without.run(RefuseToSign{DepartmentId{"third"}, "拒收"}, "2024-09-27T15:00").error().code(),
        Code::kCommandNotAllowed);
    Case c = accepted(case_of(kParallel, true));
    as(c, "staff:window");
    ASSERT_TRUE(c.run(RefuseToSign{DepartmentId{"third"}, "拒收"}, "2024-09-27T15:00"));
    EXPECT_EQ(leg(c, "third").deemed, "refused");
    EXPECT_EQ(leg(c, "third").signed_at, at("2024-09-27T10:00"));
    EXPECT_FALSE(c.run(RefuseToSign{DepartmentId{"third"}, "拒收"}, "2024-09-27T15:01"));
}

TEST(Review, R15_ConvenedByWhomTheHallNames) {
    for (const ReviewBy by : {ReviewBy::kHall, ReviewBy::kLead}) {
        Case c = accepted(case_of(kParallel));
        c.rules().settings.joint_review_by = by;
        const ConveneReview convene{at("2024-09-30T09:00"), "三楼会议室", {}};
        as(c, "staff:window");
        EXPECT_EQ(static_cast<bool>(c.run(convene, "2024-09-27T15:00")), by == ReviewBy::kHall);
        as(c, "staff:lead", "bureau");
        EXPECT_EQ(static_cast<bool>(c.run(convene, "2024-09-27T15:00")), by == ReviewBy::kLead);
        EXPECT_EQ(c.state().legs.review->departments.size(), 3U) << "all that have a leg";
    }
}

TEST(Review, R7_WhoIsAbsentIsDeemedToHaveReceived) {
    for (const bool deems : {true, false}) {
        Case c = case_of(kParallel, deems);
        c.rules().settings.sign_within = {9, LimitUnit::kWorkday};
        c = accepted(std::move(c));
        as(c, "staff:lead", "bureau");
        ASSERT_TRUE(
            c.run(ConveneReview{at("2024-09-30T09:00"), "三楼会议室", {}}, "2024-09-27T15:00"));
        const RecordReview record{{DepartmentId{"first"}, DepartmentId{"third"}}, "原则同意"};
        EXPECT_FALSE(c.run(record, "2024-09-30T08:59")) << "not yet held";
        ASSERT_TRUE(c.run(record, "2024-09-30T11:00"));
        EXPECT_EQ(c.state().legs.review->absent, std::vector{DepartmentId{"second"}});
        EXPECT_EQ(leg(c, "second").deemed, deems ? "absent" : "");
        EXPECT_FALSE(leg(c, "first").signed_at) << "being there is no signature";
        if (deems) {
            EXPECT_EQ(leg(c, "second").signed_at, at("2024-09-27T10:00"));
        }
    }
}

TEST(ReportUp, R16_TheCountyThatChecksFormSendsUpInTwoWorkingDaysWithTheFixedWords) {
    Case c = accepted(case_of("bureau>^bureau form"));
    EXPECT_EQ(leg(c, "bureau").due, at("2024-10-01T00:00")) << "29th and 30th are worked";
    as(c, "staff:lead", "bureau");
    EXPECT_FALSE(c.run(ReportUp{"同意", at("2024-09-29T09:00")}, "2024-09-29T09:00"));
    Case late = c;
    ASSERT_TRUE(c.run(ReportUp{"", at("2024-09-29T09:00")}, "2024-09-29T09:00"));
    EXPECT_EQ(leg(c, "bureau").reason, "材料齐全、符合法定形式，呈请上级部门办理");
    EXPECT_FALSE(next_due(c.state()));
    as(late, "system");
    ASSERT_EQ(late.run(TimerFired{at("2024-10-01T00:00")}, "2024-10-01T00:00")->size(), 1U);
    EXPECT_TRUE(leg(late, "bureau").overdue);
    as(late, "partner:approval");
    EXPECT_TRUE(late.run(opinion("approved"), "2024-10-08T09:00")) << "the decision from above";
}

TEST(ReportUp, R16_WhoExaminesFirstWritesItsOwnOpinionInThePromisedTime) {
    Case c = accepted(case_of("bureau>^bureau"));
    EXPECT_EQ(leg(c, "bureau").due, c.state().promised.due);
    as(c, "staff:lead", "bureau");
    EXPECT_FALSE(c.run(ReportUp{"", at("2024-09-29T09:00")}, "2024-09-29T09:00"));
    ASSERT_TRUE(c.run(ReportUp{"初审同意", at("2024-09-29T09:00")}, "2024-09-29T09:00"));
    EXPECT_EQ(leg(c, "bureau").reason, "初审同意");
}

Decide returned(std::string merits, std::string refusal_number = {}) {
    Decide d = opinion("returned");
    d.decision.merits = std::move(merits);
    d.decision.refusal_number = std::move(refusal_number);
    return d;
}

TEST(Return, R20_RefusedOnItsMeritsItNeedsADecisionWithRemediesAsWell) {
    Case c = accepted_case();
    const auto bare = c.run(returned("yes"), "2024-09-30T09:00");
    ASSERT_FALSE(bare);
    EXPECT_EQ(bare.error().code(), Code::kCommandNotAllowed);
    ASSERT_TRUE(c.run(returned("yes", "不予〔2024〕1号"), "2024-09-30T09:00"));
    EXPECT_EQ(c.state().decision->refusal_number, "不予〔2024〕1号");
    EXPECT_EQ(c.state().decision->returned_materials, (Strings{"申请书", "平面图"}));
    c.actor = "staff:window";
    EXPECT_TRUE(c.run(TakeOverResult{}, "2024-09-30T10:00"));
}

TEST(Return, R20_WhatNobodyCalledFormalIsNotTakenOverBeforeSomebodyConfirmsIt) {
    Case c = accepted_case();
    ASSERT_TRUE(c.run(returned(""), "2024-09-30T09:00"));
    c.actor = "staff:window";
    EXPECT_EQ(c.run(TakeOverResult{}, "2024-09-30T10:00").error().code(), Code::kCommandNotAllowed);
    ASSERT_TRUE(c.run(ConfirmReturn{}, "2024-09-30T10:01"));
    ASSERT_TRUE(c.run(TakeOverResult{}, "2024-09-30T10:02"));
    EXPECT_FALSE(c.run(ConfirmReturn{}, "2024-09-30T10:03"));
}

TEST(Return, R20_TheApplicantIsToldByPhoneWhereTheHallSaysSo) {
    for (const bool by_phone : {true, false}) {
        Case c = accepted_case();
        c.rules().settings.return_told_by_phone = by_phone;
        ASSERT_TRUE(c.run(returned("no"), "2024-09-30T09:00"));
        c.actor = "staff:window";
        ASSERT_TRUE(c.run(TakeOverResult{}, "2024-09-30T10:00"));
        EXPECT_EQ(static_cast<bool>(c.run(Notify{"message", ""}, "2024-09-30T10:01")), !by_phone);
        ASSERT_TRUE(c.run(Notify{"phone", ""}, "2024-09-30T10:02"));
        ASSERT_TRUE(c.run(HandOver{"slip", ""}, "2024-09-30T16:00"));
        EXPECT_EQ(c.state().stage, Stage::kDelivered);
    }
}

TEST(Return, R20_AReasonIsOwed) {
    Case c = accepted_case();
    Decide d = returned("no");
    d.decision.reason.clear();
    EXPECT_EQ(c.run(d, "2024-09-30T09:00").error().code(), Code::kFieldMissing);
}

}  // namespace
}  // namespace ow::model
