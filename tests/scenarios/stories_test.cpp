// Every story under tests/scenarios/stories, under each of its halls, on the configuration as it is
// shipped; and what the player says of a story that is wrong.

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <sstream>

#include "gateway/app/check_config.hpp"
#include "gateway/app/noted_paper.hpp"
#include "gateway/app/story_run.hpp"

namespace ow::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kStories = "tests/scenarios/stories";

std::vector<fs::path> story_files() {
    std::set<fs::path> files;
    for (const auto& entry : fs::directory_iterator{kStories}) {
        if (entry.path().extension() == ".yaml") files.insert(entry.path());
    }
    return {files.begin(), files.end()};
}

const StoryGround& ground() {
    static const StoryGround read = [] {
        std::vector<Error> problems;
        StoryGround made = read_story_ground("config", problems);
        for (const Error& problem : problems) ADD_FAILURE() << to_line(problem);
        return made;
    }();
    return read;
}

std::string lines_of(const std::vector<Error>& problems) {
    std::string text;
    for (const Error& problem : problems) text += to_line(problem) + "\n";
    return text;
}

class Stories : public ::testing::TestWithParam<fs::path> {};

TEST_P(Stories, GoesAsItSays) {
    const auto story = read_story(GetParam());
    ASSERT_TRUE(story.ok()) << lines_of(story.problems);
    ASSERT_FALSE(story.value.halls.empty()) << "a story says where it is played";
    EXPECT_FALSE(story.value.rules.empty()) << "a story names its rules";
    for (const std::string& word : story.value.halls) {
        const model::Hall* hall = hall_called(word, ground().config.halls);
        ASSERT_NE(hall, nullptr) << word;
        NotedPaper paper;
        std::ostringstream diary;
        const auto wrong = run_story(story.value, hall->id, ground(), paper, diary);
        EXPECT_TRUE(wrong.empty()) << lines_of(wrong) << diary.str();
    }
}

INSTANTIATE_TEST_SUITE_P(Files, Stories, ::testing::ValuesIn(story_files()),
                         [](const auto& file) { return std::to_string(file.index); });

}  // namespace
}  // namespace ow::app
