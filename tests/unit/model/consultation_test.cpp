// Consultations (R18).

#include "gateway/model/consultation.hpp"
#include "tests/unit/model/case_fixture.hpp"

namespace ow::model {
namespace {

using namespace test;

const CaseNo kNo{"41018420240927Z0000010"};

Question question(std::string answer = {}) {
    return {ItemId{"licence"}, DepartmentId{"bureau"}, "materials",       "on_site", "王测试",
            "13800000001",     "平面图要盖章吗",       std::move(answer), false};
}

Result<std::vector<Event>> ask(const Question& q, const Hall& where = hall()) {
    return decide_ask(q, kNo, where, autumn(), "staff:x", at("2024-09-27T10:00"));
}

Consultation after(std::vector<Event> events, const std::vector<Event>& more = {}) {
    events.insert(events.end(), more.begin(), more.end());
    std::vector<StoredEvent> stored;
    for (const Event& e : events)
        stored.push_back({e, static_cast<std::int64_t>(stored.size()) + 1, {}, {}, {}});
    return replay_consultation(stored);
}

TEST(Consultation, R18_AnsweredAtOnceItStandsInTheLedgerAllTheSame) {
    const auto events = ask(question("要盖章"));
    ASSERT_TRUE(events);
    const Consultation c = after(*events);
    EXPECT_EQ(c.stage, ConsultationStage::kAnswered);
    EXPECT_EQ(c.answered_at, at("2024-09-27T10:00"));
    EXPECT_EQ(c.due, std::nullopt);
    for (const Event& e : *events) {
        EXPECT_TRUE(is_event_type(e.type));
        EXPECT_EQ(boost::json::serialize(e.clear).find("王测试"), std::string::npos);
    }
}

TEST(Consultation, R18_WhatIsNotAnsweredGoesToTheDepartmentWithAContactAndADay) {
    Question q = question();
    q.phone.clear();
    ASSERT_FALSE(ask(q));
    EXPECT_EQ(ask(q).error().at().field, "phone");
    Hall longer = hall();
    longer.settings.consultation = {5, LimitUnit::kWorkday};
    EXPECT_EQ(after(*ask(question())).due, at("2024-10-01T00:00")) << "2 working days: 29 and 30";
    EXPECT_EQ(after(*ask(question(), longer)).due, at("2024-10-11T00:00")) << "000: 5";
}

TEST(Consultation, R18_LateIsAnEventAtTheDueTimeOnce) {
    const auto events = *ask(question());
    const Consultation open = after(events);
    EXPECT_TRUE(decide_late(open, at("2024-09-30T23:59")).empty());
    const auto late = decide_late(open, at("2024-10-01T00:00"));
    ASSERT_EQ(late.size(), 1U);
    EXPECT_EQ(late[0].happened_at, at("2024-10-01T00:00"));
    const Consultation known = after(events, late);
    EXPECT_TRUE(known.is_late);
    EXPECT_TRUE(decide_late(known, at("2024-10-08T00:00")).empty());
    const auto answered = decide_answer(known, "要盖章", true, "staff:y", at("2024-10-08T09:00"));
    ASSERT_TRUE(answered);
    const Consultation done = after(events, *answered);
    EXPECT_TRUE(done.has_slip);
    EXPECT_FALSE(decide_answer(done, "再答", false, "staff:y", at("2024-10-08T09:00")));
    EXPECT_TRUE(decide_late(done, at("2024-10-08T00:00")).empty());
}

TEST(Consultation, R18_ItsScopeIsKindsAndFormAndObviousSubstanceOnlyWhereTheHallHasIt) {
    Question q = question("图上写错了地址");
    q.kind = "substance";
    EXPECT_TRUE(ask(q)) << "003B";
    Hall form_only = hall();
    form_only.settings.consultation_substance = false;
    ASSERT_FALSE(ask(q, form_only)) << "000";
    EXPECT_EQ(ask(q, form_only).error().code(), Code::kCommandNotAllowed);
    q.kind = "examination";
    EXPECT_FALSE(ask(q)) << "never 实质性审查";
}

}  // namespace
}  // namespace ow::model
