// 即办件 at the department's own window (R43), and several items in one application (R45), on a
// real store.

#include "gateway/flow/ledger_way.hpp"
#include "gateway/flow/parents.hpp"
#include "tests/unit/flow/flow_fixture.hpp"

namespace ow::flow {
namespace {

using namespace test;
using model::text_at;

class WholeTest : public FlowTest {
  protected:
    WholeTest() {
        model::Item at_once = item_of("at_once", "approval");
        at_once.handling = model::Handling::kInstant;
        model::Item third = item_of("third", "both");
        third.materials = {{.id = "M3", .name = "承诺书"}};
        setting_.catalogue = model::Catalogue{
            {item_of("licence", "approval"), item_of("own", "both"), at_once, third}, "c1"};
        setting_.hall.parents = {{"shop",
                                  "开店",
                                  false,
                                  {{"all",
                                    "全部事项",
                                    DepartmentId{"approval"},
                                    model::Limit{8, model::LimitUnit::kWorkday},
                                    {ItemId{"licence"}, ItemId{"own"}, ItemId{"third"}}}}}};
    }
    int fire() {
        Timers timers{*store_, *cases_, *appointments_, clock_, log_, [] { return true; }};
        return timers.fire_due();
    }
    static ports::StaffUser department() {
        ports::StaffUser user = clerk("department");
        user.department = DepartmentId{"approval"};
        return user;
    }
    static ports::StaffAction filled(object more = {}, std::string key = "0123456789abcdef") {
        object values{{"item", "at_once"},
                      {"name", "欧阳测试"},
                      {"cert_number", "41018419900104003X"},
                      {"phone", "13800000001"},
                      {"pick_up", "self"},
                      {"identity", "original"},
                      {"materials", array{object{{"id", "M1"}}, object{{"id", "M2"}}}},
                      {"outcome", "approved"},
                      {"number", "许可8号"},
                      {"document_name", "样本许可证"},
                      {"applicant_name", "欧阳测试"}};
        for (const auto& [name, value] : more) values[name] = value;
        return {"take_in", 0, std::move(values), std::move(key)};
    }
    object apply_for_shop(const std::string& key) {
        object whole = application(key, {"申请书", "平面图", "承诺书"});
        whole["item"] = object{{"code", "shop"}};
        const auto answer = receive("channel", "application", whole, key);
        EXPECT_FALSE(answer.error) << answer.error->text();
        return answer.fields;
    }
    object whole_of(const CaseNo& no) {
        return desk_->case_view(clerk("acceptance"), no, false).value().at("parent").as_object();
    }
    std::vector<CaseNo> cases_of(const object& whole) {
        std::vector<CaseNo> all;
        for (const auto& one : whole.at("stages").at(0).at("cases").as_array())
            all.emplace_back(text_at(one.as_object(), "case_no"));
        return all;
    }
};

TEST_F(WholeTest, R43_TheDepartmentsStaffHaveTheWholeCaseInOneEntry) {
    const object form = desk_->intake_form(department(), "window", "new").value();
    ASSERT_EQ(form.at("items").as_array().size(), 1U) << "its own 即办件, nothing else";
    EXPECT_NE(boost::json::serialize(form.at("fields")).find("document_name"), std::string::npos);
    const auto taken = desk_->take_in(department(), "window", "new", filled());
    ASSERT_TRUE(taken) << taken.error().text();
    const CaseNo no{text_at(*taken, "case_no")};
    EXPECT_TRUE(is_case_no(no.str()));
    EXPECT_EQ(state(no).stage, model::Stage::kFedBack);
    for (const ports::OutboxView& row : store_->outbox(case_stream(no))) {
        EXPECT_NE(row.kind, "application") << "no 分送";
        EXPECT_NE(row.kind, "D15") << "no 交接";
    }
    EXPECT_EQ(row_of(no, "render", "D2").state, ports::OutboxState::kWaiting);
    EXPECT_TRUE(desk_->handovers(clerk("acceptance")).empty());
    const auto events = store_->load(case_stream(no)).value();
    EXPECT_EQ(way_of(events.front().event, setting_), Way::kDepartment) << "非综合窗口台账";
}

TEST_F(WholeTest, R43_ADepartmentTakesInNothingElse) {
    const auto parcel = desk_->intake_form(department(), "parcel", "EA1");
    ASSERT_FALSE(parcel);
    EXPECT_EQ(parcel.error().code(), Code::kAuthForbidden);
    const auto ordinary =
        desk_->take_in(department(), "window", "new", filled({{"item", "licence"}}));
    ASSERT_FALSE(ordinary);
    EXPECT_EQ(ordinary.error().code(), Code::kCommandNotAllowed);
    const auto others = desk_->take_in(department(), "window", "new", filled({{"item", "own"}}));
    ASSERT_FALSE(others);
    EXPECT_EQ(others.error().code(), Code::kAuthForbidden);
}

TEST_F(WholeTest, TheHallTakesInWhoComesToTheWindowWithoutABooking) {
    const auto taken =
        desk_->take_in(clerk("acceptance"), "window", "new", filled({{"item", "licence"}}));
    ASSERT_TRUE(taken) << taken.error().text();
    EXPECT_EQ(text_at(*taken, "state"), "accepted");
    const auto again =
        desk_->take_in(clerk("acceptance"), "window", "new", filled({{"item", "licence"}}));
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(text_at(*again, "case_no"), text_at(*taken, "case_no")) << "a form sent twice";
    const auto at_once =
        desk_->take_in(clerk("acceptance"), "window", "new", filled({}, "another-form-key"));
    EXPECT_EQ(at_once.error().code(), Code::kCommandNotAllowed);
}

TEST_F(WholeTest, R45_OneApplicationOpensACaseForEveryItemEachOnce) {
    const object answer = apply_for_shop("Y-1");
    const CaseNo first{text_at(answer, "case_no")};
    const std::string parent = text_at(answer, "parent_no");
    EXPECT_TRUE(is_case_no(parent));
    EXPECT_EQ(whole_of(first).at("lacking").as_array().size(), 2U);
    // However often the gateway stops in between: each round opens the next one.
    EXPECT_EQ(fire(), 1);
    EXPECT_EQ(fire(), 1);
    EXPECT_EQ(fire(), 0);
    const object whole = whole_of(first);
    EXPECT_TRUE(whole.at("lacking").as_array().empty());
    const auto all = cases_of(whole);
    ASSERT_EQ(all.size(), 3U);
    std::set<std::string> numbers;
    for (const CaseNo& no : all) {
        const model::CaseState s = state(no);
        numbers.insert(no.str());
        EXPECT_EQ(s.stage, model::Stage::kAccepted) << s.item_name;
        EXPECT_EQ(s.parent.no, parent);
        EXPECT_EQ(s.aliases.at("channel"), "Y-1");
        EXPECT_EQ(s.parent.clock.due, state(first).parent.clock.due) << "one stage, one limit";
        EXPECT_EQ(row_of(no, "channel", "accepted").state, ports::OutboxState::kWaiting);
    }
    EXPECT_EQ(numbers.size(), 3U);
    EXPECT_EQ(state(all[2]).content.at("materials").as_array().size(), 1U) << "its own only";
    EXPECT_EQ(text_at(whole, "state_label"), "办理中");
    store_->wait_for_search();
    EXPECT_EQ(desk_->search(clerk("acceptance"), parent).size(), 3U);
}

TEST_F(WholeTest, R45_TheWholesStateFollowsItsCasesAndIsStoredNowhere) {
    const CaseNo first{text_at(apply_for_shop("Y-1"), "case_no")};
    while (fire() > 0) {
    }
    const auto all = cases_of(whole_of(first));
    const StreamId stream = parent_stream(state(first).parent.no);
    const auto before = store_->load(stream)->size();
    for (const CaseNo& no : all) {
        model::Decide decide;
        decide.decision = {"approved", "许可1号", "样本许可证", clock_.now(), {}, {}};
        EXPECT_EQ(text_at(whole_of(first), "state_label"), "办理中");
        const std::string partner = "partner:" + state(no).department_partner.str();
        ASSERT_FALSE(run(no, decide, partner).error);
        ASSERT_FALSE(run(no, model::TakeOverResult{}, "staff:one").error);
    }
    EXPECT_EQ(text_at(whole_of(first), "state_label"), "结果已齐");
    EXPECT_EQ(store_->load(stream)->size(), before);
}

TEST_F(WholeTest, R2_R45_AMaterialThatNoneOfTheItemsListsIsRefused) {
    object whole = application("Y-1", {"申请书", "不相干的证明"});
    whole["item"] = object{{"code", "shop"}};
    const auto answer = receive("channel", "application", whole, "Y-1");
    ASSERT_TRUE(answer.error);
    EXPECT_EQ(answer.error->code(), Code::kMaterialNotListed);
}

TEST_F(WholeTest, R45_TheWindowJoinsCasesUnderOneNumber) {
    const CaseNo first = new_case("F-1");
    const auto user = clerk("acceptance");
    const auto opened = desk_->act(user, first, {"join_parent", 0, {}, "k1"});
    ASSERT_TRUE(opened) << opened.error().text();
    const std::string parent = text_at(*opened, "parent_no");
    object other = application("F-2");
    other["item"] = object{{"code", "code-own"}};
    const CaseNo second{text_at(receive("channel", "application", other, "F-2").fields, "case_no")};
    EXPECT_FALSE(desk_->act(user, second, {"join_parent", 0, {{"number", "P-0"}}, "k2"}));
    const auto joined = desk_->act(user, second, {"join_parent", 0, {{"number", parent}}, "k3"});
    ASSERT_TRUE(joined) << joined.error().text();
    EXPECT_EQ(cases_of(whole_of(first)), (std::vector<CaseNo>{first, second}));
    ASSERT_TRUE(desk_->act(user, second, {"leave_parent", 0, {{"reason", "并错了"}}, "k4"}));
    EXPECT_EQ(cases_of(whole_of(first)), std::vector<CaseNo>{first});
    EXPECT_EQ(fire(), 0) << "nothing was named that is not opened";
}

}  // namespace
}  // namespace ow::flow
