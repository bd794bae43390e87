#include "gateway/app/story_run.hpp"

#include <fmt/format.h>

#include <iterator>
#include <ostream>

#include "gateway/app/gateway_process.hpp"
#include "gateway/app/story_player.hpp"
#include "gateway/base/passing_folder.hpp"
#include "gateway/mapping/translator.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;

/// Nothing of a played story shall last, so no disk need be waited for where memory is a folder.
fs::path passing_place() {
    const fs::path memory = "/dev/shm";
    std::error_code ignored;
    return fs::is_directory(memory, ignored) ? memory : fs::temp_directory_path();
}

/// The edits that the head of a story asks for: 设置, 日历未公布.
Status edit(EditedConfig& edited, const Story& story, const HallId& hall) {
    if (const yaml::Node* settings = story.root.find("设置")) {
        for (const yaml::Entry& entry : settings->entries()) {
            const std::string& text = entry.value.text();
            const std::string value = entry.value.is_quoted() ? '"' + text + '"' : text;
            if (auto done = edited.set_in_hall(hall, entry.key, value); !done) return done;
        }
    }
    const yaml::Node* years = story.root.find("日历未公布");
    for (const std::string& year : story_texts(years)) {
        if (auto done = edited.withhold_year(std::atoi(year.c_str())); !done) return done;
    }
    return ok();
}

/// The configuration as the story has it; reads again only what was edited.
std::vector<Error> read_edited(const EditedConfig& edited, const Story& story, Config& config) {
    if (story.root.find("设置") != nullptr) {
        auto halls = load_halls(edited.folder());
        if (!halls.ok()) return halls.problems;
        config.halls = std::move(halls.value);
    }
    if (story.root.find("日历未公布") != nullptr) {
        auto calendar = load_calendar(edited.folder());
        if (!calendar.ok()) return calendar.problems;
        config.calendar = std::move(calendar.value);
    }
    return {};
}

}  // namespace

StoryGround read_story_ground(const fs::path& folder, std::vector<Error>& problems) {
    StoryGround ground;
    const auto keys = adapter_keys();
    auto loaded = load_config(folder, keys);
    problems = std::move(loaded.problems);
    ground.config = std::move(loaded.value);
    if (!problems.empty()) return ground;
    auto mappings = mapping::MappingSet::load(ground.config.gateway.mappings, problems);
    ground.outward = std::make_unique<mapping::MappingTranslator>(
        std::move(mappings),
        [partners = ground.config.partners](const std::string& partner, const std::string& kind,
                                            mapping::Direction) {
            const auto found = partners.find(PartnerId{partner});
            if (found == partners.end()) return std::string{};
            const auto path = found->second.outbound.find(kind);
            return path == found->second.outbound.end() ? std::string{} : path->second;
        });
    return ground;
}

std::vector<Error> run_story(const Story& story, const HallId& hall, const StoryGround& ground,
                             ports::PaperMaker& paper, std::ostream& out) {
    auto edited = EditedConfig::make(ground.config.directory);
    if (!edited) return {edited.error()};
    if (auto done = edit(*edited, story, hall); !done) return {done.error()};
    Config config = ground.config;
    config.gateway.hall = hall;
    if (auto problems = read_edited(*edited, story, config); !problems.empty()) return problems;
    out << fmt::format("{}\n{}（{}）\n", story.title, config.hall().name, config.hall().rule_no);
    const PassingFolder folder{passing_place(), "onewindow-story-"};
    auto simulation = Simulation::make(config, *ground.outward, paper, folder.path(), story.begin);
    if (!simulation) return {simulation.error()};
    return StoryPlayer{story, **simulation, config, *edited, out}.play();
}

}  // namespace ow::app
