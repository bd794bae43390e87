// The people's steps: identity, ratings, custody, stub, results that bypass the window, archive.

#include "tests/unit/model/case_fixture.hpp"

namespace ow::model {
namespace {

using namespace test;

Case window_case(const IntakeChecks& checks = {.applicant = "original"}) {
    Case c;
    c.actor = "staff:shouli";
    c.actor_name = "收件员一号";
    c.checks = checks;
    (void)c.receive(complete(), "2024-09-27T10:00", true);
    return c;
}

Case delivered_case(const std::string& outcome = "approved") {
    Case c = window_case();
    c.actor = "partner:approval";
    c.actor_name.clear();
    Decide decide = decision("2024-09-30T09:00", {}, outcome);
    if (outcome == "returned") decide.decision.reason = "申请表未签字";
    if (outcome == "returned") decide.decision.merits = "no";
    (void)c.run(decide, "2024-09-30T09:05");
    c.actor = "staff:chuzheng";
    c.actor_name = "出证员一号";
    (void)c.run(TakeOverResult{}, "2024-09-30T15:00");
    (void)c.run(HandOver{"slip", ""}, "2024-09-30T16:00");
    return c;
}

Rate stars(std::string occasion, int count, std::string via = "device") {
    return {std::move(occasion), count, std::move(via), "PJ-000017", {}};
}

TEST(CaseIdentity, R1_WhoTakesACaseInStatesHowTheApplicantWasChecked) {
    Case c;
    c.checks = {};
    const auto none = c.receive(complete(), "2024-09-27T10:00", true);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().at().field, "identity");
    c.checks.applicant = "glance";
    EXPECT_FALSE(c.receive(complete(), "2024-09-27T10:00", true));
    c.checks.applicant = "original";
    c.checks.materials = {{"M1", "compared"}, {"M2", "scanned"}};
    ASSERT_TRUE(c.receive(complete(), "2024-09-27T10:00", true));
    EXPECT_EQ(c.state().people.checks.materials.at("M1"), "compared") << "each fact per material";
    EXPECT_EQ(c.state().people.checks.applicant, "original");
    Case online;
    EXPECT_TRUE(online.receive(complete(), "2024-09-27T10:00")) << "the channel has checked";
}

TEST(CaseIdentity, R23_AnAgentIsCheckedHimselfAndHisAuthorisationSeen) {
    object application = complete();
    application["agent"] = object{{"name", "代办测试"}};
    Case c;
    c.checks = {.applicant = "copy"};
    EXPECT_FALSE(c.receive(application, "2024-09-27T10:00", true));
    c.checks.agent = "original";
    const auto unauthorised = c.receive(application, "2024-09-27T10:00", true);
    ASSERT_FALSE(unauthorised);
    EXPECT_EQ(unauthorised.error().at().field, "authorisation");
    c.checks.authorisation = "original";
    EXPECT_TRUE(c.receive(application, "2024-09-27T10:00", true));
}

TEST(CaseIdentity, R19_WhoTakesACaseInIsItsFirstResponsiblePerson) {
    Case c;
    c.actor_name = "收件员一号";
    (void)c.receive(content({"申请书"}), "2024-09-27T10:00", true);
    EXPECT_EQ(c.state().handler, "收件员一号") << "before anybody accepts it";
    EXPECT_EQ(c.state().received_at, at("2024-09-27T10:00"));
}

TEST(CaseMarks, R46_MarksAndChannelNeverChangeLimits) {
    const Case plain = window_case();
    const Case marked = window_case(
        {.applicant = "original", .helper = "帮办员一号", .marks = {"green_lane", "province"}});
    Case online;
    (void)online.receive(complete(), "2024-09-27T10:00");
    EXPECT_EQ(marked.state().people.checks.helper, "帮办员一号");
    EXPECT_TRUE(marked.state().people.checks.marks.contains("green_lane"));
    ASSERT_TRUE(plain.state().promised.due);
    EXPECT_EQ(marked.state().promised.due, plain.state().promised.due);
    EXPECT_EQ(marked.state().statutory.due, plain.state().statutory.due);
    EXPECT_EQ(online.state().promised.due, plain.state().promised.due);
}

TEST(CaseRating, R21_OneRatingForAnOccasionOnceItIsDone) {
    Case c = window_case();
    EXPECT_FALSE(c.run(stars("collect", 5), "2024-09-27T11:00")) << "nothing was collected";
    EXPECT_FALSE(c.run(stars("online", 5), "2024-09-27T11:00")) << "it came over the counter";
    EXPECT_EQ(to_be_rated(c.state()), std::vector<std::string>{"intake"});
    ASSERT_TRUE(c.run(stars("intake", 5), "2024-09-27T11:00"));
    EXPECT_EQ(text_at(c.stored().back().event.clear, "grade"), "1") << "GB/T 39046: 1 is best";
    const auto again = c.run(stars("intake", 1), "2024-09-27T11:05");
    ASSERT_FALSE(again);
    EXPECT_NE(again.error().cause().find("不能更改"), std::string::npos);
    EXPECT_EQ(c.state().people.ratings.at("intake").stars, 5);
    Case done = delivered_case();
    EXPECT_TRUE(done.run(stars("collect", 4), "2024-09-30T16:05"));
    EXPECT_FALSE(done.run(stars("return", 4), "2024-09-30T16:05")) << "nothing was returned";
    EXPECT_TRUE(delivered_case("returned").run(stars("return", 3), "2024-09-30T16:05"));
}

TEST(CaseRating, R21_CarriesEvidenceAndTheRatedDoNotEnterTheirOwn) {
    Case c = window_case();
    EXPECT_FALSE(c.run(Rate{"intake", 5, "device", "", {}}, "2024-09-27T11:00"));
    EXPECT_FALSE(c.run(stars("intake", 6), "2024-09-27T11:00"));
    EXPECT_FALSE(c.run(stars("intake", 5, "hearsay"), "2024-09-27T11:00"));
    const auto own = c.run(stars("intake", 5, "paper"), "2024-09-27T11:00");
    ASSERT_FALSE(own);
    EXPECT_EQ(own.error().code(), Code::kAuthForbidden);
    c.actor = "staff:jiandu";
    c.actor_name = "监督员一号";
    ASSERT_TRUE(c.run(stars("intake", 5, "paper"), "2024-09-27T11:00"));
    EXPECT_EQ(text_at(c.stored().back().event.secret, "evidence"), "PJ-000017");
    EXPECT_EQ(text_at(c.stored().back().event.clear, "rated"), "staff:shouli");
}

TEST(CaseRating, R21_ABadOneIsPutRightByADayOrStandsAsLate) {
    Case c = window_case();
    ASSERT_TRUE(c.run(stars("intake", 2), "2024-09-27T11:00"));
    EXPECT_EQ(next_due(c.state()), at("2024-10-11T00:00")) << "29, 30, 8, 9 and 10 are worked";
    Case late = c;
    EXPECT_FALSE(c.run(Rectify{"intake", ""}, "2024-09-29T10:00"));
    ASSERT_TRUE(c.run(Rectify{"intake", "已致歉并改进叫号"}, "2024-09-29T10:00"));
    EXPECT_EQ(next_due(c.state()), std::nullopt);
    EXPECT_FALSE(c.run(Rectify{"intake", "再次"}, "2024-09-29T10:00"));
    const Instant when = *next_due(late.state());
    ASSERT_TRUE(late.run(TimerFired{when}, to_iso(when)));
    EXPECT_EQ(late.types().back(), "rating.overdue");
    EXPECT_TRUE(late.state().people.ratings.at("intake").is_late);
    ASSERT_TRUE(late.run(Rectify{"intake", "补办"}, "2024-10-21T10:00"));
    EXPECT_EQ(text_at(late.stored().back().event.clear, "late"), "yes");
    Case good = window_case();
    ASSERT_TRUE(good.run(stars("intake", 3), "2024-09-27T11:00"));
    EXPECT_EQ(next_due(good.state()), std::nullopt);
    EXPECT_FALSE(good.run(Rectify{"intake", "无"}, "2024-09-29T10:00"));
}

TEST(CaseCustody, R40_ItIsAlwaysKnownWhoHoldsThePaperAndWhere) {
    Case c = window_case();
    EXPECT_EQ(c.state().people.custody.holder, "window");
    EXPECT_EQ(c.state().people.custody.person, "收件员一号");
    EXPECT_FALSE(
        c.run(MoveFile{"courier", "派送员一号", "途中", false, "handover"}, "2024-09-27T11:00"))
        << "this hall has no courier";
    c.rules().settings.files_by_courier = true;
    ASSERT_TRUE(
        c.run(MoveFile{"courier", "派送员一号", "途中", false, "handover"}, "2024-09-27T11:00"));
    EXPECT_EQ(text_at(c.stored().back().event.clear, "from"), "window");
    EXPECT_FALSE(c.run(MoveFile{"bureau", "后台一号", "", false, "handover"}, "2024-09-27T11:10"));
    (void)c.run(MessageSent{"r1", "approval", "application", {{"listed", "yes"}}},
                "2024-09-27T11:00");
    ASSERT_TRUE(c.run(SignFor{at("2024-09-27T11:30"), {}, {}}, "2024-09-27T11:30"));
    EXPECT_EQ(c.state().people.custody.holder, "bureau") << "the signature moves it";
}

TEST(CaseCustody, R40_WhereItIsClosedItLeavesTheHallOnlyWithTheCentresConsent) {
    Case c = window_case();
    c.rules().settings.files_stay_inside = true;
    const MoveFile out{"bureau", "后台一号", "局机关", true, "other"};
    const auto refused = c.run(out, "2024-09-27T11:00");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Code::kCommandNotAllowed);
    Case site = c;
    EXPECT_TRUE(
        site.run(MoveFile{"bureau", "后台一号", "现场", true, "site_check"}, "2024-09-27T11:00"));
    Case disclosed = c;
    EXPECT_TRUE(disclosed.run(MoveFile{"bureau", "后台一号", "局机关", true, "disclosure"},
                              "2024-09-27T11:00"));
    MoveFile consented = out;
    consented.consent = "中心主任一号";
    EXPECT_TRUE(c.run(consented, "2024-09-27T11:00"));
    Case open = window_case();
    EXPECT_TRUE(open.run(out, "2024-09-27T11:00")) << "only where the hall has it";
}

TEST(CaseCustody, R40_AnAlarmIsRaisedWhenItIsNotBack) {
    Case c = window_case();
    MoveFile out{"bureau", "后台一号", "现场", true, "site_check", "", at("2024-09-27T17:00")};
    EXPECT_FALSE(c.run(out, "2024-09-27T17:00")) << "not back before it went";
    ASSERT_TRUE(c.run(out, "2024-09-27T11:00"));
    EXPECT_EQ(next_due(c.state()), at("2024-09-27T17:00"));
    Case back = c;
    ASSERT_TRUE(
        back.run(MoveFile{"window", "收件员一号", "3号窗口", false, "other"}, "2024-09-27T16:00"));
    EXPECT_EQ(text_at(back.stored().back().event.clear, "back"), "yes");
    EXPECT_EQ(next_due(back.state()), std::nullopt);
    ASSERT_TRUE(c.run(TimerFired{at("2024-09-27T17:00")}, "2024-09-27T17:00"));
    EXPECT_EQ(c.types().back(), "file.not_back");
    EXPECT_TRUE(c.state().people.custody.is_late);
    EXPECT_EQ(next_due(c.state()), std::nullopt) << "once";
}

TEST(CaseStub, R42_AtTheDaysEndACaseHasItsSignedStubOrStandsOnTheList) {
    Case c;
    c.rules().settings.handover_proof = HandoverProof::kSignedStub;
    (void)c.receive(complete(), "2024-09-27T10:00");
    EXPECT_EQ(next_due(c.state()), at("2024-09-28T00:00"));
    Case kept = c;
    ASSERT_TRUE(kept.run(RegisterStub{true}, "2024-09-27T16:00"));
    EXPECT_EQ(text_at(kept.stored().back().event.clear, "pledge_letter"), "yes");
    EXPECT_EQ(next_due(kept.state()), std::nullopt);
    EXPECT_FALSE(kept.run(RegisterStub{true}, "2024-09-27T16:00")) << "once";
    ASSERT_TRUE(c.run(TimerFired{at("2024-09-28T00:00")}, "2024-09-28T00:00"));
    EXPECT_TRUE(c.state().people.stub_missing);
    ASSERT_TRUE(c.run(RegisterStub{false}, "2024-09-29T09:00"));
    EXPECT_FALSE(c.state().people.stub_missing);
    Case other;
    (void)other.receive(complete(), "2024-09-27T10:00");
    EXPECT_EQ(next_due(other.state()), std::nullopt) << "only where the stub is the proof";
}

TEST(CaseBypass, R41_WithoutWaybillAndDeliveryItIsNotDelivered) {
    Case c = window_case({.applicant = "original", .marks = {"province"}});
    c.actor = "partner:approval";
    (void)c.run(decision("2024-09-30T09:00"), "2024-09-30T09:05");
    EXPECT_FALSE(c.run(MailDirect{"", at("2024-09-30T10:00")}, "2024-09-30T10:00"));
    EXPECT_FALSE(c.run(MailDirect{"EA1", at("2024-09-30T11:00")}, "2024-09-30T10:00"))
        << "not in the future";
    EXPECT_FALSE(c.run(ConfirmDelivery{"本人", at("2024-09-30T10:00")}, "2024-09-30T10:00"));
    ASSERT_TRUE(c.run(MailDirect{"EA000000001CN", at("2024-09-30T10:00")}, "2024-09-30T10:30"));
    EXPECT_EQ(c.state().stage, Stage::kMailed);
    EXPECT_EQ(c.state().promised.stopped, at("2024-09-30T10:00"));
    EXPECT_FALSE(c.run(ConfirmDelivery{"", at("2024-10-08T10:00")}, "2024-10-08T10:00"));
    ASSERT_TRUE(c.run(ConfirmDelivery{"本人", at("2024-10-08T10:00")}, "2024-10-08T11:00"));
    EXPECT_EQ(c.state().stage, Stage::kDelivered);
    EXPECT_EQ(c.state().delivered_at, at("2024-10-08T10:00"));
}

TEST(CaseBypass, R38_WhoSignedIsNamedInNoClearPart) {
    Case c = window_case({.applicant = "original", .marks = {"province"}});
    c.actor = "partner:approval";
    (void)c.run(decision("2024-09-30T09:00"), "2024-09-30T09:05");
    ASSERT_TRUE(c.run(MailDirect{"EA000000001CN", at("2024-09-30T10:00")}, "2024-09-30T10:30"));
    ASSERT_TRUE(c.run(ConfirmDelivery{"王某某", at("2024-10-08T10:00")}, "2024-10-08T11:00"));
    EXPECT_EQ(boost::json::serialize(c.stored().back().event.clear).find("王"), std::string::npos);
    EXPECT_EQ(c.state().delivery_by, "王某某");
}

TEST(CaseBypass, R41_OnlyWhatTheRuleLetsPassBypassesTheWindow) {
    Case c = window_case();
    c.actor = "partner:approval";
    (void)c.run(decision("2024-09-30T09:00"), "2024-09-30T09:05");
    EXPECT_FALSE(c.run(MailDirect{"EA1", at("2024-09-30T10:00")}, "2024-09-30T10:00"));
}

TEST(CaseArchive, R22_PapersAreHandedInByBothAndReadOnlyWithTheLeadersApproval) {
    Case c = delivered_case();
    const HandInArchive hand_in{"出证员一号", "档案员一号", at("2024-10-08T09:00")};
    EXPECT_FALSE(c.run(hand_in, "2024-10-08T09:00")) << "not closed yet";
    ASSERT_TRUE(c.run(FeedBack{}, "2024-09-30T17:00"));
    EXPECT_FALSE(
        c.run(HandInArchive{"出证员一号", "", at("2024-10-08T09:00")}, "2024-10-08T09:00"));
    EXPECT_FALSE(c.run(ConsultArchive{"查阅人", "分管领导一号", ""}, "2024-10-09T09:00"));
    ASSERT_TRUE(c.run(hand_in, "2024-10-08T09:00"));
    EXPECT_EQ(c.state().people.archive_kept_by, "department") << "003B";
    EXPECT_FALSE(c.run(hand_in, "2024-10-08T09:00")) << "once";
    c.actor_name = "档案员一号";
    EXPECT_FALSE(c.run(ConsultArchive{"查阅人", "", ""}, "2024-10-09T09:00"));
    EXPECT_FALSE(c.run(ConsultArchive{"查阅人", "档案员一号", ""}, "2024-10-09T09:00"))
        << "the keeper does not approve";
    ASSERT_TRUE(c.run(ConsultArchive{"查阅人", "分管领导一号", "复核"}, "2024-10-09T09:00"));
    EXPECT_EQ(text_at(c.stored().back().event.clear, "keeper"), "档案员一号");
    EXPECT_EQ(text_at(c.stored().back().event.clear, "reader"), "") << "personal";
    Case at_window = delivered_case();
    at_window.rules().settings.archive_by_department = false;
    (void)at_window.run(FeedBack{}, "2024-09-30T17:00");
    ASSERT_TRUE(at_window.run(hand_in, "2024-10-08T09:00"));
    EXPECT_EQ(at_window.state().people.archive_kept_by, "issuance") << "004 四(六)";
}

}  // namespace
}  // namespace ow::model
