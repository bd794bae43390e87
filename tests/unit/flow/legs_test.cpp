// Several departments: what goes out, who may speak of what, what the desk shows.

#include "gateway/flow/desk_actions.hpp"
#include "gateway/flow/event_words.hpp"
#include "gateway/flow/partner_cases.hpp"
#include "gateway/flow/plan.hpp"
#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;
using model::text_at;

/// `joint` is the approval's item; `one` and `two` are served by the system `both`.
class LegsTest : public FlowTest {
  protected:
    LegsTest() {
        for (const char* id : {"one", "two"}) {
            setting_.hall.departments[DepartmentId{id}] = {.id = DepartmentId{id},
                                                           .name = std::string{"分办局"} + id,
                                                           .partner = PartnerId{"both"}};
        }
        auto& approval = setting_.partners[PartnerId{"approval"}];
        approval.outbound["progress"] = "approval/progress";
    }
    CaseNo joint(const std::string& legs) {
        model::Item item = item_of("licence", "approval");
        item.legs = legs;
        setting_.catalogue = model::Catalogue{{item}, "c1"};
        return new_case();
    }
    std::vector<std::string> sent(const CaseNo& no, const std::string& to) {
        std::vector<std::string> out;
        for (const auto& row : store_->outbox(case_stream(no))) {
            if (row.partner.str() == to) out.push_back(row.kind);
        }
        return out;
    }
    ports::Answer decide(const std::string& from, const CaseNo& no, const std::string& leg = {},
                         const std::string& outcome = "approved") {
        object said = decision_for(no);
        said["decision"].as_object()["outcome"] = outcome;
        if (outcome != "approved") said["decision"].as_object()["reason"] = "不符合规划";
        if (!leg.empty()) said["leg"] = object{{"department", leg}};
        return receive(from, "decision", said, "k" + std::to_string(++serial_));
    }
    static ports::StaffUser staff_of(const char* department) {
        ports::StaffUser user = clerk("department");
        user.department = DepartmentId{department};
        return user;
    }
    int serial_ = 0;
};

using Kinds = std::vector<std::string>;

TEST_F(LegsTest, R15_ParallelLegsAreToldAtOnceAndTheLeadHearsEachOpinion) {
    const CaseNo no = joint("(one|two)>approval");
    EXPECT_EQ(sent(no, "approval"), Kinds{"application"});
    EXPECT_EQ(sent(no, "both"), (Kinds{"application", "application"})) << "one for each department";
    const auto unsaid = decide("both", no);
    ASSERT_TRUE(unsaid.error);
    EXPECT_EQ(unsaid.error->at().field, "leg.department");
    ASSERT_FALSE(decide("both", no, "one").error);
    const auto early = decide("approval", no);
    ASSERT_TRUE(early.error);
    EXPECT_EQ(early.error->code(), Code::kCommandNotAllowed);
    ASSERT_FALSE(decide("both", no).error) << "only one is left";
    EXPECT_EQ(sent(no, "approval"), (Kinds{"application", "progress", "progress"}));
    ASSERT_FALSE(decide("approval", no).error);
    EXPECT_EQ(state(no).stage, model::Stage::kDecided);
}

TEST_F(LegsTest, R15_ASeriesGoesOutOneAfterTheOther) {
    const CaseNo no = joint("one>two>approval");
    EXPECT_EQ(sent(no, "both"), Kinds{"application"});
    ASSERT_FALSE(decide("both", no).error);
    EXPECT_EQ(sent(no, "both"), (Kinds{"application", "application"}));
}

TEST_F(LegsTest, R38_ALegsDepartmentGetsItsOwnPartOfTheCaseAndNoMore) {
    const CaseNo no = joint("(one|two)>approval");
    ASSERT_TRUE(relay_until(LogEvent::kRelaySent, 4));
    std::set<std::string> departments;
    for (const auto& delivery : sender("both").sent()) {
        const auto body = boost::json::parse(delivery.body).as_object();
        const auto& tree = body.at("tree").as_object();
        departments.insert(text_at(tree, "leg.department"));
        EXPECT_EQ(text_at(tree, "department.id"), text_at(tree, "leg.department"));
        for (const char* others : {"legs", "delivery", "result"})
            EXPECT_FALSE(tree.contains(others)) << others;
        EXPECT_EQ(text_at(tree, "applicant.name"), "欧阳测试");
    }
    EXPECT_EQ(departments, (std::set<std::string>{"one", "two"}));
    for (const auto& delivery : sender("approval").sent()) {
        const auto body = boost::json::parse(delivery.body).as_object();
        EXPECT_TRUE(body.at("tree").as_object().contains("delivery")) << "the lead has the case";
    }
}

TEST_F(LegsTest, R38_ALegsPartnerIsToldOfItsOwnPartsOnly) {
    const CaseNo no = joint("one>approval");
    const auto seen = partner_status(*store_, *cases_, PartnerId{"both"}, no.str());
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->at("legs").as_array().size(), 1U);
    for (const char* more : {"state", "promised_due", "waybill", "outcome"})
        EXPECT_FALSE(seen->contains(more)) << more;
    EXPECT_TRUE(check_part(*cases_, PartnerId{"both"}, Part::kDepartment, no));
    EXPECT_FALSE(check_part(*cases_, PartnerId{"both"}, Part::kSource, no));
    EXPECT_FALSE(check_part(*cases_, PartnerId{"courier"}, Part::kDepartment, no));
}

TEST_F(LegsTest, R15_WhoseTurnHasNotComeDoesNotKnowTheCase) {
    setting_.hall.departments[DepartmentId{"one"}].partner = PartnerId{"approval"};
    const CaseNo no = joint("one>two>approval");
    EXPECT_FALSE(check_part(*cases_, PartnerId{"both"}, Part::kDepartment, no));
    EXPECT_FALSE(partner_status(*store_, *cases_, PartnerId{"both"}, no.str()));
}

TEST_F(LegsTest, R15_TheWindowHandsOnWhereTheHallSaysSo) {
    setting_.hall.settings.serial_by_lead_department = false;
    const CaseNo no = joint("one>two>approval");
    ASSERT_FALSE(decide("both", no).error);
    EXPECT_EQ(sent(no, "both"), Kinds{"application"});
    EXPECT_NE(marks_of(state(no)).find("leg_to_pass"), std::string::npos);
    const auto passed =
        desk_->act(clerk("acceptance"), no, {"pass_on", state(no).version, object{}, "f1"});
    ASSERT_TRUE(passed) << passed.error().text();
    EXPECT_EQ(sent(no, "both"), (Kinds{"application", "application"}));
    EXPECT_EQ(marks_of(state(no)).find("leg_to_pass"), std::string::npos);
}

TEST_F(LegsTest, R15_ADepartmentsStaffFindTheCaseAndSpeakForTheirOwnPart) {
    const CaseNo no = joint("(one|two)>approval");
    const auto list = desk_->todo(staff_of("two"), "to_work", "");
    EXPECT_EQ(list.at("rows").as_array().size(), 1U);
    EXPECT_EQ(desk_->todo(staff_of("three"), "to_work", "").at("rows").as_array().size(), 0U);
    const auto said = desk_->act(staff_of("two"), no,
                                 {"leg_opinion", state(no).version, {{"outcome", "approved"}}, ""});
    ASSERT_TRUE(said) << said.error().text();
    EXPECT_EQ(state(no).legs.find(DepartmentId{"two"})->opinion, "agreed");
    EXPECT_TRUE(state(no).legs.find(DepartmentId{"one"})->is_open());
    EXPECT_FALSE(desk_->case_view(staff_of("three"), no, false));
    const auto page = desk_->case_view(staff_of("one"), no, false);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->at("legs").as_array().size(), 2U);
    EXPECT_NE(boost::json::serialize(page->at("timeline")).find("分办局two：同意"),
              std::string::npos);
}

TEST_F(LegsTest, R15_WhoHasALegIsNotOfferedWhatTheCasesOwnDepartmentDoes) {
    const CaseNo no = joint("(one|two)>approval");
    const auto offers = [&](const char* department, const char* action) {
        const auto page = desk_->case_view(staff_of(department), no, false);
        EXPECT_TRUE(page);
        const array actions = page ? page->at("actions").as_array() : array{};
        return std::any_of(actions.begin(), actions.end(), [&](const auto& one) {
            return one.at("id") == boost::json::string_view{action};
        });
    };
    for (const char* whole : {"begin_procedure", "make_document"}) {
        EXPECT_TRUE(offers("approval", whole)) << whole;
        EXPECT_FALSE(offers("two", whole)) << whole;
        const auto said = desk_->act(staff_of("two"), no, {whole, state(no).version, {}, ""});
        ASSERT_FALSE(said) << whole;
        EXPECT_EQ(said.error().code(), Code::kAuthForbidden) << whole;
    }
    EXPECT_TRUE(offers("two", "leg_opinion"));
}

TEST_F(LegsTest, R15_AJointReviewIsConvenedWithItsNotice) {
    setting_.hall.settings.joint_review_by = model::ReviewBy::kHall;
    auto& both = setting_.partners[PartnerId{"both"}];
    both.outbound["notice"] = "both/notice";
    const CaseNo no = joint("(one|two)>approval");
    const object values{
        {"when", "2024-09-29T09:00"}, {"where", "三楼"}, {"department", object{{"one", "true"}}}};
    const auto convened =
        desk_->act(clerk("acceptance"), no, {"convene_review", state(no).version, values, "f1"});
    ASSERT_TRUE(convened) << convened.error().text();
    EXPECT_EQ(sent(no, "render"), (Kinds{"D2", "D21"}));
    EXPECT_EQ(sent(no, "both"), (Kinds{"application", "application", "notice"}))
        << "only who is asked to come";
    EXPECT_EQ(document_title("D21", setting_), "会审通知");
}

TEST_F(LegsTest, R20_WhatIsReturnedIsPrintedAndToldAndWaitsForAWordOnItsMerits) {
    const CaseNo no = new_case();
    ASSERT_FALSE(decide("approval", no, "", "returned").error);
    EXPECT_EQ(sent(no, "render"), (Kinds{"D2", "D17"}));
    EXPECT_EQ(sent(no, "channel").back(), "decided");
    EXPECT_EQ(marks_of(state(no)), "return_open");
    const auto act = [&](const char* action, object values = {}) {
        return desk_->act(clerk("issuance"), no, {action, state(no).version, values, "f1"});
    };
    ASSERT_TRUE(act("confirm_return"));
    EXPECT_EQ(marks_of(state(no)), "");
    EXPECT_FALSE(act("confirm_return")) << "no longer offered";
}

TEST_F(LegsTest, R20_OnlyAReturnPrintsTheReturnSlip) {
    const CaseNo no = new_case();
    ASSERT_FALSE(decide("approval", no, "", "refused").error);
    EXPECT_EQ(sent(no, "render"), Kinds{"D2"});
}

TEST_F(LegsTest, R7_ADeliveredPushIsNoSignatureAndTheTimerDeemsIt) {
    setting_.hall.settings.deemed_receipt = true;
    const CaseNo no = joint("");
    ASSERT_TRUE(relay_until(LogEvent::kRelaySent, 2));
    EXPECT_FALSE(state(no).signed_at);
    Timers timers{*store_, *cases_, *appointments_, clock_, log_, [] { return true; }};
    clock_.set(at("2024-10-02T00:00"));
    EXPECT_EQ(timers.fire_due(), 1);
    EXPECT_EQ(state(no).signed_at, state(no).legs.pushed_at) << "from the moment of the push";
    EXPECT_EQ(timers.fire_due(), 0);
}

}  // namespace
}  // namespace ow::flow
