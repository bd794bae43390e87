#include "gateway/app/story_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <set>

#include "gateway/app/story.hpp"
#include "gateway/base/text.hpp"
#include "gateway/flow/desk_actions.hpp"
#include "gateway/flow/event_words.hpp"

namespace ow::app {
namespace {

using boost::json::object;
using model::text_at;

std::string joined(const std::vector<std::string>& texts) {
    return texts.empty() ? "无" : fmt::format("{}", fmt::join(texts, "；"));
}

/// “<partner>：<kind>”, the partner shortened or 来源 or 部门; or the kind alone.
bool fits_message(const std::string& wanted, const std::string& there) {
    constexpr std::string_view kColon = "：";
    if (wanted == there) return true;
    const std::size_t split_at = wanted.find(kColon);
    const std::size_t theirs = there.find(kColon);
    if (split_at == std::string::npos) return there.substr(theirs + kColon.size()) == wanted;
    return wanted.substr(split_at) == there.substr(theirs) &&
           is_short_for(wanted.substr(0, split_at), there.substr(0, theirs));
}

bool fits(const std::string& key, const std::string& wanted, const std::string& there) {
    if (key.ends_with("消息")) return fits_message(wanted, there);
    if (key.ends_with("可办")) return wanted == there;
    if (key.ends_with("文书"))
        return wanted == there || there.ends_with(" " + wanted) || there.starts_with(wanted + " ");
    return there.find(wanted) != std::string::npos;
}

const object* clock_called(const std::string& key, const object& page) {
    const std::string stem = key.substr(0, key.size() - std::string_view{"期限"}.size());
    for (const auto& one : page.at("clocks").as_array()) {
        if (text_at(one.as_object(), "label").starts_with(stem)) return &one.as_object();
    }
    return nullptr;
}

std::string state_of_clock(const object& clock) {
    const std::string state = text_at(clock, "state");
    if (state == "not_started") return "未起算";
    if (state == "stopped") return "已停止";
    return state == "paused" ? "暂停" : "计时";
}

}  // namespace

std::vector<std::string> roles_of(Simulation& simulation, const CaseNo& no) {
    const auto state = simulation.cases().load(no);
    if (!state) return {};
    const model::Item* item = simulation.setting().catalogue.find(state->item);
    std::vector<std::string> roles;
    if (item == nullptr) return roles;
    for (const auto& action : flow::every_action(*state, *item)) {
        const std::string words = text_at(action.as_object(), "roles");
        for (std::string_view role : split(words, ' ')) {
            if (std::find(roles.begin(), roles.end(), role) == roles.end())
                roles.emplace_back(role);
        }
    }
    return roles;
}

void StoryChecks::wrong(const yaml::Node& at, const std::string& expected, const std::string& was) {
    problems_.push_back(at.error(fmt::format("应有：{}；实有：{}", expected, was)));
}

void StoryChecks::check(const yaml::Node& step, const std::optional<Error>& refusal) {
    refusal_ = &refusal;
    refusal_expected_ = false;
    case_of_step_ = step.find("办件");
    if (const yaml::Node* expected = step.find("应有")) check_any(*expected);
    if (refusal && !refusal_expected_) wrong(step, "照办", "被拒绝 " + refusal->text());
}

void StoryChecks::check_any(const yaml::Node& expected) {
    for (const yaml::Node& one : expected.items()) check_any(one);
    if (expected.is_map() && !check_by_hall(expected)) check_map(expected);
}

/// False: no map from hall to expectation.
bool StoryChecks::check_by_hall(const yaml::Node& expected) {
    const bool nested = std::all_of(
        expected.entries().begin(), expected.entries().end(), [](const yaml::Entry& entry) {
            return entry.value.is_map() || (entry.value.is_list() && !entry.value.items().empty() &&
                                            entry.value.items().front().is_map());
        });
    if (!nested) return false;
    for (const yaml::Entry& entry : expected.entries()) {
        const auto here = is_this_hall_(expected, entry.key);
        if (!here) problems_.push_back(here.error());
        if (here && *here) check_any(entry.value);
    }
    return true;
}

void StoryChecks::check_map(const yaml::Node& expected) {
    bool of_case = false;
    for (const yaml::Entry& entry : expected.entries()) {
        if (entry.key == "拒绝")
            check_refusal(entry.value);
        else if (entry.key != "说明")
            of_case = true;
    }
    if (!of_case) return;
    const yaml::Node* own = expected.find("办件");
    const auto no = case_of_(own != nullptr ? own : case_of_step_);
    if (!no) {
        problems_.push_back(expected.error(no.error().cause()));
        return;
    }
    check_case(expected, *no);
    diary_.forget_checked(*no);
}

void StoryChecks::check_case(const yaml::Node& expected, const CaseNo& no) {
    simulation_.store().wait_for_search();
    const auto page = simulation_.desk().case_view(story_user(simulation_, "operator"), no, false);
    if (!page) return wrong(expected, "办件 " + no.str(), page.error().text());
    for (const yaml::Entry& entry : expected.entries()) {
        if (entry.key == "状态") {
            const std::string label = text_at(*page, "stage_label");
            const bool same =
                label == entry.value.text() || label.starts_with(entry.value.text() + "，");
            if (!same) wrong(entry.value, "状态 " + entry.value.text(), label);
        } else if (entry.key.ends_with("期限")) {
            check_clock(entry.key, entry.value, *page);
        } else if (entry.key == "整体") {
            const std::string whole = text_at(*page, "parent.state_label");
            if (whole != entry.value.text())
                wrong(entry.value, "整体 " + entry.value.text(), whole);
        } else if (entry.key != "办件" && entry.key != "拒绝" && entry.key != "说明") {
            check_list(entry.key, entry.value, no, *page);
        }
    }
}

void StoryChecks::check_list(const std::string& key, const yaml::Node& wanted, const CaseNo& no,
                             const object& page) {
    const bool shall_be = !key.starts_with("无") && !key.starts_with("不") && key != "页面不含";
    if (key.ends_with("消息")) return check_texts(key, wanted, shall_be, messages_of(no));
    if (key.ends_with("文书")) return check_texts(key, wanted, shall_be, documents_of(no));
    if (key.ends_with("事件")) return check_texts(key, wanted, shall_be, diary_.of(no).happenings);
    if (key.ends_with("可办")) return check_texts(key, wanted, shall_be, offered(no));
    if (key == "待办") return check_texts(key, wanted, shall_be, tasks(page));
    if (key == "标记") {
        std::vector<std::string> flags;
        for (const auto& flag : page.at("flags").as_array()) flags.emplace_back(flag.as_string());
        return check_texts(key, wanted, shall_be, flags);
    }
    check_texts(key, wanted, shall_be, {boost::json::serialize(page)});
}

void StoryChecks::check_texts(const std::string& key, const yaml::Node& wanted, bool shall_be,
                              const std::vector<std::string>& there) {
    for (const std::string& text : story_texts(&wanted)) {
        const bool is = std::any_of(there.begin(), there.end(),
                                    [&](const std::string& one) { return fits(key, text, one); });
        if (is == shall_be) continue;
        wrong(wanted, fmt::format("{} {}", key, text),
              key.starts_with("页面") ? "页面上" + std::string{is ? "有" : "没有"} : joined(there));
    }
}

void StoryChecks::check_refusal(const yaml::Node& wanted) {
    refusal_expected_ = true;
    const std::string& text = wanted.text();
    if (!*refusal_) return wrong(wanted, "拒绝 " + text, "照办了");
    const Error& was = **refusal_;
    const std::size_t blank = text.find(' ');
    const std::string code = text.substr(0, blank);
    const std::string words =
        blank == std::string::npos ? std::string{} : std::string{trim(text.substr(blank))};
    const std::string said =
        fmt::format("{} {} {}", was.text(), was.row().applicant, was.row().operator_);
    if (code != was.row().name || said.find(words) == std::string::npos)
        wrong(wanted, "拒绝 " + text, was.text());
}

void StoryChecks::check_clock(const std::string& key, const yaml::Node& wanted,
                              const object& page) {
    const object* clock = clock_called(key, page);
    if (clock == nullptr) {
        if (wanted.text() != "无") wrong(wanted, key + " " + wanted.text(), "没有这个期限");
        return;
    }
    const std::string due = text_at(*clock, "due");
    const std::string state = state_of_clock(*clock);
    const std::string day = !due.empty() ? due : text_at(*clock, "due_label");
    for (std::string_view word : split(wanted.text(), ' ')) {
        if (word != day && word != state)
            return wrong(wanted, key + " " + wanted.text(), day + " " + state);
    }
}

std::vector<std::string> StoryChecks::messages_of(const CaseNo& no) {
    const auto state = simulation_.cases().load(no);
    std::vector<std::string> out;
    for (const StoryDiary::Message& message : diary_.of(no).messages) {
        out.push_back(flow::partner_name(message.partner, simulation_.setting()) + "：" +
                      message.kind);
        if (!state) continue;
        if (message.partner == state->source) out.push_back("来源：" + message.kind);
        if (message.partner == state->department_partner) out.push_back("部门：" + message.kind);
    }
    return out;
}

std::vector<std::string> StoryChecks::documents_of(const CaseNo& no) {
    std::vector<std::string> out;
    for (const std::string& id : diary_.of(no).documents)
        out.push_back(id + " " + flow::document_title(id, simulation_.setting()));
    return out;
}

std::vector<std::string> StoryChecks::offered(const CaseNo& no) {
    const auto state = simulation_.cases().load(no);
    std::vector<std::string> labels;
    if (!state) return labels;
    const model::Item* item = simulation_.setting().catalogue.find(state->item);
    for (const std::string& role : roles_of(simulation_, no)) {
        for (const auto& action : flow::actions_of(*state, *item, story_user(simulation_, role)))
            labels.emplace_back(action.at("label").as_string());
    }
    return labels;
}

std::vector<std::string> StoryChecks::tasks(const object& page) {
    std::vector<std::string> texts;
    const auto list = simulation_.desk().todo(story_user(simulation_, "operator"), "attention", "");
    for (const auto& task : list.at("tasks").as_array())
        texts.push_back(text_at(task.as_object(), "text"));
    for (const auto& notice : page.at("notices").as_array()) texts.emplace_back(notice.as_string());
    return texts;
}

}  // namespace ow::app
