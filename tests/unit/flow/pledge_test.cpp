// 容缺 end to end on a real store: the lists (R5, R44), the desk's rows, and look-alikes (R37).

#include "gateway/flow/credit.hpp"
#include "gateway/flow/look_alike.hpp"
#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;
using model::text_at;

class PledgeTest : public FlowTest {
  protected:
    PledgeTest() {
        model::Item item = item_of("licence", "approval");
        item.tolerance = true;
        item.pledge = true;
        item.materials[1].key = false;
        item.materials[1].tolerance = true;
        setting_.catalogue = model::Catalogue{{item, item_of("own", "both")}, "c1"};
        setting_.hall.settings.formal_check_automatic = false;
    }
    CaseNo received(const std::string& foreign_no, const std::string& from = "channel") {
        const auto answer =
            receive(from, "application", application(foreign_no, {"申请书"}), foreign_no);
        EXPECT_FALSE(answer.error) << answer.error->text();
        return CaseNo{text_at(answer.fields, "case_no")};
    }
    Result<object> act(const CaseNo& no, const std::string& action, object values,
                       const std::string& role = "acceptance") {
        ports::StaffAction form;
        form.action = action;
        form.values = std::move(values);
        return desk_->act(clerk(role), no, form);
    }
    static object tolerance(const char* until = "2024-09-30") {
        return {{"tolerable", object{{"0", true}}},
                {"until", until},
                {"signer", "applicant"},
                {"told", true}};
    }
    void fire(const char* when) {
        clock_.set(at(when));
        Timers timers{*store_, *cases_, *appointments_, clock_, log_, [] { return true; }};
        while (timers.fire_due() > 0) {
        }
    }
    /// A case whose pledge was broken and whose applicant a person has listed.
    CaseNo listed() {
        CaseNo no = received("F-1");
        EXPECT_TRUE(act(no, "accept_tolerance", tolerance()));
        fire("2024-10-09T00:00");
        EXPECT_TRUE(act(no, "propose_listing", {{"notice_no", "告〔2024〕1号"}}));
        fire("2024-11-01T09:00");
        EXPECT_TRUE(act(no, "confirm_listing", {}));
        return no;
    }
};

TEST_F(PledgeTest, R4_TheDeskAcceptsWithTheSlipsPlanned) {
    const CaseNo no = received("F-1");
    const auto done = act(no, "accept_tolerance", tolerance());
    ASSERT_TRUE(done) << done.error().text();
    EXPECT_EQ(text_at(*done, "state"), "accepted");
    EXPECT_EQ(row_of(no, "render", "D5").kind, "D5");
    EXPECT_EQ(row_of(no, "render", "D6").kind, "D6");
    const auto view = desk_->case_view(clerk("acceptance"), no, false);
    EXPECT_NE(boost::json::serialize(view->at("notices")).find("平面图"), std::string::npos);
}

TEST_F(PledgeTest, R19_TheSlipOfAPledgeNamesWhoAcceptedInTheSameStep) {
    const CaseNo no = received("F-1");
    ASSERT_TRUE(act(no, "accept_tolerance", tolerance()));
    ASSERT_TRUE(relay_until(LogEvent::kDocumentStored, 3));
    EXPECT_EQ(text_at(paper_.trees["D2"], "acceptance.how"), "tolerance");
    for (const char* paper : {"D2", "D5", "D6"}) {
        EXPECT_EQ(text_at(paper_.trees[paper], "handler"), "样本员一号") << paper;
        EXPECT_NE(text_at(paper_.trees[paper], "clocks.promised.due"), "") << paper;
    }
}

TEST_F(PledgeTest, R4_AHallThatWritesItOnTheNoticeMakesNoSlip) {
    setting_.hall.settings.pledge_slip = model::PledgeSlip::kOnNotice;
    const CaseNo no = received("F-1");
    ASSERT_TRUE(act(no, "accept_tolerance", tolerance()));
    for (const auto& row : store_->outbox(case_stream(no))) {
        EXPECT_NE(row.kind, "D5");
        EXPECT_NE(row.kind, "D6");
    }
}

TEST_F(PledgeTest, R44_APromiseHasItsOwnPaperAndIsWatchedAfterTheDecision) {
    const CaseNo no = received("F-1");
    ASSERT_TRUE(act(no, "accept_promise",
                    {{"missing", object{{"0", true}}},
                     {"until", "2024-10-15"},
                     {"signer", "applicant"},
                     {"told", true}}));
    EXPECT_EQ(row_of(no, "render", "D9").kind, "D9");
    for (const auto& row : store_->outbox(case_stream(no))) EXPECT_NE(row.kind, "D5");
    ASSERT_FALSE(receive("approval", "decision", decision_for(no), "k-1").error);
    fire("2024-10-16T00:00");
    EXPECT_EQ(marks_of(state(no)), "pledge_broken serve_overdue");
}

TEST_F(PledgeTest, R5_WhatArrivesHasItsListAndGoesOnToTheDepartment) {
    setting_.partners[PartnerId{"approval"}].outbound["supplement"] = "approval/supplement";
    const CaseNo no = received("F-1");
    ASSERT_TRUE(act(no, "accept_tolerance", tolerance()));
    ASSERT_TRUE(act(no, "deliver_pledged", {{"owed", object{{"0", true}}}}));
    EXPECT_EQ(row_of(no, "render", "D7").kind, "D7");
    EXPECT_EQ(row_of(no, "approval", "supplement").kind, "supplement");
}

TEST_F(PledgeTest, R5_WhoIsListedGetsNoToleranceForAnyApplicationUntilTheYearIsOver) {
    (void)listed();
    const CaseNo next = received("F-2");
    const auto refused = act(next, "accept_tolerance", tolerance("2024-11-04"));
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().cause().find("失信名单上（至2025-11-01）"), std::string::npos)
        << refused.error().cause();
    setting_.calendar =
        model::Calendar{{{2024, {}}, {2025, {{*parse_day("2025-10-01"), true, ""}}}}, "k2"};
    clock_.set(at("2025-11-03T09:00"));
    const CaseNo later = received("F-3");
    EXPECT_TRUE(act(later, "accept_tolerance", tolerance("2025-11-04"))) << "a year later";
}

TEST_F(PledgeTest, R5_ARemovalWithReasonGivesToleranceBack) {
    const CaseNo no = listed();
    ASSERT_FALSE(act(no, "remove_listing", {}));
    ASSERT_TRUE(act(no, "remove_listing", {{"reason", "申诉成立"}}));
    EXPECT_TRUE(act(received("F-2"), "accept_tolerance", tolerance("2024-11-04")));
}

TEST_F(PledgeTest, R5_TheRecordIsFoundByTheNumberHoweverItIsTypedAndNamesNobody) {
    (void)listed();
    const StreamId stream = credit_stream(*store_, "distrust", " 41018419900104003x ");
    EXPECT_EQ(stream.str().find("410184"), std::string::npos);
    const auto events = store_->load(stream);
    ASSERT_TRUE(events);
    for (const auto& e : *events)
        EXPECT_EQ(boost::json::serialize(e.event.clear).find("41018419900104003X"),
                  std::string::npos);
    const auto records = credit_records(*store_, "distrust");
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(text_at(records[0].person, "cert_number"), "41018419900104003X");
    EXPECT_TRUE(credit_records(*store_, "integrity").empty()) << "the lists are apart";
}

TEST_F(PledgeTest, R5_TheListsAreWholeHoweverLongTheyAre) {
    ports::Step step;
    step.recorded_at = clock_.now();
    ports::StreamRow row;
    row.department = "distrust";
    for (int i = 0; i < 501; ++i)
        step.appends.push_back({credit_stream(*store_, "distrust", std::to_string(i)),
                                0,
                                {{"credit.proposed", 1, clock_.now(), "x", {}, {}}},
                                row});
    std::promise<void> done;
    store_->commit(std::move(step), [&](const ports::CommitOutcome&) { done.set_value(); });
    done.get_future().get();
    EXPECT_EQ(credit_records(*store_, "distrust").size(), 501U);
}

TEST_F(PledgeTest, R5_AListingBetweenReadingAndWritingIsNotOverlooked) {
    const CaseNo no = received("F-2");
    const model::Command command = model::AcceptOnPledge{};
    const auto before = read_credit(*store_, command, state(no).content, clock_.now());
    ASSERT_TRUE(before);
    ASSERT_EQ(before->guards.size(), 2U) << "both lists, also where nobody stands on them yet";
    (void)listed();
    ports::Step step;
    step.recorded_at = clock_.now();
    step.guards = before->guards;
    step.appends.push_back(
        {case_stream(no), state(no).version, {{"call.logged", 1, clock_.now(), "x", {}, {}}}, {}});
    std::promise<bool> conflict;
    store_->commit(std::move(step), [&](const ports::CommitOutcome& outcome) {
        conflict.set_value(std::holds_alternative<ports::Conflict>(outcome));
    });
    EXPECT_TRUE(conflict.get_future().get());
}

TEST_F(PledgeTest, R5_ABrokenPledgeStaysWithThePersonsUntilTheyDecideAboutTheList) {
    const CaseNo no = received("F-1");
    ASSERT_TRUE(act(no, "accept_tolerance", tolerance()));
    setting_.hall.settings.pledge_broken = model::PledgeBroken::kWithdrawn;
    fire("2024-10-09T00:00");
    EXPECT_EQ(state(no).stage, model::Stage::kWithdrawn);
    EXPECT_EQ(marks_of(state(no)), "pledge_broken");
    EXPECT_FALSE(stream_row(state(no)).closed);
    ASSERT_TRUE(act(no, "waive_listing", {{"reason", "住院"}}));
    EXPECT_TRUE(stream_row(state(no)).closed);
    EXPECT_TRUE(credit_records(*store_, "distrust").empty());
}

TEST_F(PledgeTest, R2_ARunningCaseIsJudgedByTheListItCameInUnder) {
    const CaseNo no = received("F-1");
    model::Item stricter = *setting_.catalogue.find(ItemId{"licence"});
    stricter.tolerance = false;
    setting_.past_catalogues.emplace("c1", setting_.catalogue);
    setting_.catalogue = model::Catalogue{{stricter, item_of("own", "both")}, "c2"};
    EXPECT_FALSE(act(received("F-2"), "accept_tolerance", tolerance())) << "the new list";
    EXPECT_TRUE(act(no, "accept_tolerance", tolerance()));
    const auto events = store_->load(case_stream(no));
    EXPECT_EQ(events->back().catalogue_version, "c1");
}

TEST_F(PledgeTest, R37_TheSameApplicationByAnotherChannelIsShownAndNothingElse) {
    setting_.partners[PartnerId{"both"}].inbound["application"] = "both/application";
    const CaseNo first = received("F-1");
    clock_.forward(std::chrono::hours{24});
    const CaseNo second = received("P-1", "both");
    store_->wait_for_search();
    EXPECT_EQ(look_alikes_of(*store_, state(second), setting_),
              std::vector<std::string>{first.str()});
    EXPECT_EQ(look_alikes_of(*store_, state(first), setting_),
              std::vector<std::string>{second.str()});
    const auto view = desk_->case_view(clerk("acceptance"), second, false);
    EXPECT_NE(boost::json::serialize(view->at("notices")).find(first.str()), std::string::npos);
    EXPECT_EQ(state(second).stage, model::Stage::kReceived) << "it goes its own way";
}

TEST_F(PledgeTest, R37_TheSameChannelAnotherItemOrAnotherMonthIsNoLookAlike) {
    (void)received("F-1");
    const CaseNo again = received("F-2");
    store_->wait_for_search();
    EXPECT_TRUE(look_alikes_of(*store_, state(again), setting_).empty()) << "one channel";
    clock_.forward(std::chrono::days{31});
    const CaseNo late = received("P-1", "both");
    store_->wait_for_search();
    EXPECT_TRUE(look_alikes_of(*store_, state(late), setting_).empty()) << "30 days";
    setting_.hall.settings.look_alike_days = 31;
    EXPECT_EQ(look_alikes_of(*store_, state(late), setting_).size(), 2U);
}

}  // namespace
}  // namespace ow::flow
