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

}  // namespace
}  // namespace ow::flow
