// What has to be done outside after something happened.

#include "gateway/flow/plan.hpp"

#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;

model::CaseState case_from(const std::string& source, const std::string& department) {
    model::CaseState s;
    s.no = CaseNo{"4101842024092710000013"};
    s.source = PartnerId{source};
    s.department_partner = PartnerId{department};
    s.version = 2;
    return s;
}
model::Event event(const std::string& type, object clear = {}) {
    return {type, 1, at("2024-09-27T10:00"), "system", std::move(clear), {}};
}
std::vector<ports::OutboxRow> plan_of(const model::CaseState& s,
                                      const std::vector<model::Event>& events,
                                      const Setting& setting = make_setting()) {
    return plan({s, events, case_stream(s.no), at("2024-09-27T10:00")}, setting);
}
std::vector<std::string> said(const std::vector<ports::OutboxRow>& rows) {
    std::vector<std::string> out;
    for (const auto& row : rows) out.push_back(row.partner.str() + ":" + row.kind);
    return out;
}
using Said = std::vector<std::string>;

TEST(Plan, AnAcceptedCaseIsPrintedSentToItsDepartmentAndToldToItsSource) {
    const auto rows =
        plan_of(case_from("channel", "approval"), {event("case.received"), event("case.accepted")});
    EXPECT_EQ(said(rows), (Said{"render:D2", "approval:application", "channel:accepted"}));
    std::set<std::string> ids;
    for (const auto& row : rows) {
        ids.insert(row.id);
        EXPECT_EQ(parse_row_body(row.body).version, 2) << "the state the message speaks of";
    }
    EXPECT_EQ(ids.size(), rows.size());
}

TEST(Plan, R19_APaperTellsTheStateAfterTheWholeStepAMessageThatOfItsEvent) {
    model::CaseState s = case_from("channel", "approval");
    s.people.by_person = true;
    s.version = 3;
    const auto rows =
        plan_of(s, {event("case.received"), event("case.accepted"), event("case.decided")});
    for (const auto& row : rows) {
        const RowBody body = parse_row_body(row.body);
        const bool is_paper = row.partner.str() == kRenderPartner;
        EXPECT_EQ(body.as_of, is_paper ? 3 : body.version) << row.id;
    }
    EXPECT_EQ(parse_row_body(rows.at(0).body).version, 1) << "D1 is asked for by the first event";
    EXPECT_EQ(parse_row_body(R"({"kind":"D2","version":2})").as_of, 2) << "a row of before";
}

TEST(Plan, APartnerThatIsSourceAndDepartmentIsToldOnce) {
    EXPECT_EQ(said(plan_of(case_from("both", "both"), {event("case.delivered")})),
              (Said{"both:delivered"}));
    EXPECT_EQ(said(plan_of(case_from("channel", "both"), {event("case.delivered")})),
              (Said{"both:delivered", "channel:delivered"}));
}

TEST(Plan, AKindThePartnerHasNoMappingForIsNotSent) {
    EXPECT_EQ(said(plan_of(case_from("both", "approval"), {event("case.refused")})),
              Said{"render:D4"});
    EXPECT_EQ(said(plan_of(case_from("channel", ""), {event("case.accepted")})),
              (Said{"render:D2", "channel:accepted"}))
        << "a department that works in the browser";
}

TEST(Plan, S7_AnApplicationItsDepartmentHasNoMappingForIsPlannedSoThatTheQueueShowsIt) {
    EXPECT_EQ(said(plan_of(case_from("", "channel"), {event("case.accepted")})),
              (Said{"render:D2", "channel:application"}));
    EXPECT_EQ(said(plan_of(case_from("", "gone"), {event("case.deemed_accepted")})),
              (Said{"render:D2", "gone:application"}))
        << "a partner that is configured no more";
    model::CaseState s = case_from("", "");
    s.legs.all = {{.department = DepartmentId{"courts"}, .partner = PartnerId{"courier"}}};
    EXPECT_EQ(said(plan_of(s, {event("case.accepted")})),
              (Said{"render:D2", "courier:application"}));
    EXPECT_EQ(said(plan_of(s, {event("case.delivered")})), Said{}) << "any other kind";
}

TEST(Plan, ASourceThatKnowsNoticesOnlyGetsANoticeIfThePersonCanBeReached) {
    model::CaseState s = case_from("messenger", "approval");
    EXPECT_EQ(said(plan_of(s, {event("case.decided")})), Said{});
    s.content = {{"contact", object{{"openid", "o-1"}}}};
    const auto rows = plan_of(s, {event("case.decided")});
    EXPECT_EQ(said(rows), (Said{"messenger:notice"}));
    EXPECT_EQ(parse_row_body(rows.at(0).body).kind, "decided") << "what the notice is about";
}

TEST(Plan, TheSameStepPlannedTwiceHasTheSameIds) {
    const model::CaseState s = case_from("channel", "approval");
    const auto first = plan_of(s, {event("case.accepted")});
    const auto second = plan_of(s, {event("case.accepted")});
    ASSERT_EQ(first.size(), second.size());
    for (std::size_t i = 0; i < first.size(); ++i) EXPECT_EQ(first[i].id, second[i].id);
}

TEST(Plan, R30_WhoeverWasToldOfADeliveryIsToldThatItWasTakenBack) {
    const model::CaseState s = case_from("channel", "approval");
    const Said both{"approval:delivered", "channel:delivered"};
    EXPECT_EQ(said(plan_of(s, {event("dispatch.tracked", {{"meaning", "delivered"}})})), both);
    EXPECT_EQ(said(plan_of(s, {event("dispatch.tracked", {{"meaning", "delivery_voided"}})})),
              both);
    EXPECT_EQ(said(plan_of(s, {event("dispatch.tracked", {{"meaning", "moving"}})})), Said{});
    const object late{{"meaning", "delivered"}, {"late", "yes"}};
    EXPECT_EQ(said(plan_of(s, {event("dispatch.tracked", late)})), Said{})
        << "it was voided before";
}

TEST(Plan, TheCarrierAndTheNotifierAreFoundByTheirRole) {
    model::CaseState s = case_from("channel", "approval");
    s.content = {{"contact", object{{"openid", "o-1"}}}};
    EXPECT_EQ(said(plan_of(s, {event("dispatch.requested")})), (Said{"courier:dispatch"}));
    EXPECT_EQ(said(plan_of(s, {event("case.notified")})), (Said{"messenger:notice"}));
    Setting none = make_setting();
    none.partners.erase(PartnerId{"courier"});
    EXPECT_EQ(said(plan_of(s, {event("dispatch.requested")}, none)), Said{});
}

TEST(Plan, ABodyThatIsNoneOfOursIsNobodysVersion) {
    for (const char* body : {"", "[]", "{", R"({"version":"2"})"})
        EXPECT_EQ(parse_row_body(body).version, 0) << body;
}

}  // namespace
}  // namespace ow::flow
