// What a page sends again after a lost answer is done once; what was filled in anew is not lost.

#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;
using model::text_at;

class SentFormTest : public FlowTest {
  protected:
    static ports::StaffAction filled(object more = {}) {
        object values{{"item", "licence"},
                      {"name", "欧阳测试"},
                      {"cert_number", "41018419900104003X"},
                      {"phone", "13800000001"},
                      {"pick_up", "self"},
                      {"identity", "original"},
                      {"materials", array{object{{"id", "M1"}}, object{{"id", "M2"}}}}};
        for (const auto& [name, value] : more) values[name] = value;
        return {"take_in", 0, std::move(values), "0123456789abcdef"};
    }
    static ports::StaffAction question(object more = {}) {
        object values{{"item", "licence"},  {"kind", "materials"},
                      {"way", "on_site"},   {"question", "平面图要盖章吗"},
                      {"name", "欧阳测试"}, {"phone", "13800000001"}};
        for (const auto& [name, value] : more) values[name] = value;
        return {"ask", 0, std::move(values), "question-key-0001"};
    }
    std::size_t consultations() { return desk_->consultations(user_).at("rows").as_array().size(); }
    CaseNo case_with_document() {
        CaseNo no = new_case();
        model::DocumentStored stored;
        stored.document.id = "D2";
        stored.document.address = "blob";
        stored.document.sha256 = "ab12";
        EXPECT_FALSE(run(no, stored).error);
        return no;
    }

    const ports::StaffUser user_ = clerk("acceptance");
};

TEST_F(SentFormTest, R19_ASecondApplicantUnderTheKeyOfTheFirstIsRefusedAndNotTakenForTheFirst) {
    const auto first = desk_->take_in(user_, "window", "new", filled());
    ASSERT_TRUE(first) << first.error().text();
    const object other{{"name", "李样本"}, {"phone", "13800000002"}};
    const auto second = desk_->take_in(user_, "window", "new", filled(other));
    ASSERT_FALSE(second) << "the page would say 已收件 with the first one's number";
    EXPECT_EQ(second.error().code(), Code::kIdempotencyKeyReused);
    EXPECT_EQ(second.error().cause(), text_at(*first, "case_no")) << "what the key stands for";
    auto anew = filled(other);
    anew.idempotency_key = "another-form-key-1";
    const auto taken = desk_->take_in(user_, "window", "new", anew);
    ASSERT_TRUE(taken) << taken.error().text();
    EXPECT_NE(text_at(*taken, "case_no"), text_at(*first, "case_no"));
    EXPECT_EQ(text_at(state(CaseNo{text_at(*taken, "case_no")}).content, "applicant.name"),
              "李样本");
}

TEST_F(SentFormTest, R38_WhatIsKeptOfAFormTellsNothingOfThePerson) {
    ASSERT_TRUE(desk_->take_in(user_, "window", "new", filled()));
    const auto kept = store_->load(StreamId{"form:0123456789abcdef"}).value();
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept.front().event.clear.size(), 2U) << "case_no, digest";
    EXPECT_EQ(text_at(kept.front().event.clear, "digest").size(), 32U);
    EXPECT_TRUE(kept.front().event.secret.empty());
}

TEST_F(SentFormTest, AFormTakenInBeforeThereWereDigestsIsStillTheSameForm) {
    ports::Step step;
    step.recorded_at = clock_.now();
    ports::Append old{StreamId{"form:0123456789abcdef"}, 0, {}, {}};
    old.events.push_back(
        {"window.taken_in", 1, clock_.now(), "staff:clerk-1", {{"case_no", "Z"}}, {}});
    step.appends.push_back(std::move(old));
    std::promise<void> written;
    store_->commit(std::move(step), [&](const auto&) { written.set_value(); });
    written.get_future().get();
    const auto again = desk_->take_in(user_, "window", "new", filled());
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(text_at(*again, "case_no"), "Z");
}

TEST_F(SentFormTest, R18_AConsultationSentAgainIsTheSameOne) {
    const auto first = desk_->consult(user_, "", question());
    ASSERT_TRUE(first) << first.error().text();
    const auto again = desk_->consult(user_, "", question());
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(*again, *first);
    EXPECT_EQ(consultations(), 1U) << "one entry of the ledger";
    const auto other = desk_->consult(user_, "", question({{"question", "要几份"}}));
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code(), Code::kIdempotencyKeyReused);
    EXPECT_EQ(other.error().cause(), text_at(*first, "no"));
}

TEST_F(SentFormTest, R18_AnAnswerSentAgainIsTheSameAnswer) {
    const std::string no = text_at(desk_->consult(user_, "", question()).value(), "no");
    const ports::StaffAction answer{"answer", 0, {{"answer", "要"}}, "answer-key-000001"};
    ASSERT_TRUE(desk_->consult(user_, no, answer));
    const auto again = desk_->consult(user_, no, answer);
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(text_at(*again, "state"), "answered");
    auto other = answer;
    other.values["answer"] = "不要";
    EXPECT_EQ(desk_->consult(user_, no, other).error().code(), Code::kIdempotencyKeyReused);
}

TEST_F(SentFormTest, APrintSentAgainIsCountedOnce) {
    const CaseNo no = case_with_document();
    ports::StaffAction print{"print", 1, {{"document", "D2"}}, "print-key-0000001"};
    for (int i = 0; i < 2; ++i) {
        const auto done = desk_->act(user_, no, print);
        ASSERT_TRUE(done) << done.error().text();
        EXPECT_EQ(text_at(*done, "case_no"), no.str());
    }
    EXPECT_EQ(state(no).documents.at("D2").prints, 1);
    print.idempotency_key = "print-key-0000002";
    ASSERT_TRUE(desk_->act(user_, no, print));
    EXPECT_EQ(state(no).documents.at("D2").prints, 2) << "printed once more is another print";
}

TEST_F(SentFormTest, R17_ABookingMovedToWhereItStandsIsMovedAndToldOnce) {
    const object wish = booking_wish();
    const std::string no =
        text_at(receive("messenger", "booking", wish, "b1").fields, "booking_no");
    const ports::StaffAction move{
        "rebook", 0, {{"date", "2024-09-30"}, {"slot", "11:00-12:00"}}, "rebook-key-000001"};
    for (int i = 0; i < 2; ++i) {
        const auto moved = desk_->change_booking(user_, no, move);
        ASSERT_TRUE(moved) << moved.error().text();
        EXPECT_EQ(text_at(*moved, "slot"), "11:00-12:00");
    }
    EXPECT_EQ(store_->outbox(booking_stream(CaseNo{no})).size(), 2U) << "confirmed, moved";
}

}  // namespace
}  // namespace ow::flow
