#pragma once
// A story: what happens to cases when, and what must then be so, as an official can read it. The
// language is described in tests/scenarios/stories/README.md; its words are the literal tables
// here, and a word that is in none of them is an error with line, column and the nearest right one.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/app/config_loader.hpp"
#include "gateway/yaml/node.hpp"

namespace ow::app {

/// What a step does: the one key of these that it has.
enum class StoryVerb : std::uint8_t {
    kNone,      ///< time passes, expectations are checked
    kTakeIn,    ///< 收件
    kBook,      ///< 预约
    kParcel,    ///< 邮件
    kAct,       ///< 操作
    kTell,      ///< 来文
    kCalendar,  ///< 日历
    kDown,      ///< 停机
};

struct StoryStep {
    StoryVerb verb = StoryVerb::kNone;
    Instant at{};
    std::vector<std::string> halls;  ///< empty: in every hall
    yaml::Node node;                 ///< the whole step
};

struct Story {
    std::string title;
    std::vector<std::string> rules;  ///< "R26"
    std::vector<std::string> halls;  ///< as the story calls them
    Instant begin{};
    yaml::Node root;
    std::vector<StoryStep> steps;
};

/// Checked for its words; cases, items and labels are looked up when it is played.
[[nodiscard]] Loaded<Story> read_story(const std::filesystem::path& file);

/// Whether `word` can be a short form of `name`: its characters stand in it in this order
/// (经开区 of 郑州经济技术开发区政务服务大厅).
[[nodiscard]] bool is_short_for(std::string_view word, std::string_view name);

/// The one hall that `word` is the id or a short form of; nullptr: none or several.
[[nodiscard]] const model::Hall* hall_called(std::string_view word,
                                             const std::map<HallId, model::Hall>& halls);

/// 2024-09-27 10:00; kConfigInvalid at the node.
[[nodiscard]] Result<Instant> story_time(const yaml::Node& node);
/// The text under a key; empty if it is absent.
[[nodiscard]] std::string story_text(const yaml::Node& map, std::string_view key);
/// A scalar, or a list of scalars, as texts.
[[nodiscard]] std::vector<std::string> story_texts(const yaml::Node* node);

}  // namespace ow::app
