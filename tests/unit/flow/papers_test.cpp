// Which paper is made when, whose seal it has, and the papers of what is no case.

#include <fstream>

#include "gateway/casetree/tree.hpp"
#include "gateway/documents/case_fields.hpp"
#include "gateway/flow/case_view.hpp"
#include "gateway/flow/case_view_papers.hpp"
#include "gateway/flow/plan.hpp"
#include "gateway/flow/seal_words.hpp"
#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;
using model::text_at;
using Papers = std::vector<std::string>;

model::CaseState window_case() {
    model::CaseState s;
    s.no = CaseNo{"4101842024092710000013"};
    s.department = DepartmentId{"approval"};
    s.department_partner = PartnerId{"approval"};
    s.people.by_person = true;
    s.version = 1;
    return s;
}

Papers made_by(const model::CaseState& s, const std::string& type, object clear = {},
               const Setting& setting = make_setting()) {
    const std::vector<model::Event> events{
        {type, 1, at("2024-09-27T10:00"), "system", std::move(clear), {}}};
    Papers out;
    for (const auto& row : plan({s, events, case_stream(s.no), at("2024-09-27T10:00")}, setting)) {
        if (row.partner.str() == kRenderPartner) out.push_back(row.kind);
    }
    return out;
}

TEST(Papers, R1_TheWindowGivesWhatItsHallPrintsAtIntakeAndThePortalNothing) {
    model::CaseState s = window_case();
    EXPECT_EQ(made_by(s, "case.received"), Papers{"D1"});
    Setting slips = make_setting();
    slips.hall.settings.intake_papers = {"D8", "D8A", "D8B"};
    EXPECT_EQ(made_by(s, "case.received", {}, slips), (Papers{"D8", "D8A", "D8B"}));
    s.people.checks.marks = {"province"};
    EXPECT_EQ(made_by(s, "case.received"), (Papers{"D1", "D12"})) << "全豫通办";
    s.people = {};
    EXPECT_EQ(made_by(s, "case.received"), Papers{});
}

TEST(Papers, R22_TheReceiptOfAnOnlineCaseGoesWithItsResultWhereTheHallHasIt) {
    model::CaseState s = window_case();
    EXPECT_EQ(made_by(s, "case.at_issuance"), (Papers{"D15", "D16"}));
    s.delivery_way = "mail";
    EXPECT_EQ(made_by(s, "case.at_issuance"), Papers{"D15"}) << "the courier's slip proves it";
    s.people.by_person = false;
    Setting online = make_setting();
    online.hall.settings.online_papers = {"D13", "D8B"};
    EXPECT_EQ(made_by(s, "case.at_issuance", {}, online), (Papers{"D15", "D13", "D8B"}));
}

TEST(Papers, R20_TheDecisionIsOursOnlyWhereTheDepartmentWorksHereAndDecidesAsAnAuthority) {
    model::CaseState s = window_case();
    s.decision = model::CaseDecision{.outcome = "refused"};
    EXPECT_EQ(made_by(s, "case.decided", {{"outcome", "refused"}}), Papers{})
        << "its own system has its own";
    s.department_partner = PartnerId{};
    EXPECT_EQ(made_by(s, "case.decided", {{"outcome", "refused"}}), Papers{"D14"});
    Setting utility = make_setting();
    utility.hall.departments[s.department].organ_type = "utility";
    EXPECT_EQ(made_by(s, "case.decided", {{"outcome", "refused"}}, utility), Papers{}) << "R31";
    EXPECT_EQ(made_by(s, "document.asked", {{"document", "D14"}}, utility), Papers{}) << "R31";
    EXPECT_EQ(made_by(s, "document.asked", {{"document", "D14"}}), Papers{"D14"});
    s.decision->outcome = "returned";
    EXPECT_EQ(made_by(s, "case.decided", {{"outcome", "returned"}}), Papers{"D17"});
}

TEST(Papers, R10_EveryReminderAndCardIsPrintedUnderItsOwnNumber) {
    model::CaseState s = window_case();
    EXPECT_EQ(made_by(s, "reminder.made"), Papers{"D20"});
    EXPECT_EQ(made_by(s, "clock.card", {{"colour", "yellow"}}), Papers{"D20"});
    s.timing.reminders = 1;
    EXPECT_EQ(model::document_id(s, "D20"), "D20");
    s.timing.cards = 1;
    EXPECT_EQ(model::document_id(s, "D20"), "D20-2");
}

TEST(Papers, R8_ARegisteredDelayAndAnOrderedParcelAreOnPaper) {
    EXPECT_EQ(made_by(window_case(), "case.delay_registered"), Papers{"D25"});
    EXPECT_EQ(made_by(window_case(), "dispatch.ordered"), (Papers{"D19", "D19A"}));
    EXPECT_EQ(made_by(window_case(), "document.asked", {{"document", "D16A"}}), Papers{"D16A"});
}

TEST(Papers, ATitleIsTheHallsElseWhatThePaperIsInThisCase) {
    Setting setting = make_setting();
    model::CaseState s = window_case();
    s.item = ItemId{"licence"};
    s.decision = model::CaseDecision{.outcome = "refused"};
    s.timing.urged = "yellow";
    s.timing.notice = "extension";
    EXPECT_EQ(title_of_paper(s, setting, "D14"), "不予办理决定书");
    model::Item permit = item_of("licence", "approval");
    permit.item_type = "01";
    setting.catalogue = model::Catalogue{{permit}, "c1"};
    EXPECT_EQ(title_of_paper(s, setting, "D14"), "不予行政许可决定书");
    s.decision->outcome = "approved";
    EXPECT_EQ(title_of_paper(s, setting, "D14"), "准予行政许可决定书");
    EXPECT_EQ(title_of_paper(s, setting, "D20"), "黄牌督办单");
    EXPECT_EQ(title_of_paper(s, setting, "D23"), "延期告知书");
    EXPECT_EQ(title_of_paper(s, setting, "D19"), "邮寄凭证");
    for (const char* paper : {"D14", "D19", "D20", "D23"}) {
        setting.hall.titles[paper] = "样本名称";
        EXPECT_EQ(title_of_paper(s, setting, paper), "样本名称") << paper;
    }
}

TEST(Papers, R13_TheSlipIsTakenBackOnlyFromWhoGotOne) {
    Setting setting = make_setting();
    model::CaseState s = window_case();
    s.item = ItemId{"licence"};
    s.decision = model::CaseDecision{.outcome = "approved"};
    const auto asks = [&] {
        const object tree = case_view(s, setting, "D15", at("2024-09-27T10:00"));
        return boost::json::serialize(tree.at("result")).find("收件通知单") != std::string::npos;
    };
    EXPECT_FALSE(asks()) << "the hall gives out D1";
    setting.hall.settings.intake_papers = {"D8"};
    EXPECT_TRUE(asks());
    s.people.by_person = false;
    EXPECT_FALSE(asks()) << "an online case";
    s.documents["D8"] = {};
    EXPECT_TRUE(asks()) << "made later";
}

TEST(Papers, WhereNoNumberIsPublishedAPaperSaysWhereOneAsks) {
    model::Hall hall;
    hall.name = "样本大厅";
    hall.query_phone = "0371-00000001";
    EXPECT_EQ(text_at(phones_view(hall), "query"), "0371-00000001");
    EXPECT_EQ(text_at(phones_view(hall), "complaint"), "请到样本大厅反映");
    hall.address = "样本路1号";
    EXPECT_EQ(text_at(phones_view(hall), "complaint"), "请到样本大厅（样本路1号）反映");
}

TEST(Papers, TheSealIsTheHallsTheDepartmentsOrItsOfficialOne) {
    Setting s = make_setting();
    s.hall.seals = {{"hall", "样本大厅业务专用章"}, {"both", "样本管理委员会行政审批专用章"}};
    const auto* approval = s.hall.find(DepartmentId{"approval"});
    EXPECT_TRUE(is_of_the_hall("D1"));
    EXPECT_FALSE(is_of_the_hall("D14"));
    EXPECT_EQ(seal_words(s.hall, nullptr, "D1").arc, "样本大厅");
    EXPECT_EQ(seal_words(s.hall, nullptr, "D1").bottom, "业务专用章");
    EXPECT_EQ(seal_words(s.hall, approval, "D2").arc, "样本局 approval");
    EXPECT_EQ(seal_words(s.hall, approval, "D2").bottom, "行政审批专用章");
    EXPECT_EQ(seal_words(s.hall, s.hall.find(DepartmentId{"both"}), "D2").arc, "样本管理委员会");
    EXPECT_EQ(seal_words(s.hall, approval, "D17").bottom, "") << "004 三(二)5: the 公章";
}

/// Every leaf of the tree, as a path without the places in lists.
void leaves(const xml::Node node, const std::string& path, std::set<std::string>& out) {
    for (const xml::Node child : node.children()) {
        const std::string below =
            path.empty() ? std::string{child.name()} : path + "/" + std::string{child.name()};
        if (child.has_elements())
            leaves(child, below, out);
        else
            out.insert(below);
    }
}

class PapersTest : public FlowTest {
  protected:
    PapersTest() { desk_->print_with(paper_); }
    static ports::StaffAction action(std::string id, object values) {
        std::string key = "form-to-" + id;
        return {std::move(id), 0, std::move(values), std::move(key)};
    }
};

TEST_F(PapersTest, WhatPapersReadOfACaseIsInItsTree) {
    const CaseNo no = new_case();
    model::CaseState s = state(no);
    s.timing.urged = "reminder";
    s.timing.delay_registered = true;
    s.timing.delay_until = parse_day("2024-10-20");
    s.decision = model::CaseDecision{.outcome = "approved"};
    s.document_note = "甲许可\n\n乙许可";
    const object view = case_view(s, setting_, "D24", s.last_at);
    std::set<std::string> known;
    leaves(casetree::from_json(view, "case").root(), {}, known);
    for (const char* field : {"urge/kind", "delay/until_cn", "note/line", "item/handling_cn",
                              "intake/applicant_cn", "result/checks/check/action_cn"})
        EXPECT_TRUE(known.contains(field)) << field;
    EXPECT_EQ(view.at("note").at("line").as_array().size(), 2U);
}

TEST_F(PapersTest, R13_APersonAsksForADocumentOnceAndSaysWhatOnlyHeKnows) {
    const CaseNo no = new_case();
    EXPECT_TRUE(run(no, model::MakeDocument{"D16A"}, "staff:a").error) << "nothing to hand out yet";
    EXPECT_TRUE(run(no, model::MakeDocument{"D99"}, "staff:a").error);
    EXPECT_TRUE(run(no, model::MakeDocument{"D24"}, "staff:a").error) << "which approvals?";
    ASSERT_FALSE(run(no, model::MakeDocument{"D24", "甲许可 样本局"}, "staff:a").error);
    EXPECT_EQ(row_of(no, "render", "D24").kind, "D24");
    ASSERT_TRUE(relay_until(LogEvent::kDocumentStored, 2));
    ASSERT_TRUE(state(no).documents.contains("D24"));
    EXPECT_TRUE(run(no, model::MakeDocument{"D24", "乙许可"}, "staff:a").error) << "made already";
    for (const auto& stored : *store_->load(case_stream(no)))
        EXPECT_EQ(boost::json::serialize(stored.event.clear).find("甲许可"), std::string::npos);
}

TEST_F(PapersTest, R31_OnlyTheDepartmentThatDecidedHasItsDecisionMadeOutAndAUtilityNone) {
    setting_.hall.departments[DepartmentId{"approval"}].partner = PartnerId{};
    const CaseNo no = new_case();
    Request decided;
    decided.actor = "staff:a";
    decided.department = DepartmentId{"approval"};
    model::Decide decide;
    decide.decision.outcome = "approved";
    decide.decision.number = "许可1号";
    decide.decision.decided_at = clock_.now();
    const auto outcome = cases_->run_and_wait(no, decide, std::move(decided));
    ASSERT_FALSE(outcome.error) << outcome.error->text();
    const auto offered = [&](const char* role) {
        return boost::json::serialize(
            desk_->case_view(clerk(role), no, false).value().at("actions"));
    };
    const auto ask = [&](DepartmentId of) {
        Request request;
        request.actor = "staff:a";
        request.department = std::move(of);
        return cases_->run_and_wait(no, model::MakeDocument{"D14"}, std::move(request)).error;
    };
    EXPECT_EQ(offered("acceptance").find("D14"), std::string::npos);
    EXPECT_EQ(offered("acceptance").find("make_decision"), std::string::npos);
    EXPECT_TRUE(ask(DepartmentId{})) << "a clerk of the hall";
    EXPECT_TRUE(ask(DepartmentId{"both"})) << "another department";
    setting_.hall.departments[DepartmentId{"approval"}].organ_type = "utility";
    EXPECT_TRUE(ask(DepartmentId{"approval"})) << "no administrative act";
    setting_.hall.departments[DepartmentId{"approval"}].organ_type.clear();
    EXPECT_FALSE(ask(DepartmentId{"approval"}));
}

TEST_F(PapersTest, R18_TheSlipOfAConsultationIsMadeOnceAndAgainWhenItIsAnswered) {
    const auto asked = desk_->consult(clerk("acceptance"), "",
                                      action("ask", {{"item", "licence"},
                                                     {"kind", "form"},
                                                     {"way", "on_site"},
                                                     {"question", "要哪些材料？"},
                                                     {"name", "欧阳测试"},
                                                     {"phone", "13800000001"}}));
    ASSERT_TRUE(asked) << asked.error().text();
    const std::string no = text_at(*asked, "no");
    const auto slip = [&] { return desk_->consultation_slip(clerk("acceptance"), no); };
    ASSERT_TRUE(slip()) << slip().error().text();
    EXPECT_EQ(slip()->name, no + "-D10.pdf");
    EXPECT_EQ(slip()->bytes, "%PDF D10");
    const auto before = store_->load(StreamId{"consultation:" + no})->size();
    ASSERT_TRUE(slip());
    EXPECT_EQ(store_->load(StreamId{"consultation:" + no})->size(), before) << "the same file";
    ASSERT_TRUE(
        desk_->consult(clerk("acceptance"), no, action("answer", {{"answer", "见告知单"}})));
    ASSERT_TRUE(slip());
    EXPECT_EQ(slip()->name, no + "-D10-2.pdf");
    ports::StaffUser other = clerk("department");
    other.department = DepartmentId{"both"};
    EXPECT_EQ(desk_->consultation_slip(other, no).error().code(), Code::kCaseNotFound);
}

TEST_F(PapersTest, R17_TheSlipOfABookingSaysItsAnswerAndStaysTheSameFile) {
    const object wish = booking_wish();
    const std::string no =
        text_at(receive("messenger", "booking", wish, "b1").fields, "booking_no");
    ASSERT_TRUE(desk_->booking_slip(clerk("acceptance"), no));
    EXPECT_EQ(desk_->booking_slip(clerk("acceptance"), no)->name, no + "-D18.pdf");
    ASSERT_TRUE(desk_->change_booking(clerk("acceptance"), no,
                                      action("cancel", {{"reason", "申请人来电"}})));
    EXPECT_EQ(desk_->booking_slip(clerk("acceptance"), no)->name, no + "-D18-2.pdf");
    paper_.refuses = true;
    EXPECT_TRUE(desk_->booking_slip(clerk("acceptance"), no)) << "what is kept is not made again";
}

TEST_F(PapersTest, ASlipThatCannotBeMadeIsRefusedAndNothingIsKept) {
    const auto asked = desk_->consult(clerk("acceptance"), "",
                                      action("ask", {{"item", "licence"},
                                                     {"kind", "form"},
                                                     {"way", "on_site"},
                                                     {"question", "？"},
                                                     {"answer", "见告知单"}}));
    const std::string no = text_at(asked.value(), "no");
    paper_.refuses = true;
    EXPECT_EQ(desk_->consultation_slip(clerk("acceptance"), no).error().code(),
              Code::kDocumentGlyphMissing);
    paper_.refuses = false;
    EXPECT_EQ(desk_->consultation_slip(clerk("acceptance"), no)->name, no + "-D10.pdf");
}

}  // namespace
}  // namespace ow::flow
