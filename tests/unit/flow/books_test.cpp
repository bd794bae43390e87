// Ledgers and figures from the events of real cases.

#include <gmock/gmock.h>

#include "gateway/flow/figures.hpp"
#include "gateway/flow/ledger.hpp"
#include "gateway/flow/mask.hpp"
#include "gateway/model/consultation.hpp"
#include "gateway/storage/history.hpp"
#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;
using testing::HasSubstr;

class BooksTest : public FlowTest {
  protected:
    BooksTest() {
        storage::StoreSettings settings;
        settings.dir = dir_;
        settings.master_key = std::string(32, 'k');
        history_ = storage::open_history(settings).value();
    }
    model::Sheet book(const std::string& id, const char* month, Names names = Names::kMasked) {
        return ledger(id, parse_month(month).value(), names, setting_, *history_).value();
    }
    std::vector<model::Sheet> month(const char* text) {
        return figures(parse_month(text).value(), clock_.now(), setting_, *history_).value();
    }
    static std::string cell(const model::Sheet& sheet, std::size_t row, std::string_view label) {
        for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
            if (sheet.columns[i].label == label) return sheet.rows.at(row).at(i);
        }
        ADD_FAILURE() << "no column " << label;
        return {};
    }
    void append(const StreamId& stream, std::int64_t version, std::vector<model::Event> events) {
        ports::Step step;
        step.recorded_at = clock_.now();
        step.appends.push_back({stream, version, std::move(events), {}});
        std::promise<bool> done;
        store_->commit(std::move(step), [&](const ports::CommitOutcome& outcome) {
            done.set_value(std::holds_alternative<ports::Committed>(outcome));
        });
        ASSERT_TRUE(done.get_future().get());
    }
    /// Accepted, decided and at the window.
    CaseNo finished(const std::string& foreign_no) {
        CaseNo no = new_case(foreign_no);
        EXPECT_FALSE(receive("approval", "decision", decision_for(no), "d" + foreign_no).error);
        EXPECT_FALSE(run(no, model::TakeOverResult{}, "staff:clerk-1").error);
        return no;
    }

    std::unique_ptr<ports::History> history_;
};

}  // namespace

TEST_F(BooksTest, S21_CountsByDepartmentAndPerson) {
    finished("F-1");
    const CaseNo late = new_case("F-2");
    clock_.set(at("2024-09-30T09:00"));
    ASSERT_FALSE(receive("channel", "application", application("F-3", {"申请书"}), "F-3").error);
    const auto september = month("2024-09");
    ASSERT_EQ(september.size(), 2U);
    ASSERT_EQ(september[0].rows.size(), 1U);
    EXPECT_EQ(cell(september[0], 0, "部门"), "样本局 approval");
    EXPECT_EQ(cell(september[0], 0, "收件"), "3");
    EXPECT_EQ(cell(september[0], 0, "受理"), "2");
    EXPECT_EQ(cell(september[0], 0, "告知补正"), "1");
    EXPECT_EQ(cell(september[0], 0, "办结"), "1");
    EXPECT_EQ(cell(september[0], 0, "按时办结"), "1");
    EXPECT_EQ(cell(september[0], 0, "超期未办结"), "0");
    EXPECT_EQ(cell(september[0], 0, "按时办结率"), "100.0%");
    EXPECT_EQ(cell(september[0], 0, "一次办妥率"), "100.0%");
    ASSERT_EQ(september[1].rows.size(), 1U);
    EXPECT_EQ(cell(september[1], 0, "工号"), "clerk-1");
    EXPECT_EQ(cell(september[1], 0, "核对结果"), "1");

    clock_.set(at("2024-11-05T09:00"));
    EXPECT_EQ(cell(month("2024-10")[0], 0, "超期未办结"), "1") << "nobody acted in all of October";
    ASSERT_FALSE(receive("approval", "decision", decision_for(late), "d2").error);
    ASSERT_FALSE(run(late, model::TakeOverResult{}, "staff:clerk-2").error);
    EXPECT_EQ(cell(month("2024-11")[0], 0, "超期办结"), "1");
    EXPECT_EQ(cell(month("2024-10")[0], 0, "超期未办结"), "1") << "it was so then";
}

TEST_F(BooksTest, S21_ACaseIsOverdueOnlyWhenItsLimitIsOverAndNotAfterItWasWithdrawn) {
    const CaseNo no = new_case("F-1");
    const Instant due = *cases_->load(no)->promised.due;
    ASSERT_TRUE(parse_month("2024-10")->holds(due));
    clock_.set(due - Millis{1});
    EXPECT_TRUE(month("2024-10")[0].rows.empty()) << "it may still be in time";
    clock_.set(due + Millis{1});
    EXPECT_EQ(cell(month("2024-10")[0], 0, "超期未办结"), "1") << "and the month is not over";

    const model::Event withdrawn{"case.withdrawn",           1, due + Millis{1}, "system",
                                 {{"why", "pledge_broken"}}, {}};
    append(case_stream(no), cases_->load(no)->version, {withdrawn});
    clock_.forward(Millis{1});
    EXPECT_TRUE(month("2024-10")[0].rows.empty()) << "R5: nobody owes a result any more";
}

TEST_F(BooksTest, WhatNoEventTellsOfIsNoColumn) {
    for (const model::Sheet& sheet : month("2024-09")) {
        for (const model::SheetColumn& column : sheet.columns) {
            for (const char* unknown : {"投诉", "无纸化"})
                EXPECT_EQ(column.label.find(unknown), std::string::npos) << column.label;
        }
    }
}

TEST_F(BooksTest, D22_ARowStandsInTheMonthItHappenedInWhateverWasRecordedWhen) {
    const CaseNo no = new_case("F-1");
    clock_.set(at("2024-10-10T09:00"));
    // R36: decided on the 29th of September, told on the 10th of October.
    object told = decision_for(no);
    told["decision"].as_object()["decided_at"] = "2024-09-29T16:00:00.000+08:00";
    told["decision"].as_object()["outcome"] = "returned";
    told["decision"].as_object()["reason"] = "不属于本机关职权范围";
    ASSERT_FALSE(receive("approval", "decision", told, "d1").error);
    EXPECT_EQ(cell(book("returned", "2024-09"), 0, "办件编号"), no.str());
    EXPECT_EQ(cell(book("returned", "2024-09"), 0, "退件时间"), "2024-09-29 16:00");
    EXPECT_TRUE(book("returned", "2024-10").rows.empty());
    EXPECT_EQ(cell(month("2024-09")[0], 0, "退件"), "1");
}

TEST_F(BooksTest, R38_NamesAreMaskedUnlessAskedForAndGoneWithTheKey) {
    const CaseNo no = new_case("F-1");
    EXPECT_EQ(cell(book("online", "2024-09"), 0, "申请人"), mask_name("欧阳测试"));
    EXPECT_EQ(cell(book("online", "2024-09", Names::kClear), 0, "申请人"), "欧阳测试");
    EXPECT_TRUE(book("window", "2024-09").rows.empty()) << "it came by itself";
    ASSERT_TRUE(store_->destroy_key(case_stream(no)));
    EXPECT_EQ(cell(book("online", "2024-09", Names::kClear), 0, "申请人"), "");
    EXPECT_EQ(cell(month("2024-09")[0], 0, "收件"), "1") << "it still counts";
}

TEST_F(BooksTest, R10_RemindersAndCardsStandWithTheirCasesAndCount) {
    const CaseNo no = new_case("F-1");
    clock_.set(at("2024-09-30T09:00"));
    ASSERT_FALSE(run(no, model::Remind{"phone", "", clock_.now()}, "staff:clerk-1").error);
    const auto reminders = book("reminders", "2024-09");
    ASSERT_EQ(reminders.rows.size(), 1U);
    EXPECT_EQ(cell(reminders, 0, "办件编号"), no.str());
    EXPECT_EQ(cell(reminders, 0, "方式"), "电话");
    EXPECT_EQ(cell(reminders, 0, "催办人"), "clerk-1");
    EXPECT_EQ(cell(reminders, 0, "是否超期"), "期限内");
    const auto september = month("2024-09");
    EXPECT_EQ(cell(september[0], 0, "催办"), "1");
    EXPECT_EQ(cell(september[0], 0, "红牌"), "0");
    EXPECT_EQ(cell(september[1], 0, "催办"), "1");
    EXPECT_TRUE(book("cards", "2024-09").rows.empty());
}

TEST_F(BooksTest, R21_ARatingCountsForWhoWasRatedAndForTheDepartment) {
    const CaseNo no = finished("F-1");
    ASSERT_FALSE(run(no, model::HandOver{"slip", ""}, "staff:clerk-2").error);
    ASSERT_FALSE(run(no, model::Rate{"online", 5, "channel", "e-1"}, "partner:channel").error);
    ASSERT_FALSE(run(no, model::Rate{"collect", 1, "device", "e-2"}, "partner:channel").error);
    const auto sheets = month("2024-09");
    EXPECT_EQ(cell(sheets[0], 0, "评价"), "2");
    EXPECT_EQ(cell(sheets[0], 0, "差评"), "1");
    ASSERT_EQ(sheets[1].rows.size(), 2U);
    EXPECT_EQ(cell(sheets[1], 1, "工号"), "clerk-2");
    EXPECT_EQ(cell(sheets[1], 1, "被评价"), "1");
    EXPECT_EQ(cell(sheets[1], 1, "其中差评"), "1");
    const auto ratings = book("ratings", "2024-09");
    ASSERT_EQ(ratings.rows.size(), 2U);
    EXPECT_EQ(cell(ratings, 1, "评价"), "1 星");
    EXPECT_EQ(cell(ratings, 1, "被评价人"), "clerk-2");
}

TEST_F(BooksTest, R18_AConsultationStandsInItsLedgerWithWhoAskedMasked) {
    const model::Question question{ItemId{"licence"},
                                   DepartmentId{"approval"},
                                   "procedure",
                                   "phone",
                                   "欧阳测试",
                                   "13800000001",
                                   "怎样办理",
                                   "",
                                   false};
    auto events = model::decide_ask(question, CaseNo{"41018420240927C0000017"}, setting_.hall,
                                    setting_.calendar, "staff:clerk-1", clock_.now());
    ASSERT_TRUE(events) << events.error().text();
    append(StreamId{"consultation:1"}, 0, std::move(*events));
    const auto asked = book("consultation", "2024-09");
    ASSERT_EQ(asked.rows.size(), 1U);
    EXPECT_EQ(cell(asked, 0, "咨询人"), mask_name("欧阳测试"));
    EXPECT_EQ(cell(asked, 0, "方式"), "电话");
    EXPECT_EQ(cell(asked, 0, "部门"), "样本局 approval");
    EXPECT_EQ(cell(month("2024-09")[0], 0, "咨询"), "1");
}

namespace {

model::DocumentStored stored_document(const std::string& number, bool is_signed) {
    model::DocumentStored stored;
    stored.document.id = "D2";
    stored.document.number = number;
    stored.document.address = "blob";
    stored.document.sha256 = "ab12";
    stored.document.is_signed = is_signed;
    return stored;
}

}  // namespace

TEST_F(BooksTest, EveryUseOfASealIsInItsLedgerWithTheKeyAndTheDocumentsDigest) {
    const CaseNo no = new_case();
    model::DocumentStored stored = stored_document(no.str() + "-D2", true);
    stored.seals = {{"样本局行政审批专用章", "approval", {"样本局", "0A1B", "sm3:cd34", "SM2-SM3"}},
                    {"样本大厅", "hall", {"大厅证书", "0C", "sha256:ef56", "ECDSA-SHA256"}}};
    ASSERT_FALSE(cases_->run_and_wait(no, stored, {}).error);
    const model::Sheet seals = book("seals", "2024-09");
    ASSERT_EQ(seals.rows.size(), 2U) << "two signatures are two uses";
    EXPECT_EQ(cell(seals, 0, "用印部门"), "样本局 approval");
    EXPECT_EQ(cell(seals, 0, "印章"), "样本局行政审批专用章");
    EXPECT_EQ(cell(seals, 0, "签名证书"), "样本局");
    EXPECT_EQ(cell(seals, 0, "证书序列号"), "0A1B");
    EXPECT_EQ(cell(seals, 0, "证书指纹"), "sm3:cd34");
    EXPECT_EQ(cell(seals, 0, "签名算法"), "SM2-SM3");
    EXPECT_EQ(cell(seals, 1, "用印部门"), setting_.hall.name);
    EXPECT_EQ(cell(seals, 1, "证书指纹"), "sha256:ef56");
    for (const std::size_t row : {0U, 1U}) {
        EXPECT_EQ(cell(seals, row, "文书编号"), no.str() + "-D2");
        EXPECT_EQ(cell(seals, row, "方式"), "电子签章");
        EXPECT_EQ(cell(seals, row, "文书摘要（SHA-256）"), "ab12");
    }
}

TEST_F(BooksTest, ASealThatIsOnlyDrawnStandsInTheLedgerAsNotSigned) {
    const CaseNo no = new_case();
    model::DocumentStored stored = stored_document("N-D2", false);
    stored.seals = {{"样本局行政审批专用章", {}, {}}};
    ASSERT_FALSE(cases_->run_and_wait(no, stored, {}).error);
    model::DocumentStored label = stored_document("N-D15", false);
    label.document.id = "D15";
    ASSERT_FALSE(cases_->run_and_wait(no, label, {}).error);
    const model::Sheet seals = book("seals", "2024-09");
    ASSERT_EQ(seals.rows.size(), 1U) << "what bears no seal is no use of one";
    EXPECT_EQ(cell(seals, 0, "方式"), "样式，未签章");
    EXPECT_EQ(cell(seals, 0, "印章"), "样本局行政审批专用章");
    EXPECT_EQ(cell(seals, 0, "用印部门"), "样本局 approval");
    EXPECT_EQ(cell(seals, 0, "签名证书"), "");
    EXPECT_EQ(cell(seals, 0, "证书指纹"), "");
}

TEST_F(BooksTest, WhoseStepWantedTheDocumentUsedTheSeal) {
    const CaseNo no = new_case();
    model::DocumentStored stored = stored_document("N-D2", true);
    stored.seals = {{"样本局", "approval", {}}};
    stored.wanted_at = cases_->load(no)->version;
    ASSERT_FALSE(cases_->run_and_wait(no, stored, {}).error);
    EXPECT_EQ(cell(book("seals", "2024-09"), 0, "用印人"), "系统自动");
    ASSERT_FALSE(run(no, model::MakeDocument{"D24", "样本说明"}, "staff:clerk-1").error);
    model::DocumentStored second = stored_document("N-D24", true);
    second.document.id = "D24";
    second.seals = {{"样本局", "approval", {}}};
    second.wanted_at = cases_->load(no)->version;
    ASSERT_FALSE(cases_->run_and_wait(no, second, {}).error);
    EXPECT_EQ(cell(book("seals", "2024-09"), 1, "用印人"), "clerk-1");
}

TEST_F(BooksTest, ADocumentStoredBeforeKeysWereKeptStaysInTheLedgerAndSaysSo) {
    const CaseNo no = new_case();
    const model::Event old{
        "document.stored",
        1,
        clock_.now(),
        "system",
        {{"id", "D2"}, {"number", "N-D2"}, {"address", "a"}, {"sha256", "ab12"}, {"signed", "yes"}},
        {}};
    append(case_stream(no), cases_->load(no)->version, {old});
    const model::Sheet seals = book("seals", "2024-09");
    ASSERT_EQ(seals.rows.size(), 1U);
    EXPECT_EQ(cell(seals, 0, "方式"), "电子签章");
    EXPECT_EQ(cell(seals, 0, "用印部门"), "样本局 approval");
    for (const char* column : {"签名证书", "证书序列号", "证书指纹", "签名算法"})
        EXPECT_EQ(cell(seals, 0, column), "未记载") << column;
    const auto replayed = model::replay(store_->load(case_stream(no)).value());
    ASSERT_TRUE(replayed.documents.contains("D2")) << "and it replays";
    EXPECT_TRUE(replayed.documents.at("D2").is_signed);
}

TEST_F(BooksTest, ASlipOfWhatIsNoCaseUsesASealAsWell) {
    const StreamId stream{"consultation:1"};
    const std::vector<model::SealUse> seals{{"样本局", "approval", {"样本局", "0A", "", ""}}};
    append(stream, 0,
           {{"document.stored",
             1,
             clock_.now(),
             "staff:clerk-1",
             {{"id", "D10"},
              {"number", "C-D10"},
              {"sha256", "ab12"},
              {"signed", "yes"},
              {"seals", model::to_json(seals)}},
             {}}});
    const model::Sheet book_of_seals = book("seals", "2024-09");
    ASSERT_EQ(book_of_seals.rows.size(), 1U);
    EXPECT_EQ(cell(book_of_seals, 0, "文书编号"), "C-D10");
    EXPECT_EQ(cell(book_of_seals, 0, "用印部门"), "样本局 approval");
    EXPECT_EQ(cell(book_of_seals, 0, "证书序列号"), "0A");
    EXPECT_EQ(cell(book_of_seals, 0, "用印人"), "clerk-1");
}

TEST_F(BooksTest, EachOfTheThreeAcceptanceLedgersHasItsOwnCases) {
    new_case("F-1");
    object own = application("F-2");
    own["item"] = object{{"code", "code-own"}};
    ASSERT_FALSE(receive("both", "application", own, "F-2").error);
    EXPECT_EQ(book("online", "2024-09").rows.size(), 1U);
    EXPECT_EQ(book("department", "2024-09").rows.size(), 1U);
    EXPECT_EQ(cell(book("department", "2024-09"), 0, "申报来源"), "样本系统 both");
    const auto unknown =
        ledger("windows", parse_month("2024-09").value(), Names::kMasked, setting_, *history_);
    EXPECT_THAT(unknown.error().cause(), HasSubstr("did you mean `window`?"));
}

TEST_F(BooksTest, AMonthIsAMonthInTheHallsTime) {
    const auto november = parse_month("2026-11");
    ASSERT_TRUE(november);
    EXPECT_EQ(to_iso(november->from), "2026-11-01T00:00:00.000+08:00");
    EXPECT_EQ(to_iso(november->to), "2026-12-01T00:00:00.000+08:00");
    EXPECT_EQ(november->label, "2026年11月");
    EXPECT_EQ(to_iso(parse_month("2026-12")->to), "2027-01-01T00:00:00.000+08:00");
    for (const char* wrong : {"", "2026-13", "2026-1", "11-2026", "2026-11-01"})
        EXPECT_FALSE(parse_month(wrong)) << wrong;
}

}  // namespace ow::flow
