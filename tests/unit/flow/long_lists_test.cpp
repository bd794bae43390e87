// Lists that must not end where a page of the store does: papers to be handed over (R6, D11),
// counts, search.

#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;
using model::text_at;

class LongListsTest : public FlowTest {
  protected:
    /// Accepted and on the work list of the approval's department.
    CaseNo listed(const std::string& foreign_no, bool on_paper = true) {
        object asked = application(foreign_no);
        for (auto& material : asked["materials"].as_array())
            if (on_paper) material.as_object()["form"] = "original";
        const auto answer = receive("channel", "application", asked, foreign_no);
        CaseNo no{text_at(answer.fields, "case_no")};
        const model::MessageSent pushed{"row", "approval", "application", {{"listed", "yes"}}};
        EXPECT_FALSE(run(no, pushed).error);
        return no;
    }
    /// Open cases that are newer and have no papers for anybody: rows of lists, no more. Each is
    /// found by the number SAME.
    void crowd(int count, const std::string& department = "approval") {
        ports::Step step;
        step.recorded_at = clock_.now();
        for (int i = 0; i < count; ++i) {
            ports::Append one;
            one.stream = StreamId{"case:" + department + std::to_string(i)};
            one.events = {
                {"case.received", 1, clock_.now(), "system", {{"foreign_no", "SAME-NAME"}}, {}}};
            one.row.hall = "sample";
            one.row.department = department;
            one.row.stage = i % 2 == 0 ? "accepted" : "decided";
            step.appends.push_back(std::move(one));
        }
        std::promise<bool> done;
        store_->commit(std::move(step), [&](const ports::CommitOutcome& outcome) {
            done.set_value(std::holds_alternative<ports::Committed>(outcome));
        });
        ASSERT_TRUE(done.get_future().get());
    }
    std::vector<std::string> drafted(const ports::StaffUser& user = clerk("acceptance")) {
        std::vector<std::string> numbers;
        for (const auto& batch : desk_->handovers(user)) {
            if (batch.at("state") != "draft") continue;
            for (const auto& one : batch.at("cases").as_array())
                numbers.push_back(text_at(one.as_object(), "case_no"));
        }
        return numbers;
    }
};

using Numbers = std::vector<std::string>;

TEST_F(LongListsTest, R6_PapersStandOnTheListHoweverManyNewerCasesAreOpen) {
    const CaseNo no = listed("F-1");
    clock_.forward(Millis{60'000});
    crowd(600);
    EXPECT_EQ(drafted(), Numbers{no.str()});
    ports::StaffUser other = clerk("department");
    other.department = DepartmentId{"both"};
    EXPECT_EQ(drafted(other), Numbers{}) << "another department's papers";
    desk_->print_with(paper_);
    const auto made = desk_->make_handover(clerk("acceptance"), "approval-20240927-am-1");
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_EQ(drafted(), Numbers{});
}

TEST_F(LongListsTest, R6_WhoWorksInASystemOfItsOwnSignsThePrintedListAndTheWindowEntersIt) {
    object asked = application("F-1");
    for (auto& material : asked["materials"].as_array()) material.as_object()["form"] = "original";
    const CaseNo no{text_at(receive("channel", "application", asked, "F-1").fields, "case_no")};
    EXPECT_EQ(drafted(), Numbers{}) << "not sent yet";
    ASSERT_FALSE(run(no, model::MessageSent{"row", "approval", "application", {}}).error);
    EXPECT_EQ(drafted(), Numbers{no.str()});
    desk_->print_with(paper_);
    const std::string id = "approval-20240927-am-1";
    ASSERT_TRUE(desk_->make_handover(clerk("acceptance"), id));
    const object lines{{no.str(), "缺一份"}};
    EXPECT_EQ(desk_->sign_handover(clerk("acceptance"), id, lines, "").error().at().field,
              "signer");
    ASSERT_TRUE(desk_->sign_handover(clerk("acceptance"), id, lines, "样本员二号"));
    EXPECT_TRUE(state(no).is_signed_by_person);
    EXPECT_EQ(drafted(), Numbers{});
    EXPECT_TRUE(desk_->handovers(clerk("acceptance")).empty());
}

TEST_F(LongListsTest, R6_WhoWorksHereSignsItself) {
    const CaseNo no = listed("F-1");
    desk_->print_with(paper_);
    const std::string id = "approval-20240927-am-1";
    ASSERT_TRUE(desk_->make_handover(clerk("acceptance"), id));
    const auto refused =
        desk_->sign_handover(clerk("acceptance"), id, object{{no.str(), ""}}, "样本员二号");
    EXPECT_EQ(refused.error().code(), Code::kAuthForbidden);
}

TEST_F(LongListsTest, R6_OnlyWhatHasPapersAndIsNotSignedForIsLookedAt) {
    const auto waiting = [&] {
        ports::StreamQuery query;
        query.department = kPapersWait;
        return store_->streams(query).size();
    };
    (void)listed("F-1", false);
    EXPECT_EQ(waiting(), 0U) << "electronic";
    const CaseNo no = listed("F-2");
    EXPECT_EQ(waiting(), 1U);
    ASSERT_FALSE(run(no, model::SignFor{clock_.now(), {}, {}}).error);
    EXPECT_EQ(waiting(), 0U);
}

TEST_F(LongListsTest, ADepartmentFindsItsOwnBehindAPageOfOthers) {
    crowd(3, "both");
    crowd(600, "approval");
    store_->wait_for_search();
    ports::StaffUser user = clerk("department");
    user.department = DepartmentId{"both"};
    EXPECT_EQ(desk_->search(user, "SAME-NAME").size(), 3U);
    EXPECT_EQ(desk_->search(clerk("acceptance"), "SAME-NAME").size(), 51U)
        << "50, and that it is more";
}

TEST_F(LongListsTest, ACountSaysThatThereAreMoreThanItCounts) {
    const auto decided = [&] {
        const auto list = desk_->todo(clerk("issuance"), "result_due", "");
        return list.at("counts").at("result_due").as_int64();
    };
    crowd(1000);
    EXPECT_EQ(decided(), 500) << "every other one";
    crowd(2, "both");
    EXPECT_EQ(decided(), 501);
}

}  // namespace
}  // namespace ow::flow
