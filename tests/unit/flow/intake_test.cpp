// Messages from partners: repetition, quarantine, refusal, a mended resend.

#include "gateway/flow/queue_view.hpp"
#include "gateway/flow/refused_messages.hpp"
#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;
using model::text_at;

class IntakeTest : public FlowTest {
  protected:
    std::size_t case_count() {
        ports::StreamQuery query;
        query.limit = 500;
        return store_->streams(query).size();
    }
    std::size_t quarantined() {
        ports::StreamQuery query;
        query.kind = "message";
        query.stages = {"quarantined"};
        query.limit = 500;
        return store_->streams(query).size();
    }
    object booking() {
        return {{"code", "new"},
                {"booking", object{{"item_code", "code-licence"},
                                   {"date", "2024-09-30"},
                                   {"slot", "09:00-10:00"},
                                   {"name", "欧阳测试"}}}};
    }
};

TEST_F(IntakeTest, ARepetitionGetsTheFirstAnswerEvenAfterTheCaseMovedOn) {
    const auto first = receive("channel", "application", application(), "k1");
    ASSERT_FALSE(first.error);
    EXPECT_FALSE(first.repeated);
    const CaseNo no{text_at(first.fields, "case_no")};
    const auto decided = receive("approval", "decision", decision_for(no), "d1");
    ASSERT_FALSE(decided.error) << decided.error->text();
    ASSERT_FALSE(run(no, model::TakeOverResult{}).error);

    const auto again = receive("channel", "application", application(), "k1");
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.fields, first.fields);
    const auto decided_again = receive("approval", "decision", decision_for(no), "d1");
    EXPECT_FALSE(decided_again.error) << "a decision is not possible any more, a repetition is";
    EXPECT_TRUE(decided_again.repeated);
    EXPECT_EQ(decided_again.fields, decided.fields);
    EXPECT_EQ(case_count(), 1U);
    EXPECT_TRUE(refused().empty());
}

TEST_F(IntakeTest, WithoutAKeyTheSameBytesAreTheSameMessage) {
    ASSERT_FALSE(receive("channel", "application", application(), "").error);
    EXPECT_TRUE(receive("channel", "application", application(), "").repeated);
    EXPECT_EQ(case_count(), 1U);
}

TEST_F(IntakeTest, ManyAtOnceUnderOneKeyMakeOneCase) {
    std::vector<std::future<ports::Answer>> answers;
    for (int i = 0; i < 8; ++i) {
        answers.push_back(std::async(std::launch::async, [&] {
            return receive("channel", "application", application(), "k1");
        }));
    }
    std::set<std::string> numbers;
    for (auto& answer : answers) numbers.insert(text_at(answer.get().fields, "case_no"));
    EXPECT_EQ(numbers.size(), 1U);
    EXPECT_EQ(case_count(), 1U);
}

TEST_F(IntakeTest, TheSameKeyWithOtherContentIsRefused) {
    const auto first = receive("channel", "application", application(), "k1");
    const auto other = receive("channel", "application", application("F-2"), "k1");
    ASSERT_TRUE(other.error);
    EXPECT_EQ(other.error->code(), Code::kIdempotencyKeyReused);
    EXPECT_EQ(case_count(), 1U);

    const CaseNo no{text_at(first.fields, "case_no")};
    ASSERT_FALSE(receive("approval", "decision", decision_for(no), "d1").error);
    ASSERT_FALSE(run(no, model::TakeOverResult{}).error);
    const auto late = receive("approval", "decision", decision_for(no, {{"x", "y"}}), "d1");
    ASSERT_TRUE(late.error);
    EXPECT_EQ(late.error->code(), Code::kIdempotencyKeyReused) << "not the state of the case";
}

TEST_F(IntakeTest, TwoPartnersMayUseTheSameKeyAndNumber) {
    object own = application();
    own["item"] = object{{"code", "code-own"}};
    ASSERT_FALSE(receive("channel", "application", application("n-1", {}), "k1").error);
    ASSERT_FALSE(receive("both", "application", own, "k1").error);
    EXPECT_EQ(case_count(), 2U);
    const auto supplement =
        receive("channel", "supplement",
                {{"channel_no", "n-1"}, {"materials", application().at("materials")}}, "k2");
    ASSERT_FALSE(supplement.error) << supplement.error->text();
    EXPECT_EQ(text_at(supplement.fields, "state"), "accepted");
}

TEST_F(IntakeTest, R33_AnUnknownCodeIsQuarantinedAndGoesOnOnceItIsKnown) {
    object unknown = application();
    unknown["code"] = "777";
    const auto answer = receive("channel", "application", unknown, "k1");
    ASSERT_FALSE(answer.error);
    EXPECT_EQ(text_at(answer.fields, "state"), "quarantined");
    EXPECT_EQ(case_count(), 0U);
    ASSERT_EQ(refused().size(), 1U);
    const object row = refused().at(0).as_object();
    EXPECT_EQ(text_at(row, "code"), "MAPPING_CODE_UNKNOWN");
    EXPECT_EQ(text_at(row, "field"), "applicant.cert_type");

    EXPECT_EQ(intake_->release_quarantined(), 0) << "still unknown";
    const Instant arrived = clock_.now();
    clock_.forward(std::chrono::hours{3});
    translator_.codes.insert("777");
    EXPECT_EQ(intake_->release_quarantined(), 1);
    EXPECT_EQ(case_count(), 1U);
    EXPECT_EQ(quarantined(), 0U);
    EXPECT_TRUE(refused().empty());
    ports::StreamQuery query;
    const ports::StreamView view = store_->streams(query).at(0);
    EXPECT_EQ(state(CaseNo{view.stream.str().substr(5)}).received_at, arrived) << "R26, R28";
    EXPECT_EQ(intake_->release_quarantined(), 0) << "once";
    EXPECT_EQ(case_count(), 1U);
}

TEST_F(IntakeTest, R33_WhatWaitsIsSeenHoweverManyAreRefusedAfterIt) {
    object unknown = application();
    unknown["code"] = "777";
    ASSERT_FALSE(receive("channel", "application", unknown, "k1").error);
    for (int i = 0; i < 600; ++i)
        ASSERT_TRUE(receive("channel", "application", {}, "bad" + std::to_string(i)).error);
    EXPECT_EQ(text_at(refused().at(0).as_object(), "stage"), "quarantined");
    const auto causes = queue_causes(*store_, setting_, clock_.now());
    const auto waits = std::find_if(causes.begin(), causes.end(), [](const QueueCause& cause) {
        return cause.state == "quarantined";
    });
    ASSERT_NE(waits, causes.end());
    EXPECT_EQ(queue_rows(*store_, *waits, 10).size(), 1U);
}

TEST_F(IntakeTest, R33_WhatACodeCannotMendIsRefusedAtOnce) {
    object unknown = application();
    unknown["code"] = "777";
    unknown["item"] = object{{"code", "no-such"}};
    const auto answer = receive("channel", "application", unknown, "k1");
    ASSERT_TRUE(answer.error);
    EXPECT_EQ(answer.error->code(), Code::kItemNotPublished);
    EXPECT_EQ(quarantined(), 0U);
}

TEST_F(IntakeTest, AnApplicationOfTomorrowIsRefused) {
    object early = application();
    early["applied_at"] = to_iso(clock_.now() + std::chrono::minutes{4});
    EXPECT_FALSE(receive("channel", "application", early, "k1").error) << "clocks differ";
    early["applied_at"] = to_iso(clock_.now() + std::chrono::minutes{6});
    const auto answer = receive("channel", "application", early, "k2");
    ASSERT_TRUE(answer.error);
    EXPECT_EQ(answer.error->at().field, "applied_at");
}

TEST_F(IntakeTest, R33_MoreThanOnePageOfOneInstantGoesOn) {
    constexpr int kMessages = 1100;
    constexpr int kKnown = 600;
    for (int i = 0; i < kMessages; ++i) {
        object unknown = application("n-" + std::to_string(i));
        unknown["code"] = i % 2 == 0 || i < 100 ? "777" : "888";
        ASSERT_FALSE(receive("channel", "application", unknown, "k" + std::to_string(i)).error);
    }
    translator_.codes.insert("777");
    EXPECT_EQ(intake_->release_quarantined(), kKnown);
    EXPECT_EQ(quarantined(), 500U) << "those of the other code";
    translator_.codes.insert("888");
    EXPECT_EQ(intake_->release_quarantined(), kMessages - kKnown);
    EXPECT_EQ(quarantined(), 0U);
}

TEST_F(IntakeTest, R33_AMessageKeptAfterTheScanThatBroughtItsCodeGoesOnByItself) {
    object unknown = application();
    unknown["code"] = "777";
    translator_.after_reading = [this] {
        translator_.codes.insert("777");
        EXPECT_EQ(intake_->release_quarantined(), 0) << "it is not kept yet";
    };
    ports::Answer answer = receive("channel", "application", unknown, "k1");
    EXPECT_EQ(text_at(answer.fields, "state"), "quarantined");
    for (int i = 0; i < 5000 && text_at(answer.fields, "state") == "quarantined"; ++i)
        answer = receive("channel", "application", unknown, "k1");
    EXPECT_TRUE(is_case_no(text_at(answer.fields, "case_no")));
    EXPECT_EQ(case_count(), 1U);
    EXPECT_EQ(quarantined(), 0U);
}

TEST_F(IntakeTest, R33_AResendOfAQuarantinedMessageIsARepetition) {
    object unknown = application();
    unknown["code"] = "777";
    (void)receive("channel", "application", unknown, "k1");
    const auto again = receive("channel", "application", unknown, "k1");
    EXPECT_FALSE(again.error);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(quarantined(), 1U);
    translator_.codes.insert("777");
    EXPECT_EQ(intake_->release_quarantined(), 1);
    const auto told = receive("channel", "application", unknown, "k1");
    EXPECT_TRUE(told.repeated);
    EXPECT_EQ(text_at(told.fields, "state"), "accepted");
    EXPECT_TRUE(is_case_no(text_at(told.fields, "case_no"))) << "what it became";
    translator_.codes.clear();
    EXPECT_EQ(receive("channel", "application", unknown, "k1").fields, told.fields)
        << "also when the code is gone again";
    EXPECT_EQ(case_count(), 1U);
}

TEST_F(IntakeTest, R33_WhatTurnsOutWrongAfterTheReleaseIsRefusedAndTold) {
    object unknown = application();
    unknown["code"] = "777";
    unknown["materials"] = boost::json::array{object{{"name", "不在清单上"}}};
    (void)receive("channel", "application", unknown, "k1");
    translator_.codes.insert("777");
    EXPECT_EQ(intake_->release_quarantined(), 0);
    EXPECT_EQ(quarantined(), 0U) << "nobody waits for a code any more";
    ASSERT_EQ(refused().size(), 1U);
    EXPECT_EQ(text_at(refused().at(0).as_object(), "code"), "MATERIAL_NOT_LISTED");
    const auto told = receive("channel", "application", unknown, "k1");
    ASSERT_TRUE(told.error);
    EXPECT_EQ(told.error->code(), Code::kMaterialNotListed);
    EXPECT_EQ(told.error->at().field, "materials[1].name");
    EXPECT_EQ(refused().size(), 1U);
    EXPECT_EQ(case_count(), 0U);
}

TEST_F(IntakeTest, R33_AQuarantinedBookingIsBookedOnce) {
    const auto bookings_on = [this](const std::string& day) {
        return desk_->bookings(clerk("acceptance"), day).at("rows").as_array().size();
    };
    ASSERT_EQ(text_at(receive("messenger", "booking", booking(), "b1").fields, "state"),
              "quarantined");
    translator_.codes.insert("new");
    EXPECT_EQ(intake_->release_quarantined(), 1);
    EXPECT_EQ(intake_->release_quarantined(), 0);
    EXPECT_EQ(bookings_on("2024-09-30"), 1U);
    const auto told = receive("messenger", "booking", booking(), "b1");
    EXPECT_TRUE(told.repeated);
    EXPECT_FALSE(text_at(told.fields, "booking_no").empty());
    EXPECT_EQ(bookings_on("2024-09-30"), 1U);
    EXPECT_EQ(quarantined(), 0U);
}

TEST_F(IntakeTest, AReleasedMessageSaysWhatItBecamePartOf) {
    object unknown = application();
    unknown["code"] = "777";
    (void)receive("channel", "application", unknown, "k1");
    (void)receive("messenger", "booking", booking(), "b1");
    const object parcel{{"code", "777"}, {"parcel", object{{"waybill", "EA000000001CN"}}}};
    (void)receive("courier", "parcel", parcel, "p1");
    ports::StreamQuery query;
    query.kind = "message";
    ASSERT_EQ(store_->streams(query).size(), 3U);
    translator_.codes = {"777", "new"};
    ASSERT_EQ(intake_->release_quarantined(), 3);
    std::set<StreamId> found;
    for (const char* kind : {"case", "booking", "parcel"}) {
        query.kind = kind;
        const StreamId became = store_->streams(query).at(0).stream;
        const auto messages = released_into(*store_, {became});
        ASSERT_EQ(messages.size(), 1U) << became.str();
        found.insert(messages[0]);
    }
    EXPECT_EQ(found.size(), 3U);
    EXPECT_TRUE(released_into(*store_, {StreamId{"case:none"}}).empty());
    query.kind = "case";
    const std::vector<StreamId> became{store_->streams(query).at(0).stream};
    ASSERT_TRUE(store_->destroy_key(released_into(*store_, became).at(0)));
    EXPECT_TRUE(released_into(*store_, became).empty()) << "done";
}

TEST_F(IntakeTest, ARefusedMessageLeavesATraceAndAMendedOneUnderItsKeySucceeds) {
    const auto broken = receive_bytes("channel", "application", R"({"channel_no": "F)", "k1");
    ASSERT_TRUE(broken.error);
    EXPECT_EQ(broken.error->code(), Code::kJsonInvalid);
    EXPECT_EQ(broken.error->at().line, 1);
    EXPECT_EQ(case_count(), 0U) << "never half a case";
    ASSERT_EQ(refused().size(), 1U);
    const object row = refused().at(0).as_object();
    EXPECT_EQ(text_at(row, "code"), "JSON_INVALID");
    EXPECT_EQ(text_at(row, "partner"), "样本系统 channel");
    EXPECT_FALSE(text_at(row, "next").empty()) << "who must do what";

    const auto mended = receive("channel", "application", application(), "k1");
    EXPECT_FALSE(mended.error);
    EXPECT_FALSE(mended.repeated);
    EXPECT_EQ(case_count(), 1U);
    EXPECT_EQ(refused().size(), 1U) << "the trace stays";
}

TEST_F(IntakeTest, TheTraceKeepsTheBytesAsTheyCame) {
    const std::string bytes = "{\"broken\": \xff\xfe";
    (void)receive_bytes("channel", "application", bytes, "k1");
    ports::StreamQuery query;
    query.kind = "message";
    const ports::StreamView view = store_->streams(query).at(0);
    const auto messages = store_->messages(view.stream);
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(store_->open_message(messages[0].partner, messages[0].key).value(), bytes);
}

TEST_F(IntakeTest, WhatIsRefusedNamesTheErrorOfTheCatalogueAndMakesNoCase) {
    object item = application();
    item["item"] = object{{"code", "no-such-item"}};
    struct Row {
        const char* kind;
        object content;
        Code code;
    };
    const Row rows[] = {
        {"application", item, Code::kItemNotPublished},
        {"application", application("F-1", {"申请书", "无犯罪记录证明"}), Code::kMaterialNotListed},
        {"decision", application(), Code::kMessageKindUnknown},
        {"supplement", {{"channel_no", "F-none"}, {"materials", array{}}}, Code::kCaseNotFound},
        {"supplement", {{"materials", array{}}}, Code::kFieldMissing}};
    for (const Row& row : rows) {
        const std::size_t before = refused().size();
        const auto answer = receive("channel", row.kind, row.content, "k1");
        ASSERT_TRUE(answer.error) << row.kind;
        EXPECT_EQ(answer.error->code(), row.code) << answer.error->text();
        EXPECT_EQ(refused().size(), before + 1);
    }
    EXPECT_EQ(case_count(), 0U);
}

TEST_F(IntakeTest, R35_TwoNumbersThatNameTwoCasesAreRefusedAnUnknownSecondOneIsNot) {
    (void)receive("channel", "application", application("F-1", {}), "k1");
    const auto answer = receive("channel", "application", application("F-2", {}), "k2");
    const CaseNo second{text_at(answer.fields, "case_no")};
    const auto supplement = [&](const std::string& no, const std::string& own) {
        object content{{"case_no", no}, {"materials", application().at("materials")}};
        content["channel_no"] = own;
        return receive("channel", "supplement", content, no + own);
    };
    for (const std::string& no : {second.str(), std::string{"F-2"}}) {
        const auto refused = supplement(no, "F-1");
        ASSERT_TRUE(refused.error) << no;
        EXPECT_EQ(refused.error->code(), Code::kFieldFormat);
        EXPECT_EQ(refused.error->at().field, "channel_no");
    }
    EXPECT_EQ(state(second).stage, model::Stage::kCorrection);
    EXPECT_FALSE(supplement(second.str(), "F-none").error);
    EXPECT_EQ(state(second).stage, model::Stage::kAccepted);
}

TEST_F(IntakeTest, R35_TheDepartmentsOwnNumberForTheCaseIsAnAliasAndFindsIt) {
    const CaseNo no = new_case();
    object told = decision_for(no);
    told["decision"].as_object()["foreign_no"] = "SC-2024-9";
    told["decision"].as_object()["decided_by"] = "赵样本";
    ASSERT_FALSE(receive("approval", "decision", told, "d1").error);
    EXPECT_EQ(state(no).aliases.at("approval"), "SC-2024-9");
    EXPECT_EQ(state(no).aliases.at("channel"), "F-1");
    store_->wait_for_search();
    EXPECT_EQ(desk_->search(clerk("issuance"), "SC-2024-9").size(), 1U);
    const object progress{{"case_no", "SC-2024-9"},
                          {"progress", object{{"stage", "examining"}, {"by", "钱样本"}}}};
    const auto by_own = receive("approval", "progress", progress, "p1");
    EXPECT_FALSE(by_own.error) << by_own.error->text();
    const auto view = desk_->case_view(clerk("issuance"), no, false).value();
    const std::string timeline = boost::json::serialize(view.at("timeline"));
    EXPECT_NE(timeline.find("（赵样本）"), std::string::npos) << "who decided";
    EXPECT_NE(timeline.find("（钱样本）"), std::string::npos) << "who handled it";
}

TEST_F(IntakeTest, APartnerSupplementsOnlyItsOwnCases) {
    (void)receive("channel", "application", application("F-1", {}), "k1");
    setting_.partners[PartnerId{"both"}].inbound["supplement"] = "x";
    const auto foreign =
        receive("both", "supplement",
                {{"channel_no", "F-1"}, {"materials", application().at("materials")}}, "s1");
    ASSERT_TRUE(foreign.error);
    EXPECT_EQ(foreign.error->code(), Code::kCaseNotFound);
}

TEST_F(IntakeTest, R24_AParcelIsRegisteredOnceWhateverTheCouriersKey) {
    const object parcel{
        {"parcel", object{{"waybill", "EA000000001CN"}, {"sender_name", "李样本"}}}};
    EXPECT_FALSE(receive("courier", "parcel", parcel, "p1").error);
    const auto again = receive("courier", "parcel", parcel, "p2");
    EXPECT_FALSE(again.error);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(desk_->parcels(clerk("acceptance")).size(), 1U);
}

TEST_F(IntakeTest, R41_ATrackFindsTheCaseByTheParcelThatWentOutNotByTheOneThatCameIn) {
    const CaseNo no = new_case("EA000000001CN");  // came by mail: the waybill is the foreign number
    ASSERT_FALSE(receive("approval", "decision", decision_for(no), "d1").error);
    ASSERT_FALSE(run(no, model::TakeOverResult{}).error);
    ASSERT_FALSE(run(no, model::MailOut{}).error);
    ASSERT_FALSE(run(no, model::DispatchOrdered{"ea 000 000 002 cn"}).error);
    const auto track = [&](const std::string& waybill) {
        return receive("courier", "track",
                       {{"track", object{{"waybill", waybill},
                                         {"code", "704"},
                                         {"meaning", "delivered"},
                                         {"at", to_iso(clock_.now())}}}},
                       "t-" + waybill);
    };
    const auto inbound = track("EA000000001CN");
    ASSERT_TRUE(inbound.error);
    EXPECT_EQ(inbound.error->code(), Code::kCaseNotFound);
    EXPECT_EQ(inbound.error->at().field, "track.waybill");
    EXPECT_EQ(state(no).stage, model::Stage::kMailed);
    const auto outbound = track("EA000000002CN");
    EXPECT_FALSE(outbound.error) << outbound.error->text();
    EXPECT_EQ(state(no).stage, model::Stage::kDelivered) << "written otherwise, the same number";
}

TEST_F(IntakeTest, R17_TheDaysPlacesAreKeptAgainstManyAtOnce) {
    setting_.hall.settings.booking_mean_daily = 30;  // three places
    object wish = booking();
    wish.erase("code");
    std::vector<std::future<ports::Answer>> answers;
    for (int i = 0; i < 5; ++i) {
        answers.push_back(std::async(std::launch::async, [&, i] {
            return receive("messenger", "booking", wish, "b" + std::to_string(i));
        }));
    }
    int confirmed = 0;
    for (auto& answer : answers) {
        const auto a = answer.get();
        ASSERT_FALSE(a.error) << a.error->text();
        if (text_at(a.fields, "outcome") == "confirmed") ++confirmed;
    }
    EXPECT_EQ(confirmed, 3);
}

}  // namespace
}  // namespace ow::flow
