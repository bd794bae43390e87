// Timers, search, masks and what people do at the desk.

#include "gateway/flow/desk_actions.hpp"
#include "gateway/flow/mask.hpp"
#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;
using model::text_at;

class DeskTest : public FlowTest {
  protected:
    Result<object> act(const CaseNo& no, const std::string& action, object values = {},
                       const std::string& role = "issuance", std::int64_t seen = 0) {
        return desk_->act(clerk(role), no, {action, seen, std::move(values), "f1"});
    }
    /// Every line of the comparison found the same, as a person ticks it.
    static object compared() {
        object lines;
        for (const char* line :
             {"applicant.name", "item.code", "certificate.name", "certificate.number"})
            lines[line] = object{{"same", true}};
        return {{"check", std::move(lines)}};
    }
    CaseNo decided_case(object result = {}) {
        CaseNo no = new_case();
        const auto answer =
            receive("approval", "decision", decision_for(no, std::move(result)), "d1");
        EXPECT_FALSE(answer.error) << answer.error->text();
        return no;
    }
};

class TimersTest : public DeskTest {
  protected:
    Timers timers_{*store_, *cases_, *appointments_, clock_, log_, [this] { return ready_; }};
    bool ready_ = true;
};

TEST_F(TimersTest, R26_FiresWhatIsDueOnceAndDatesItBack) {
    setting_.hall.settings.formal_check_automatic = false;
    const Instant received = clock_.now();
    const CaseNo no = new_case();
    EXPECT_EQ(timers_.fire_due(), 0);
    clock_.set(*state(no).correction_alarm);
    EXPECT_EQ(timers_.fire_due(), 1) << "the alarm";
    clock_.set(*state(no).correction_due - Millis{1});
    EXPECT_EQ(timers_.fire_due(), 0) << "one millisecond early";
    clock_.forward(std::chrono::hours{72});
    EXPECT_EQ(timers_.fire_due(), 1) << "late, as after a night switched off";
    EXPECT_EQ(timers_.fire_due(), 0);
    EXPECT_EQ(state(no).accepted_how, "deemed");
    EXPECT_EQ(state(no).accepted_at, received);
    EXPECT_EQ(row_of(no, "channel", "accepted").state, ports::OutboxState::kWaiting)
        << "and everybody is told";
}

TEST_F(TimersTest, NothingFiresUntilThePartnersWereHeard) {
    setting_.hall.settings.formal_check_automatic = false;
    const CaseNo no = new_case();
    clock_.forward(std::chrono::hours{24 * 20});
    ready_ = false;
    EXPECT_EQ(timers_.fire_due(), 0);
    EXPECT_EQ(state(no).stage, model::Stage::kReceived);
    ready_ = true;
    EXPECT_EQ(timers_.fire_due(), 1);
}

TEST_F(TimersTest, R26_TheAlarmStandsInTheListsAndOnThePageUntilSomebodyActs) {
    setting_.hall.settings.formal_check_automatic = false;
    const CaseNo no = new_case();
    clock_.set(*state(no).correction_alarm);
    ASSERT_EQ(timers_.fire_due(), 1);
    for (const char* tab : {"attention", "to_check"}) {
        const object list = desk_->todo(clerk("acceptance"), tab, "");
        ASSERT_EQ(list.at("rows").as_array().size(), 1U) << tab;
        EXPECT_EQ(boost::json::serialize(list.at("rows").at(0).at("flags")),
                  "[\"即将视为受理\",\"邮寄\"]");
    }
    const object view = desk_->case_view(clerk("acceptance"), no, false).value();
    EXPECT_NE(boost::json::serialize(view.at("notices")).find("视为受理"), std::string::npos);
    EXPECT_TRUE(act(no, "accept", {}, "acceptance", state(no).version - 1))
        << "an alarm is no act of another clerk";
    EXPECT_TRUE(desk_->todo(clerk("acceptance"), "attention", "").at("rows").as_array().empty());
}

TEST(Terms, ANameIsFoundByEveryTwoCharactersANumberByItsTail) {
    const model::Event received{"case.received",
                                1,
                                {},
                                "x",
                                {{"foreign_no", "zw 12ab"}, {"query_token", "T0k"}},
                                {{"content", application()}}};
    const auto terms = terms_of(StreamId{"case:4101842024092710000013"}, {received});
    for (const char* wanted :
         {"no:4101842024092710000013", "no:ZW12AB", "token:T0k", "name:欧阳测试", "piece:欧阳",
          "piece:阳测", "no:41018419900104003X", "tail:003X", "no:13800000001", "tail:0001"})
        EXPECT_NE(std::find(terms.begin(), terms.end(), wanted), terms.end()) << wanted;
    for (const std::string& term : terms) EXPECT_EQ(term.find("样本路"), std::string::npos);
}

TEST(Terms, WhatIsTypedOrScannedBecomesTheSameTerms) {
    using Terms = std::vector<std::string>;
    EXPECT_EQ(terms_for_query(" 41018419900104003x "), (Terms{"no:41018419900104003X"}));
    EXPECT_EQ(terms_for_query("003x"), (Terms{"tail:003X"}));
    EXPECT_EQ(terms_for_query("欧阳测"), (Terms{"piece:欧阳", "piece:阳测"}));
    EXPECT_EQ(terms_for_query("𠮷"), (Terms{"name:𠮷"}));
    EXPECT_EQ(terms_for_query("https://hall.example/q/AbC-_1"), (Terms{"token:AbC-_1"}));
    EXPECT_EQ(terms_for_query("  "), Terms{});
    EXPECT_EQ(number_term("zw 12ab"), "no:ZW12AB");
}

TEST(Masks, R38_ShowWhoItIsToWhoKnowsAndNoMore) {
    EXPECT_EQ(mask_name("王五"), "王*");
    EXPECT_EQ(mask_name("欧阳测试"), "欧**试");
    EXPECT_EQ(mask_name("童𬱖"), "童*") << "one character, four bytes";
    EXPECT_EQ(mask_name(""), "");
    EXPECT_EQ(mask_signer("王五"), "王*");
    EXPECT_EQ(mask_signer("他人代收"), "他人代收") << "nobody's name";
    EXPECT_EQ(mask_number("41018419900104003X"), "410***********003X");
    EXPECT_EQ(mask_number("1234"), "****");
    EXPECT_EQ(mask_number("12345"), "*2345");
    EXPECT_EQ(mask_address("样本路1号样本楼"), "样本路1号样****");
}

TEST_F(DeskTest, R38_SearchFindsTheCaseAndShowsItMasked) {
    const CaseNo no = new_case();
    store_->wait_for_search();
    for (const char* typed : {"欧阳", "41018419900104003X", "003X", "13800000001", "F-1"}) {
        const auto rows = desk_->search(clerk("issuance"), typed);
        ASSERT_EQ(rows.size(), 1U) << typed;
        EXPECT_EQ(text_at(rows[0].as_object(), "case_no"), no.str());
        EXPECT_EQ(text_at(rows[0].as_object(), "applicant"), "欧**试");
    }
    EXPECT_TRUE(desk_->search(clerk("issuance"), "王五").empty());
}

TEST_F(DeskTest, R38_UnmaskingShowsTheNameAndStandsInTheStream) {
    const CaseNo no = new_case();
    auto view = desk_->case_view(clerk("issuance"), no, false);
    ASSERT_TRUE(view);
    EXPECT_EQ(boost::json::serialize(*view).find("欧阳测试"), std::string::npos);
    EXPECT_EQ(boost::json::serialize(*view).find("41018419900104003X"), std::string::npos);
    view = desk_->case_view(clerk("issuance"), no, true);
    ASSERT_TRUE(view);
    EXPECT_EQ(text_at(*view, "applicant.name"), "欧阳测试");
    const auto last = store_->load(case_stream(no))->back().event;
    EXPECT_EQ(last.type, "personal_data.unmasked");
    EXPECT_EQ(last.actor, "staff:clerk-1");
}

TEST_F(DeskTest, TheNextStepIsOfferedToTheRoleThatDoesIt) {
    const CaseNo no = decided_case();
    const auto offered = [&](const std::string& role) {
        std::set<std::string> ids;
        const object view = desk_->case_view(clerk(role), no, false).value();
        for (const auto& one : view.at("actions").as_array())
            ids.insert(text_at(one.as_object(), "id"));
        return ids;
    };
    EXPECT_EQ(offered("issuance"), (std::set<std::string>{"make_document", "move_file", "rate",
                                                          "reject_result", "remind", "take_over"}));
    EXPECT_EQ(offered("acceptance"), (std::set<std::string>{"make_document", "move_file", "rate"}));
}

TEST_F(DeskTest, ARoleWithoutTheActionIsRefused) {
    const CaseNo no = decided_case();
    EXPECT_EQ(act(no, "take_over", {}, "acceptance").error().code(), Code::kAuthForbidden);
    EXPECT_EQ(act(no, "no_such_action").error().code(), Code::kCommandNotAllowed);
    EXPECT_EQ(state(no).stage, model::Stage::kDecided);
}

TEST_F(DeskTest, AnEmptyRequiredFieldIsNamedByItsLabel) {
    const CaseNo no = decided_case();
    const auto refused = act(no, "reject_result", {{"fields", ""}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Code::kFieldMissing);
    EXPECT_EQ(refused.error().at().field, "不一致之处");
}

TEST_F(DeskTest, R13_TheLostSlipNeedsTheStatementAsWell) {
    const CaseNo no = decided_case();
    ASSERT_TRUE(act(no, "take_over", compared()));
    const auto refused = act(no, "hand_over", {{"proof", "id"}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Code::kFieldMissing);
    EXPECT_TRUE(act(no, "hand_over", {{"proof", "id"}, {"statement", "true"}}));
}

TEST_F(DeskTest, R12_AMachineOrAPersonWhoSeesADifferenceStopsTheTakeOver) {
    const CaseNo no = decided_case({{"applicant_name", "欧阳测拭"}});
    EXPECT_EQ(act(no, "take_over").error().code(), Code::kResultMismatch);
    ASSERT_TRUE(act(no, "reject_result", {{"fields", "申请人"}}));
    ASSERT_FALSE(
        receive("approval", "decision", decision_for(no, {{"applicant_name", "欧阳测试"}}), "d2")
            .error);
    const object doubt{{"check", object{{"certificate.number", object{{"same", false}}}}}};
    EXPECT_EQ(act(no, "take_over", doubt).error().code(), Code::kResultMismatch);
    EXPECT_TRUE(act(no, "take_over", compared()));
}

TEST_F(DeskTest, R12_ThePersonsNumberAndTheCertificateOfTheResultAreComparedAndMasked) {
    const CaseNo no = decided_case({{"cert_number", "411325200002290011"},
                                    {"certificate_number", "SC-2024-7"},
                                    {"valid_until", "2029-10-09"}});
    const std::string view =
        boost::json::serialize(desk_->case_view(clerk("issuance"), no, false).value());
    for (const char* shown : {R"("result":"411***********0011","same":false)",
                              R"("result":"SC-2024-7")", R"("result":"2029-10-09")"})
        EXPECT_NE(view.find(shown), std::string::npos) << shown;
    EXPECT_EQ(act(no, "take_over", compared()).error().at().field, "证件号码");
}

TEST_F(DeskTest, R12_NothingIsTakenOverThatNobodyCompared) {
    const CaseNo no = decided_case({{"applicant_name", "欧阳测试"}});
    const auto refused = act(no, "take_over");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Code::kFieldMissing);
    EXPECT_EQ(refused.error().at().field, "核对：申请人");
    object half = compared();
    half["check"].get_object().erase("certificate.number");
    EXPECT_EQ(act(no, "take_over", half).error().at().field, "核对：证照编号");
    EXPECT_EQ(act(no, "take_over", {{"check", "true"}}).error().code(), Code::kFieldMissing);
    EXPECT_EQ(state(no).stage, model::Stage::kDecided);
    EXPECT_TRUE(act(no, "take_over", compared()));
}

TEST_F(DeskTest, R30_ANewerResultAfterTheHandOverIsTakenInAndTheWindowIsAlarmed) {
    const CaseNo no = decided_case();
    ASSERT_TRUE(act(no, "take_over", compared()));
    object corrected = decision_for(no);
    corrected["decision"].get_object()["number"] = "许可2号";
    const auto answer = receive("approval", "decision", corrected, "d2");
    ASSERT_FALSE(answer.error) << answer.error->text();
    EXPECT_EQ(state(no).decision->number, "许可2号");
    const object list = desk_->todo(clerk("issuance"), "attention", "");
    ASSERT_EQ(list.at("rows").as_array().size(), 1U);
    EXPECT_EQ(list.at("counts").at("attention").as_int64(), 1);
    const object view = desk_->case_view(clerk("issuance"), no, false).value();
    EXPECT_NE(boost::json::serialize(view.at("notices")).find("取代原结果"), std::string::npos);
    EXPECT_NE(boost::json::serialize(view.at("timeline")).find("取代原结果"), std::string::npos);
    ASSERT_TRUE(act(no, "take_over", compared()));
    EXPECT_TRUE(desk_->todo(clerk("issuance"), "attention", "").at("rows").as_array().empty());
    int told = 0;
    for (const auto& row : store_->outbox(case_stream(no)))
        told += row.partner.str() == "channel" && row.kind == "decided" ? 1 : 0;
    EXPECT_EQ(told, 2) << "whoever was told is told again";
}

/// Claims everything due and parks what goes to `partner`; the rest is sent.
void park_all(ports::Store& store, Instant now, const std::string& partner) {
    for (;;) {
        const auto claims = store.claim(now, Millis{60'000}, 100, {});
        if (claims.empty()) return;
        for (const auto& claim : claims) {
            const bool stays = claim.row.partner.str() == partner;
            ports::Step step;
            step.recorded_at = now;
            step.finishes = {{claim.row.id,
                              claim.fence,
                              stays ? ports::OutboxState::kParked : ports::OutboxState::kSent,
                              {},
                              stays ? "PARTNER_REFUSED" : ""}};
            std::promise<void> done;
            store.commit(std::move(step), [&](const auto&) { done.set_value(); });
            done.get_future().wait();
        }
    }
}

TEST_F(DeskTest, R30_ACancelledOrderIsMailedAgainUnderANewWaybill) {
    const CaseNo no = decided_case();
    ASSERT_TRUE(act(no, "take_over", compared()));
    ASSERT_TRUE(act(no, "mail_out"));
    EXPECT_FALSE(act(no, "void_dispatch", {{"reason", "x"}})) << "the order is on its way";
    park_all(*store_, clock_.now(), "courier");
    const auto first = row_of(no, "courier", "dispatch");
    ASSERT_TRUE(desk_->resolve(clerk("operator"), first.id, "cancel"));
    EXPECT_FALSE(state(no).dispatch_requested);
    ASSERT_TRUE(act(no, "mail_out")) << "again";
    std::set<std::string> orders;
    for (const auto& row : store_->outbox(case_stream(no))) {
        if (row.kind == "dispatch") orders.insert(row.id);
    }
    EXPECT_EQ(orders.size(), 2U) << "an order of its own";
    park_all(*store_, clock_.now(), "courier");
    ASSERT_TRUE(act(no, "void_dispatch", {{"reason", "邮件丢失"}}))
        << "the window itself, without the operator";
    EXPECT_TRUE(store_->outbox_in(ports::OutboxState::kParked, 10).empty());
}

TEST_F(DeskTest, NeedingAttentionGoesThroughEveryParkedRowOnceAPage) {
    std::set<std::string> cases;
    for (int i = 0; i < 130; ++i) cases.insert(new_case("F-" + std::to_string(i)).str());
    park_all(*store_, clock_.now(), "approval");
    std::set<std::string> seen;
    std::string cursor;
    int pages = 0;
    do {
        const object list = desk_->todo(clerk("operator"), "attention", cursor);
        EXPECT_EQ(list.at("counts").at("attention").as_int64(), 130);
        for (const auto& row : list.at("rows").as_array())
            EXPECT_TRUE(seen.insert(text_at(row.as_object(), "case_no")).second) << "once";
        cursor = text_at(list, "next");
        ++pages;
    } while (!cursor.empty() && pages < 10);
    EXPECT_EQ(seen, cases);
    EXPECT_EQ(pages, 3);
    const auto causes = desk_->queue(clerk("operator"));
    ASSERT_EQ(causes.size(), 1U);
    EXPECT_EQ(causes[0].at("count").as_int64(), 130) << "the true number";
    EXPECT_EQ(causes[0].at("rows").as_array().size(), 50U);
}

TEST_F(DeskTest, WhoLookedAtAnOlderVersionMustLookAgain) {
    const CaseNo no = decided_case();
    const std::int64_t seen = state(no).version;
    ASSERT_FALSE(run(no, model::Progress{"补充", "", clock_.now()}).error);
    const auto stale = act(no, "take_over", compared(), "issuance", seen);
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().code(), Code::kStoreConflict);
    EXPECT_NE(stale.error().cause().find("部门办理进度"), std::string::npos) << "what changed";
    EXPECT_NE(stale.error().cause().find(to_iso(clock_.now()).substr(11, 5)), std::string::npos);
    EXPECT_EQ(stale.error().cause().find("受理"), std::string::npos) << "what was seen is no news";
    EXPECT_EQ(state(no).stage, model::Stage::kDecided);
    EXPECT_TRUE(act(no, "take_over", compared(), "issuance", seen + 1));
}

TEST_F(DeskTest, OfTwoClerksAtOnceOneIsTaken) {
    const CaseNo no = decided_case();
    const std::int64_t seen = state(no).version;
    auto first = std::async(std::launch::async,
                            [&] { return act(no, "take_over", compared(), "issuance", seen); });
    auto second = std::async(std::launch::async, [&] {
        return act(no, "reject_result", {{"fields", "申请人"}}, "issuance", seen);
    });
    EXPECT_NE(first.get().has_value(), second.get().has_value());
    EXPECT_EQ(state(no).version, seen + 1);
}

TEST_F(DeskTest, R17_ABookingIsTakenInOnceAndBecomesACaseWithItsPerson) {
    const object wish = booking_wish();
    const std::string booked =
        text_at(receive("messenger", "booking", wish, "b1").fields, "booking_no");
    clock_.set(at("2024-09-30T09:10"));
    const ports::StaffAction form{
        "take_in",
        0,
        {{"item", "licence"},
         {"cert_number", "41018419900104003X"},
         {"identity", "original"},
         {"pick_up", "self"},
         {"materials", array{object{{"id", "M1"}, {"form", "核验原件留复印件"}},
                             object{{"id", "M2"}, {"form", "electronic"}}}}},
        "f1"};
    const auto taken = desk_->take_in(clerk("acceptance"), "booking", booked, form);
    ASSERT_TRUE(taken) << taken.error().text();
    EXPECT_EQ(text_at(*taken, "state"), "accepted");
    const auto s = state(CaseNo{text_at(*taken, "case_no")});
    EXPECT_EQ(text_at(s.content, "applicant.name"), "欧阳测试");
    EXPECT_EQ(s.handler, "样本员一号") << "R19";
    const auto& ticked = s.content.at("materials").as_array();
    EXPECT_EQ(text_at(ticked.at(0).as_object(), "form"), "original_and_copy") << "a code, no word";
    EXPECT_EQ(text_at(ticked.at(1).as_object(), "form"), "electronic");
    EXPECT_FALSE(desk_->take_in(clerk("acceptance"), "booking", booked, form)) << "once";
}

TEST_F(DeskTest, ThePublicPageShowsAMaskedNameAndNoNumberForTheTokenOnly) {
    const CaseNo no = new_case();
    store_->wait_for_search();
    const auto page = desk_->by_token(state(no).query_token);
    ASSERT_TRUE(page);
    const std::string shown = boost::json::serialize(*page);
    EXPECT_NE(shown.find("欧**试"), std::string::npos);
    EXPECT_EQ(shown.find("41018419900104003X"), std::string::npos);
    EXPECT_FALSE(desk_->by_token(no.str())) << "the number alone opens nothing";
    EXPECT_TRUE(page->at("documents").as_array().empty());
    model::DocumentStored stored;
    stored.document.id = "D2";
    stored.document.address = "blob";
    stored.document.sha256 = "ab12";
    stored.document.is_signed = true;
    ASSERT_FALSE(cases_->run_and_wait(no, stored, {}).error);
    const auto with = desk_->by_token(state(no).query_token);
    const auto& paper = with->at("documents").as_array().at(0).as_object();
    EXPECT_EQ(text_at(paper, "sha256"), "ab12");
    EXPECT_EQ(text_at(paper, "signed"), "yes");
    EXPECT_EQ(paper.size(), 5U) << "title, number, day, digest, signed: nothing of a person";
}

}  // namespace
}  // namespace ow::flow
