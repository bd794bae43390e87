#include "gateway/app/story.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/app/config_values.hpp"
#include "gateway/base/text.hpp"

namespace ow::app {
namespace {

using Words = std::vector<std::string_view>;

const Words kHeader{"标题", "规则", "大厅", "起始", "设置", "日历未公布", "过程", "说明"};
const Words kCommon{"时间", "说明", "大厅", "应有"};
const Words kExpected{"办件", "状态",   "文书",   "无文书",   "消息", "无消息",
                      "事件", "无事件", "拒绝",   "待办",     "标记", "整体",
                      "可办", "不可办", "页面含", "页面不含", "说明"};

struct VerbRow {
    std::string_view word;
    StoryVerb verb;
    Words others;  ///< what may stand beside it
};
const VerbRow kVerbs[] = {
    {"收件",
     StoryVerb::kTakeIn,
     {"来源", "事项", "申请人", "材料", "缺", "取件方式", "凭预约", "凭邮件", "部门在场", "流水号",
      "内容", "填写"}},
    {"预约", StoryVerb::kBook, {"来源", "事项", "申请人", "日期", "时段"}},
    {"邮件", StoryVerb::kParcel, {"来源", "事项", "申请人", "邮件号"}},
    {"操作", StoryVerb::kAct, {"办件", "人", "部门", "填写"}},
    {"来文", StoryVerb::kTell, {"来自", "办件", "内容"}},
    {"日历", StoryVerb::kCalendar, {}},
    {"停机", StoryVerb::kDown, {"未联系"}},
};

void report_unknown(const yaml::Node& map, const Words& known, std::vector<Error>& problems) {
    for (const yaml::Entry& entry : map.entries()) {
        if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
        const std::string_view near = nearest(entry.key, known);
        std::string cause = fmt::format("没有“{}”这个词", entry.key);
        cause += near.empty() ? fmt::format("；可以用：{}", fmt::join(known, "、"))
                              : fmt::format("；是不是“{}”？", near);
        problems.push_back(map.key_error(entry.key, std::move(cause)));
    }
}

/// 承诺期限, 法定期限 … : which clocks there are is the case's page's to say.
bool names_a_clock(std::string_view key) {
    return key.ends_with("期限");
}

void check_expected(const yaml::Node& node, std::vector<Error>& problems);

void check_expected_map(const yaml::Node& map, std::vector<Error>& problems) {
    const bool by_hall =
        !map.entries().empty() &&
        std::all_of(map.entries().begin(), map.entries().end(),
                    [](const yaml::Entry& entry) {
                        return entry.value.is_map() || entry.value.is_list();
                    }) &&
        std::none_of(map.entries().begin(), map.entries().end(), [](const yaml::Entry& entry) {
            return std::find(kExpected.begin(), kExpected.end(), entry.key) != kExpected.end();
        });
    if (by_hall) {
        for (const yaml::Entry& entry : map.entries()) check_expected(entry.value, problems);
        return;
    }
    Words known = kExpected;
    for (const yaml::Entry& entry : map.entries()) {
        if (names_a_clock(entry.key)) known.push_back(entry.key);
    }
    report_unknown(map, known, problems);
}

void check_expected(const yaml::Node& node, std::vector<Error>& problems) {
    if (node.is_map()) return check_expected_map(node, problems);
    if (!node.is_list()) {
        problems.push_back(node.error("“应有”后面要写各项，例如 {状态: 已受理}"));
        return;
    }
    for (const yaml::Node& one : node.items()) check_expected(one, problems);
}

StoryStep read_step(const yaml::Node& node, Instant before, std::vector<Error>& problems) {
    StoryStep step;
    step.node = node;
    step.at = before;
    if (!node.is_map()) {
        problems.push_back(node.error("一步要写成各项，以“时间”开头"));
        return step;
    }
    Words known = kCommon;
    for (const VerbRow& row : kVerbs) {
        if (node.find(row.word) == nullptr) continue;
        if (step.verb != StoryVerb::kNone)
            problems.push_back(node.key_error(row.word, "一步只做一件事，请另起一步"));
        step.verb = row.verb;
        known.push_back(row.word);
        known.insert(known.end(), row.others.begin(), row.others.end());
    }
    if (step.verb == StoryVerb::kNone) {  // so that a misspelt verb finds its word
        known.push_back("办件");
        for (const VerbRow& row : kVerbs) known.push_back(row.word);
    }
    report_unknown(node, known, problems);
    if (const yaml::Node* at = node.find("时间")) {
        const auto time = story_time(*at);
        if (!time) problems.push_back(time.error());
        if (time && *time < before) problems.push_back(at->error("时间不能倒退"));
        if (time) step.at = *time;
    }
    step.halls = story_texts(node.find("大厅"));
    if (const yaml::Node* expected = node.find("应有")) check_expected(*expected, problems);
    return step;
}

void read_steps(const yaml::Node& root, Story& story, std::vector<Error>& problems) {
    const yaml::Node* steps = root.find("过程");
    if (steps == nullptr || !steps->is_list()) {
        problems.push_back(root.error("缺“过程”：一步一步发生的事"));
        return;
    }
    Instant last = story.begin;
    for (const yaml::Node& node : steps->items()) {
        story.steps.push_back(read_step(node, last, problems));
        last = story.steps.back().at;
    }
}

}  // namespace

Result<Instant> story_time(const yaml::Node& node) {
    if (const auto time = parse_instant(node.text())) return *time;
    if (const auto day = parse_day(node.text())) return from_local({*day, Millis{0}});
    return node.error("时间写成 2024-09-27 10:00");
}

std::string story_text(const yaml::Node& map, std::string_view key) {
    const yaml::Node* node = map.find(key);
    return node == nullptr ? std::string{} : node->text();
}

std::vector<std::string> story_texts(const yaml::Node* node) {
    std::vector<std::string> texts;
    if (node == nullptr || node->is_null()) return texts;
    if (node->is_scalar()) return {node->text()};
    for (const yaml::Node& one : node->items()) texts.push_back(one.text());
    return texts;
}

bool is_short_for(std::string_view word, std::string_view name) {
    const std::u32string wanted = to_code_points(word);
    std::size_t found = 0;
    for (const char32_t c : to_code_points(name)) {
        if (found < wanted.size() && c == wanted[found]) ++found;
    }
    return !wanted.empty() && found == wanted.size();
}

const model::Hall* hall_called(std::string_view word, const std::map<HallId, model::Hall>& halls) {
    const model::Hall* found = nullptr;
    for (const auto& [id, hall] : halls) {
        if (id.str() == word) return &hall;
        if (!is_short_for(word, hall.name)) continue;
        if (found != nullptr) return nullptr;
        found = &hall;
    }
    return found;
}

Loaded<Story> read_story(const std::filesystem::path& file) {
    Loaded<Story> out;
    const auto root = read_yaml(file, out.problems);
    if (!root) return out;
    Story& story = out.value;
    story.root = *root;
    if (!root->is_map()) {
        out.problems.push_back(root->error("故事以“标题”“起始”“过程”开头"));
        return out;
    }
    report_unknown(*root, kHeader, out.problems);
    for (const char* required : {"标题", "起始"}) {
        if (root->find(required) == nullptr)
            out.problems.push_back(root->error(fmt::format("缺“{}”", required)));
    }
    if (const yaml::Node* title = root->find("标题")) story.title = title->text();
    story.rules = story_texts(root->find("规则"));
    story.halls = story_texts(root->find("大厅"));
    if (const yaml::Node* begin = root->find("起始")) {
        const auto time = story_time(*begin);
        if (!time) out.problems.push_back(time.error());
        if (time) story.begin = *time;
    }
    read_steps(*root, story, out.problems);
    return out;
}

}  // namespace ow::app
