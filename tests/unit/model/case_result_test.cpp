// From the decision to the feedback.

#include "tests/unit/model/case_fixture.hpp"

namespace ow::model {
namespace {

using namespace test;

Case decided_case(object result) {
    Case c = accepted_case();
    (void)c.run(decision("2024-09-30T09:00", std::move(result)), "2024-09-30T09:05");
    return c;
}

TEST(CaseResult, R12_ADifferentApplicantOrItemIsNotTakenOver) {
    struct Row {
        const char* key;
        const char* value;
        const char* field;
    };
    for (const Row& row : {Row{"applicant_name", "王侧试", "applicant.name"},
                           Row{"item_code", "000100000002", "item.code"}}) {
        Case c = decided_case({{row.key, row.value}});
        const auto taken = c.run(TakeOverResult{}, "2024-09-30T15:00");
        ASSERT_FALSE(taken) << row.key;
        EXPECT_EQ(taken.error().code(), Code::kResultMismatch);
        EXPECT_EQ(taken.error().at().field, row.field);
        EXPECT_EQ(c.state().stage, Stage::kDecided);
        EXPECT_FALSE(c.state().promised.stopped) << "the clock goes on";
    }
}

TEST(CaseResult, R12_AnotherPersonsNumberIsNotTakenOverWhereTheResultNamesOne) {
    const auto taken_over = [](const char* intake, const char* result) {
        Case c;
        object application = complete();
        application["applicant"].as_object()["cert_number"] = intake;
        (void)c.receive(application, "2024-09-27T10:00");
        c.actor = "partner:approval";
        (void)c.run(decision("2024-09-30T09:00", {{"cert_number", result}}), "2024-09-30T09:05");
        return c.run(TakeOverResult{}, "2024-09-30T15:00");
    };
    const auto other = taken_over("41018419900104003X", "411325200002290011");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code(), Code::kResultMismatch);
    EXPECT_EQ(other.error().at().field, "applicant.cert_number");
    EXPECT_TRUE(taken_over("41018419900104003X", "41018419900104003x")) << "the same number";
    EXPECT_TRUE(taken_over("41018419900104003X", "")) << "not every result names one";
    EXPECT_TRUE(taken_over("", "411325200002290011")) << "a person compares it";
}

TEST(CaseResult, R12_WhatAgreesIsTakenOver) {
    Case c = decided_case({{"applicant_name", "王测试"}, {"item_code", "000100000001"}});
    ASSERT_TRUE(c.run(TakeOverResult{}, "2024-09-30T15:00"));
    EXPECT_EQ(c.state().stage, Stage::kAtIssuance);
}

TEST(CaseResult, R12_SentBackTheDepartmentDecidesAgainAndThePromisedClockNeverStopped) {
    Case c = decided_case({{"applicant_name", "王侧试"}});
    EXPECT_EQ(c.run(RejectResult{}, "2024-09-30T10:00").error().code(), Code::kFieldMissing);
    ASSERT_TRUE(c.run(RejectResult{"申请人姓名"}, "2024-09-30T10:00"));
    EXPECT_EQ(c.state().stage, Stage::kAccepted);
    EXPECT_EQ(c.state().returned_reason, "申请人姓名");
    EXPECT_FALSE(c.state().promised.stopped);
    ASSERT_TRUE(
        c.run(decision("2024-10-08T09:00", {{"applicant_name", "王测试"}}), "2024-10-08T09:05"));
    EXPECT_TRUE(c.state().returned_reason.empty());
    ASSERT_TRUE(c.run(TakeOverResult{}, "2024-10-08T15:00"));
}

TEST(CaseResult, R30_ANewerVersionOfTheResultReplacesTheOneNotYetTakenOver) {
    Case c = decided_case({{"applicant_name", "王侧试"}});
    ASSERT_TRUE(c.run(decision("2024-09-30T11:00", {{"applicant_name", "王测试"}}, "refused"),
                      "2024-09-30T11:05"));
    EXPECT_EQ(c.state().decision->outcome, "refused");
    ASSERT_TRUE(c.run(TakeOverResult{}, "2024-09-30T15:00"));
}

TEST(CaseResult, R30_AResultThatComesAfterTheHandOverOpensTheCaseAgainAndLosesNothing) {
    Case c = mailed_case();
    ASSERT_TRUE(c.run(tracked("delivered", "2024-10-08T10:00", "本人"), "2024-10-08T10:01"));
    ASSERT_TRUE(c.run(FeedBack{}, "2024-10-08T15:00"));
    c.actor = "partner:approval";
    ASSERT_TRUE(c.run(decision("2024-10-09T09:00", {}, "refused"), "2024-10-09T09:05"));
    EXPECT_EQ(text_at(c.stored().back().event.clear, "supersedes"), "fed_back");
    EXPECT_EQ(c.state().stage, Stage::kDecided) << "it must be compared like the first (R12)";
    EXPECT_EQ(c.state().superseded_at, "fed_back") << "the window's alarm";
    EXPECT_EQ(c.state().decision->outcome, "refused");
    EXPECT_FALSE(c.state().delivered_at) << "the new one is not with him";
    EXPECT_FALSE(row_of(c.state().stage).closed);
    EXPECT_EQ(c.state().promised.stopped, at("2024-09-30T15:00")) << "R39: it was met once";

    c.actor = "staff:chuzheng";
    ASSERT_TRUE(c.run(TakeOverResult{}, "2024-10-09T15:00"));
    EXPECT_TRUE(c.state().superseded_at.empty());
    EXPECT_EQ(c.state().promised.stopped, at("2024-09-30T15:00"));
    EXPECT_EQ(document_id(c.state(), "D15"), "D15-2") << "the first slip stays as it was";
    EXPECT_EQ(document_id(c.state(), "D2"), "D2");
    ASSERT_TRUE(c.run(MailOut{}, "2024-10-09T15:10")) << "the wish of the intake holds";
    ASSERT_TRUE(c.run(DispatchOrdered{"EA000000002CN"}, "2024-10-09T15:11"));
    EXPECT_EQ(c.state().waybill, "EA000000002CN");
}

TEST(CaseResult, R30_WhatTheWindowHasAlreadySaidAgainChangesNothing) {
    Case c = case_at_issuance();
    c.actor = "partner:approval";
    const auto again = c.run(decision("2024-09-30T09:00"), "2024-10-08T09:00");
    ASSERT_TRUE(again) << "answered, not refused: the department would send it for ever";
    EXPECT_TRUE(again->empty());
    EXPECT_EQ(c.state().stage, Stage::kAtIssuance);
    c.actor = "partner:channel";
    EXPECT_EQ(c.run(decision("2024-10-09T09:00"), "2024-10-09T09:05").error().code(),
              Code::kAuthForbidden)
        << "only its own department";
}

TEST(CaseResult, R30_ALateTrackOfAVoidedParcelIsKeptAndChangesNothing) {
    Case c = mailed_case();
    ASSERT_FALSE(c.run(VoidDispatch{}, "2024-10-08T09:00")) << "why must be said";
    ASSERT_TRUE(c.run(VoidDispatch{"邮件丢失"}, "2024-10-08T09:00"));
    EXPECT_EQ(text_at(c.stored().back().event.clear, "waybill"), "EA000000001CN");
    EXPECT_EQ(c.state().stage, Stage::kAtIssuance);
    EXPECT_TRUE(c.state().waybill.empty());
    Tracked old = tracked("delivered", "2024-10-08T10:00", "本人");
    EXPECT_EQ(c.run(old, "2024-10-08T10:01").error().code(), Code::kCommandNotAllowed);
    old.waybill = "EA000000001CN";
    ASSERT_TRUE(c.run(old, "2024-10-08T10:01"));
    EXPECT_EQ(c.state().stage, Stage::kAtIssuance);

    ASSERT_TRUE(c.run(MailOut{}, "2024-10-08T11:00"));
    ASSERT_TRUE(c.run(DispatchOrdered{"EA000000002CN"}, "2024-10-08T11:01"));
    ASSERT_TRUE(c.run(old, "2024-10-08T12:00"));
    EXPECT_EQ(c.state().stage, Stage::kMailed) << "another parcel";
    Tracked fresh = tracked("delivered", "2024-10-09T10:00", "本人");
    fresh.waybill = "EA000000002CN";
    ASSERT_TRUE(c.run(fresh, "2024-10-09T10:01"));
    EXPECT_EQ(c.state().stage, Stage::kDelivered);
}

TEST(CaseResult, R30_AnOrderTheCourierNeverTookIsVoidedAndMadeAgain) {
    Case c = case_at_issuance();
    EXPECT_EQ(c.run(VoidDispatch{"x"}, "2024-09-30T15:05").error().code(), Code::kCommandNotAllowed)
        << "nothing is under way";
    ASSERT_TRUE(c.run(Notify{"phone", ""}, "2024-09-30T15:06"));
    ASSERT_TRUE(c.run(MailOut{}, "2024-09-30T15:10"));
    ASSERT_TRUE(c.run(VoidDispatch{"寄件下单已作废"}, "2024-09-30T15:20"));
    EXPECT_EQ(c.state().stage, Stage::kNotified) << "he was told already";
    ASSERT_TRUE(c.run(MailOut{}, "2024-09-30T15:30"));
    ASSERT_TRUE(c.run(DispatchOrdered{"EA000000002CN"}, "2024-09-30T15:31"));
    EXPECT_EQ(c.state().stage, Stage::kMailed);
}

TEST(CaseResult, R39_TheStatutoryClockStopsAtTheDecisionThePromisedOneAtTheWindow) {
    Case c = accepted_case();
    ASSERT_TRUE(c.run(decision("2024-09-30T09:00"), "2024-09-30T09:05"));
    EXPECT_EQ(c.state().statutory.stopped, at("2024-09-30T09:00")) << "when decided, not received";
    EXPECT_FALSE(c.state().promised.stopped);
    ASSERT_TRUE(c.run(TakeOverResult{}, "2024-10-08T15:00"));
    EXPECT_EQ(c.state().promised.stopped, at("2024-10-08T15:00"));
    EXPECT_EQ(c.state().statutory.stopped, at("2024-09-30T09:00"));
}

TEST(CaseResult, AnOutcomeNobodyKnowsIsRefused) {
    Case c = accepted_case();
    const auto unknown = c.run(decision("2024-09-30T09:00", {}, "maybe"), "2024-09-30T09:05");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().at().field, "decision.outcome");
}

TEST(CaseResult, R13_OnlyTheSlipOrTheOriginalIdProveWhoCollects) {
    for (const char* proof : {"", "phone", "SLIP"}) {
        Case c = case_at_issuance();
        const auto refused = c.run(HandOver{proof, {}}, "2024-10-08T10:00");
        ASSERT_FALSE(refused) << proof;
        EXPECT_EQ(refused.error().at().field, "proof");
        EXPECT_EQ(c.state().stage, Stage::kAtIssuance);
    }
    for (const char* proof : {"slip", "id"}) {
        Case c = case_at_issuance();
        ASSERT_TRUE(c.run(HandOver{proof, {}}, "2024-10-08T10:00"));
        EXPECT_EQ(text_at(c.stored().back().event.clear, "proof"), proof);
        EXPECT_EQ(c.state().delivery_by, "本人");
        EXPECT_EQ(c.state().delivered_at, at("2024-10-08T10:00"));
    }
}

TEST(CaseResult, R13_AnAgentsNameIsKeptSecretThatItWasAnAgentIsNot) {
    Case c = case_at_issuance();
    ASSERT_TRUE(c.run(HandOver{"slip", "李样本", "委〔2024〕2号"}, "2024-10-08T10:00"));
    EXPECT_EQ(text_at(c.stored().back().event.clear, "by"), "代领");
    EXPECT_EQ(boost::json::serialize(c.stored().back().event.clear).find("李样本"),
              std::string::npos);
    EXPECT_EQ(text_at(c.stored().back().event.secret, "recipient"), "李样本");
}

TEST(CaseResult, R13_WithoutAnAddressTakenAtIntakeNothingIsMailed) {
    Case c;
    object application = complete();
    application["delivery"] = object{{"way", "self"}};
    (void)c.receive(application, "2024-09-27T10:00");
    c.actor = "partner:approval";
    (void)c.run(decision("2024-09-30T09:00"), "2024-09-30T09:05");
    (void)c.run(TakeOverResult{}, "2024-09-30T15:00");
    const auto mailed = c.run(MailOut{}, "2024-09-30T15:10");
    ASSERT_FALSE(mailed);
    EXPECT_EQ(mailed.error().at().field, "delivery.address");
}

TEST(CaseResult, R13_TheCourierIsOrderedOnceForOneResult) {
    Case c = case_at_issuance();
    ASSERT_TRUE(c.run(MailOut{}, "2024-09-30T15:10"));
    const auto again = c.run(MailOut{}, "2024-09-30T15:20");
    ASSERT_FALSE(again) << "a second order would be a second parcel";
    EXPECT_EQ(again.error().code(), Code::kCommandNotAllowed);
}

TEST(CaseResult, R13_AParcelThatCameBackIsHandedOverAtTheWindow) {
    Case c = mailed_case();
    ASSERT_TRUE(c.run(tracked("failed", "2024-10-09T10:00"), "2024-10-09T10:01"));
    EXPECT_EQ(c.state().stage, Stage::kMailed);
    ASSERT_TRUE(c.run(HandOver{"id", {}}, "2024-10-10T10:00"));
    EXPECT_EQ(c.state().stage, Stage::kDelivered);
    EXPECT_EQ(c.state().delivery_way, "self");
    ASSERT_TRUE(c.run(tracked("delivery_voided", "2024-10-10T11:00"), "2024-10-10T11:01"));
    EXPECT_EQ(c.state().stage, Stage::kDelivered) << "the courier cannot void what the window did";
}

TEST(CaseResult, R30_AVoidedDeliveryReopensTheCaseAndLosesNothing) {
    Case c = mailed_case();
    EXPECT_EQ(c.state().stage, Stage::kMailed);
    ASSERT_TRUE(c.run(tracked("delivered", "2024-10-08T10:00", "他人代收"), "2024-10-08T10:01"));
    EXPECT_EQ(c.state().stage, Stage::kDelivered);
    EXPECT_EQ(c.state().delivery_by, "他人代收");
    ASSERT_TRUE(c.run(FeedBack{}, "2024-10-08T15:00"));
    EXPECT_TRUE(row_of(c.state().stage).closed);

    ASSERT_TRUE(c.run(tracked("delivery_voided", "2024-10-08T16:00"), "2024-10-08T16:01"));
    EXPECT_EQ(c.state().stage, Stage::kMailed);
    EXPECT_FALSE(c.state().delivered_at);
    EXPECT_FALSE(c.state().fed_back_at);
    EXPECT_EQ(c.stored().size(), 9U) << "what happened stays in the stream";

    ASSERT_TRUE(c.run(tracked("delivered", "2024-10-09T10:00", "本人"), "2024-10-09T10:01"));
    EXPECT_EQ(c.state().delivered_at, at("2024-10-09T10:00"));
    EXPECT_EQ(c.state().delivery_by, "本人");
}

TEST(CaseResult, R38_WhoSignedForAParcelIsNamedInNoClearPart) {
    for (const auto& [said, clear] : {std::pair{"王某某", "他人"}, {"本人签收", "本人签收"}}) {
        Case c = mailed_case();
        ASSERT_TRUE(c.run(tracked("delivered", "2024-10-08T10:00", said), "2024-10-08T10:01"));
        EXPECT_EQ(text_at(c.stored().back().event.clear, "by"), clear);
        EXPECT_EQ(c.state().delivery_by, said);
    }
    Case old = mailed_case();
    old.append({"dispatch.tracked",
                1,
                at("2024-10-08T10:00"),
                "partner:courier",
                {{"code", "704"}, {"meaning", "delivered"}, {"by", "他人代收"}},
                {}},
               at("2024-10-08T10:01"));
    EXPECT_EQ(old.state().delivery_by, "他人代收") << "an event of before";
}

TEST(CaseResult, R30_ADeliveryOlderThanItsVoidingChangesNothingWhicheverComesFirst) {
    Case c = mailed_case();
    ASSERT_TRUE(c.run(tracked("delivery_voided", "2024-10-08T09:30"), "2024-10-08T09:31"));
    ASSERT_TRUE(c.run(tracked("delivered", "2024-10-08T09:00", "本人"), "2024-10-08T09:40"));
    EXPECT_EQ(c.types().back(), "dispatch.tracked") << "kept";
    EXPECT_EQ(text_at(c.stored().back().event.clear, "late"), "yes") << "nobody is told";
    EXPECT_EQ(c.state().stage, Stage::kMailed);
    EXPECT_FALSE(c.state().delivered_at);

    ASSERT_TRUE(c.run(tracked("delivered", "2024-10-08T17:00", "本人"), "2024-10-08T17:01"));
    EXPECT_EQ(c.state().delivered_at, at("2024-10-08T17:00"));
    ASSERT_TRUE(c.run(tracked("delivery_voided", "2024-10-08T09:30"), "2024-10-08T17:10"));
    EXPECT_EQ(c.state().stage, Stage::kDelivered) << "an older voiding takes no newer one back";
    ASSERT_TRUE(c.run(tracked("delivery_voided", "2024-10-08T17:00"), "2024-10-08T17:20"));
    EXPECT_EQ(c.state().stage, Stage::kMailed) << "told to the second: nothing is voided before";
}

TEST(CaseResult, R30_AnotherParcelsTracksBeginAnew) {
    Case c = mailed_case();
    ASSERT_TRUE(c.run(tracked("delivery_voided", "2024-10-08T09:30"), "2024-10-08T09:31"));
    ASSERT_TRUE(c.run(VoidDispatch{"邮件丢失"}, "2024-10-08T10:00"));
    ASSERT_TRUE(c.run(MailOut{}, "2024-10-08T10:05"));
    ASSERT_TRUE(c.run(DispatchOrdered{"EA000000002CN"}, "2024-10-08T10:06"));
    ASSERT_TRUE(c.run(tracked("delivered", "2024-10-08T09:20", "本人"), "2024-10-08T10:07"));
    EXPECT_EQ(c.state().stage, Stage::kDelivered) << "the courier's clock is his own";
}

TEST(CaseResult, R41_OnlyTheTracksOfItsOwnParcelAreTheCases) {
    Case c = mailed_case();
    Tracked other = tracked("delivered", "2024-10-08T10:00", "本人");
    other.waybill = "EA000000009CN";
    const auto taken = c.run(other, "2024-10-08T10:01");
    ASSERT_FALSE(taken) << "the parcel the application came in, say";
    EXPECT_EQ(taken.error().code(), Code::kCommandNotAllowed);
    EXPECT_EQ(c.state().stage, Stage::kMailed);
    other.waybill = c.state().waybill;
    ASSERT_TRUE(c.run(other, "2024-10-08T10:02"));
    EXPECT_EQ(c.state().stage, Stage::kDelivered);
}

TEST(CaseResult, R14_ASecondDeliveredFromTheCourierDoesNotReopenAClosedCase) {
    Case c = mailed_case();
    (void)c.run(tracked("delivered", "2024-10-08T10:00", "本人"), "2024-10-08T10:01");
    (void)c.run(FeedBack{}, "2024-10-08T15:00");
    ASSERT_TRUE(c.run(tracked("delivered", "2024-10-08T16:00", "本人"), "2024-10-08T16:01"));
    EXPECT_EQ(c.state().stage, Stage::kFedBack);
    EXPECT_EQ(c.state().delivered_at, at("2024-10-08T10:00"));
}

TEST(CaseResult, R14_FeedingBackNeedsADelivery) {
    Case c = mailed_case();
    EXPECT_EQ(c.run(FeedBack{}, "2024-10-08T15:00").error().code(), Code::kCommandNotAllowed);
}

TEST(CaseResult, TrackingACaseThatWasNeverMailedIsRefused) {
    Case c = case_at_issuance();
    EXPECT_EQ(c.run(tracked("delivered", "2024-10-08T10:00"), "2024-10-08T10:01").error().code(),
              Code::kCommandNotAllowed);
}

TEST(CaseResult, OnlyTheCasesOwnDepartmentDecidesIt) {
    Case c = accepted_case();
    c.actor = "partner:channel";
    const auto foreign = c.run(decision("2024-09-30T09:00"), "2024-09-30T09:05");
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().code(), Code::kAuthForbidden);
    c.actor = "partner:approval";
    EXPECT_TRUE(c.run(decision("2024-09-30T09:00"), "2024-09-30T09:05"));
}

TEST(CasePaper, ADocumentIsMadeOnceAndPrintedOnlyIfItIsThere) {
    Case c = accepted_case();
    EXPECT_EQ(c.run(DocumentPrinted{"D2"}, "2024-09-27T10:05").error().code(),
              Code::kCommandNotAllowed);
    ASSERT_TRUE(c.run(DocumentStored{{"D2", "N-D2", "abcd", "ef", {}, {}, 0, true, {}}},
                      "2024-09-27T10:06"));
    const auto second = c.run(DocumentStored{{"D2", "N-D2", "1234", "56", {}, {}, 0, true, {}}},
                              "2024-09-27T10:07");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code(), Code::kDocumentAlreadySigned);
    ASSERT_TRUE(c.run(DocumentPrinted{"D2"}, "2024-09-27T10:08"));
    ASSERT_TRUE(c.run(DocumentPrinted{"D2"}, "2024-09-27T10:09"));
    EXPECT_EQ(c.state().documents.at("D2").prints, 2);
    EXPECT_TRUE(c.state().documents.at("D2").is_signed);
    EXPECT_EQ(c.state().documents.at("D2").address, "abcd");
}

TEST(CasePaper, R32_ARefusedDocumentLeavesTheCaseGoingAndMayBeMadeLater) {
    Case c = accepted_case();
    ASSERT_TRUE(c.run(DocumentRefused{"D2", "DOCUMENT_GLYPH_MISSING", "applicant.name U+2A6D6"},
                      "2024-09-27T10:06"));
    EXPECT_EQ(c.state().stage, Stage::kAccepted);
    EXPECT_EQ(c.state().documents.at("D2").refused, "DOCUMENT_GLYPH_MISSING");
    ASSERT_TRUE(c.run(DocumentStored{{"D2", "N-D2", "abcd", "ef", {}, {}, 0, true, {}}},
                      "2024-09-27T11:06"));
    EXPECT_TRUE(c.state().documents.at("D2").refused.empty());
}

}  // namespace
}  // namespace ow::model
