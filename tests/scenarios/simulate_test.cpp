// What `onewindow simulate` says of a story that is wrong, and `onewindow explain` of a case.

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "gateway/app/commands.hpp"
#include "gateway/app/event_reasons.hpp"
#include "gateway/app/explanation.hpp"
#include "gateway/app/noted_paper.hpp"
#include "gateway/app/simulation.hpp"
#include "gateway/app/story_content.hpp"
#include "gateway/app/story_diary.hpp"
#include "gateway/app/story_run.hpp"
#include "gateway/model/event.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;

class Simulate : public ::testing::Test {
  protected:
    Simulate() {
        std::string name = (fs::temp_directory_path() / "ow-simulate-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
    }
    ~Simulate() override { fs::remove_all(folder_); }

    int play(const std::string& steps, const std::string& head = "大厅: [新郑]\n",
             const std::string& hall = {}) {
        const fs::path file = folder_ / "故事.yaml";
        std::ofstream{file} << "标题: 样本\n起始: 2024-09-27 09:00\n" << head << "过程:\n" << steps;
        std::vector<std::string> words{file.string(), "--config", "config"};
        if (!hall.empty()) words.insert(words.end(), {"--hall", hall});
        std::ostringstream out;
        std::ostringstream err;
        const int code = run_simulate(words, out, err);
        said_ = out.str();
        wrong_ = err.str();
        return code;
    }
    bool is_wrong(const std::string& words) { return wrong_.find(words) != std::string::npos; }

    static constexpr const char* kTakenIn =
        "  - 时间: 2024-09-27 10:00\n"
        "    收件: 甲\n"
        "    来源: 河南政务服务网\n"
        "    事项: 食品经营许可证核发（新办）\n"
        "    申请人: 王测试\n";

    fs::path folder_;
    std::string said_;
    std::string wrong_;
};

TEST_F(Simulate, AWordItDoesNotKnowIsNamedWithItsPlaceAndTheNearestOne) {
    EXPECT_EQ(play(std::string{kTakenIn} + "    申请入: 李样本\n"), 2);
    EXPECT_TRUE(is_wrong("故事.yaml:10:5: ")) << wrong_;
    EXPECT_TRUE(is_wrong("没有“申请入”这个词；是不是“申请人”？")) << wrong_;
    EXPECT_EQ(play(std::string{kTakenIn} + "    应有: {状态: 已受理, 无文树: [D2]}\n"), 2);
    EXPECT_TRUE(is_wrong("是不是“无文书”？")) << wrong_;
    EXPECT_EQ(play(std::string{kTakenIn} + "  - 操作: 核对一至，接收结果\n"), 2);
    EXPECT_TRUE(is_wrong("是不是“核对一致，接收结果”？")) << wrong_;
    EXPECT_EQ(play(std::string{kTakenIn} + "  - 来文: 部门决订\n"), 2);
    EXPECT_TRUE(is_wrong("是不是“部门决定”？")) << wrong_;
    EXPECT_EQ(said_.find("来文"), std::string::npos) << "nothing was done";
}

TEST_F(Simulate, AnExpectationThatIsNotMetSaysLineWhatWasExpectedAndWhatWas) {
    EXPECT_EQ(play(std::string{kTakenIn} + "    应有:\n      承诺期限: 2024-10-11\n"), 2);
    EXPECT_TRUE(is_wrong("故事.yaml:11:13: ")) << wrong_;
    EXPECT_TRUE(is_wrong("应有：承诺期限 2024-10-11；实有：2024-10-10 计时")) << wrong_;
    for (const char* expected :
         {"状态: 待补正", "文书: [D3]", "无文书: [D2]", "消息: [来源：补正通知]",
          "无消息: [受理结果]", "事件: [2024-09-26 受理]", "无事件: [受理]",
          "拒绝: COMMAND_NOT_ALLOWED", "待办: 什么也没有", "标记: 邮寄", "可办: [受理]",
          "页面含: 没有这句话", "页面不含: 食品经营许可证核发", "法定期限: 无"}) {
        EXPECT_EQ(play(std::string{kTakenIn} + "    应有: {" + expected + "}\n"), 2) << expected;
        EXPECT_TRUE(is_wrong("应有：")) << expected << wrong_;
    }
}

TEST_F(Simulate, ARefusalThatNobodyExpectedIsWrong) {
    EXPECT_EQ(
        play(std::string{kTakenIn} + "  - 操作: 窗口发放\n    填写: {领取凭据: 收件通知单}\n"), 2);
    EXPECT_TRUE(is_wrong("应有：照办；实有：被拒绝 COMMAND_NOT_ALLOWED")) << wrong_;
    EXPECT_TRUE(is_wrong("当前状态：已受理；可以：")) << wrong_;
    EXPECT_EQ(
        play(std::string{kTakenIn} + "  - 操作: 窗口发放\n    填写: {领取凭据: 收件通知单}\n"
                                     "    应有: {拒绝: COMMAND_NOT_ALLOWED 当前状态：已受理}\n"),
        0)
        << wrong_;
}

TEST_F(Simulate, ASettingIsReadAsInTheHallsOwnFile) {
    const std::string waits = std::string{kTakenIn} + "    应有: {状态: 已收件}\n";
    EXPECT_EQ(play(waits, "设置: {formal_check_automatic: false}\n大厅: [新郑]\n"), 0) << wrong_;
    EXPECT_EQ(play(waits, "设置: {formal_check_automatik: false}\n大厅: [新郑]\n"), 2);
    EXPECT_TRUE(is_wrong("did you mean `formal_check_automatic`?")) << wrong_;
}

TEST_F(Simulate, OneStoryGivesTwoResultsByTheHallsFilesAlone) {
    const std::string steps =
        "  - 时间: 2024-09-27 10:00\n    预约: 约\n    事项: 食品经营许可证核发（新办）\n"
        "    申请人: 王测试\n    日期: 2024-09-30\n    时段: 09:00-10:00\n";
    ASSERT_EQ(play(steps, {}, "jingkai"), 0) << wrong_;
    EXPECT_NE(said_.find("预约成功"), std::string::npos) << said_;
    ASSERT_EQ(play(steps, {}, "新郑"), 0) << wrong_;
    EXPECT_EQ(said_.find("预约成功"), std::string::npos) << said_;
}

TEST_F(Simulate, TheDiaryTellsStateClocksDocumentsAndMessages) {
    ASSERT_EQ(play(kTakenIn), 0) << wrong_;
    for (const char* words :
         {"2024年9月27日 星期五", "10:00  收件 甲",
          "状态 已受理；承诺时限 5个工作日 2024年10月10日", "法定时限 10个工作日 2024年10月16日",
          "文书 D2 受理通知书", "→ 河南政务服务网（演示）：受理结果"})
        EXPECT_NE(said_.find(words), std::string::npos) << words << "\n" << said_;
}

TEST_F(Simulate, ExplainNamesRuleSettingWithItsLineAndEveryDay) {
    std::vector<Error> problems;
    const StoryGround ground = read_story_ground("config", problems);
    ASSERT_TRUE(problems.empty());
    NotedPaper paper;
    auto simulation = Simulation::make(ground.config, *ground.outward, paper, folder_ / "store",
                                       parse_instant("2024-09-27T10:00").value());
    ASSERT_TRUE(simulation);
    const auto answer = (*simulation)
                            ->tell(PartnerId{"portal"}, "application",
                                   {{"channel_no", "S-1"},
                                    {"item", {{"code", "demo-gs-yxgs-sheli"}}},
                                    {"applicant", made_up_applicant("王测试")}});
    ASSERT_FALSE(answer.error) << answer.error->text();
    const CaseNo no{std::string{answer.fields.at("case_no").as_string()}};
    const auto events = (*simulation)->store().load(flow::case_stream(no)).value();
    const auto page =
        (*simulation)->desk().case_view(story_user(**simulation, "operator"), no, false).value();
    std::ostringstream out;
    print_explanation(out, {events, page, ground.config, (*simulation)->setting()});
    for (const char* words : {"待补正，由下面的事得来", "R1 R26  行政许可法32(4)",
                              "没有写 formal_check_automatic，按默认值", "correction=5wd",
                              "送往  四级联动系统（演示）：halls/xinzheng.yaml:",
                              "departments.gongshang.partner: back_office", "到时自动  无"})
        EXPECT_NE(out.str().find(words), std::string::npos) << words << "\n" << out.str();
    EXPECT_EQ(out.str().find("王测试"), std::string::npos) << "no personal data";
}

TEST(EventReasons, AreSortedAndEveryDeemedEventHasOne) {
    const auto rows = event_reasons();
    for (std::size_t i = 1; i < rows.size(); ++i) EXPECT_LT(rows[i - 1].event, rows[i].event);
    for (const EventReason& row : rows) EXPECT_TRUE(model::is_event_type(row.event)) << row.event;
    for (const model::EventType& type : model::event_types()) {
        const bool deemed = type.name.starts_with("case.deemed_");
        EXPECT_TRUE(!deemed || reason_of(type.name) != nullptr) << type.name;
    }
}

/// Events of other streams, and receipts, which explain themselves.
bool is_explained(std::string_view type) {
    constexpr std::string_view kOthers[] = {
        "booking.",       "calendar.",       "consultation.",  "credit.",   "document.asked",
        "document.print", "document.stored", "form.",          "handover.", "message.",
        "parcel.",        "parent.",         "personal_data.", "window."};
    return std::none_of(std::begin(kOthers), std::end(kOthers),
                        [&](std::string_view other) { return type.starts_with(other); });
}

TEST(EventReasons, EveryEventOfACaseHasItsRuleAndItsPublishedBasis) {
    for (const model::EventType& type : model::event_types()) {
        if (!is_explained(type.name)) continue;
        const EventReason* reason = reason_of(type.name);
        ASSERT_NE(reason, nullptr) << type.name;
        EXPECT_TRUE(reason->rules.starts_with("R")) << type.name;
        EXPECT_FALSE(reason->basis.empty()) << type.name;
    }
    for (const EventReason& reason : event_reasons())
        EXPECT_TRUE(model::is_event_type(reason.event)) << reason.event;
}

}  // namespace
}  // namespace ow::app
