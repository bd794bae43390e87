#include <fmt/format.h>

#include <ostream>

#include "gateway/app/check_config.hpp"
#include "gateway/app/command_options.hpp"
#include "gateway/app/commands.hpp"
#include "gateway/app/mapping_config.hpp"
#include "gateway/app/noted_paper.hpp"
#include "gateway/app/story_run.hpp"

namespace ow::app {
namespace {

constexpr OptionRow kOptions[] = {
    {"--config", "<folder>", "the configuration folder; else `config`"},
    {"--hall", "<id>",
     "a file of its folder halls, or the hall's short name; else each of the story's"},
};
constexpr int kWrong = 2;

int refuse(const std::vector<Error>& problems, int code, std::ostream& err) {
    for (const Error& problem : problems) err << to_line(problem) << "\n";
    return code;
}

/// The halls to play under; empty: said why on `err`.
std::vector<HallId> halls_of(const Story& story, const Options& options, const Config& config,
                             std::ostream& err) {
    std::vector<std::string> words = story.halls;
    if (const auto one = options.find("--hall"); one != options.end()) words = {one->second};
    if (words.empty()) return {config.gateway.hall};
    std::vector<HallId> ids;
    for (const std::string& word : words) {
        const model::Hall* hall = hall_called(word, config.halls);
        if (hall == nullptr) {
            std::vector<std::string> names;
            for (const auto& [id, known] : config.halls)
                names.push_back(id.str() + " " + known.name);
            err << fmt::format("没有叫“{}”的大厅；有：{}\n", word, fmt::join(names, "，"));
            return {};
        }
        ids.push_back(hall->id);
    }
    return ids;
}

}  // namespace

int run_simulate(std::span<const std::string> arguments, std::ostream& out, std::ostream& err) {
    std::vector<std::string> rest{arguments.begin(), arguments.end()};
    const std::vector<std::string> words = take_words(rest, kOptions);
    const auto options = options_of("simulate STORY", rest, kOptions, err);
    if (!options) return kWrong;
    if (words.size() != 1) {
        err << usage("simulate STORY", kOptions);
        return kWrong;
    }
    const auto story = read_story(words.front());
    if (!story.ok()) return refuse(story.problems, kWrong, err);
    const auto folder = options->find("--config");
    std::vector<Error> problems;
    const StoryGround ground =
        read_story_ground(folder == options->end() ? "config" : folder->second, problems);
    if (!problems.empty()) return refuse(problems, 1, err);
    const auto halls = halls_of(story.value, *options, ground.config, err);
    if (halls.empty()) return kWrong;
    NotedPaper paper;
    int code = 0;
    for (const HallId& hall : halls) {
        const auto wrong = run_story(story.value, hall, ground, paper, out);
        if (!wrong.empty()) code = refuse(wrong, kWrong, err);
        out << "\n";
    }
    return code;
}

}  // namespace ow::app
