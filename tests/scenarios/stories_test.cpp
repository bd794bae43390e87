// Every story under tests/scenarios/stories, under each of its halls, on the configuration as it is
// shipped; and what the player says of a story that is wrong.

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
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

/// Plays the text as a story in the hall of that short name; what it says wrongly.
std::string play(const std::string& text, const std::string& hall, std::string& diary) {
    const fs::path file = fs::temp_directory_path() / ("ow-story-" + std::to_string(::getpid()));
    std::ofstream{file} << text;
    const auto story = read_story(file);
    fs::remove(file);
    if (!story.ok()) return lines_of(story.problems);
    NotedPaper paper;
    std::ostringstream out;
    const auto wrong =
        run_story(story.value, hall_called(hall, ground().config.halls)->id, ground(), paper, out);
    diary = out.str();
    return lines_of(wrong);
}

std::string with_setting(std::string text, const std::string& setting) {
    return text.replace(text.find("过程:"), 0, "设置: {" + setting + "}\n");
}

/// The difference between two halls is their files' only: with the other's setting a hall gives the
/// other's result, and no more its own.
TEST(SameStory, R7_R15_UnderTwoHallsGivesTheResultOfEach) {
    struct Row {
        const char* story;
        const char* one;  ///< its result is that of `other` with the setting turned
        const char* other;
        const char* setting;
        const char* only_in_one;  ///< of the diary
    };
    constexpr Row kRows[] = {
        {"两个大厅，谁转交下一部门.yaml", "新郑", "内乡", "serial_by_lead_department: true",
         "· 分送部门"},
        {"两个大厅，不签收算不算收到.yaml", "经开区", "内乡", "deemed_receipt: true",
         "缺席默认，视为已收到"},
    };
    for (const Row& row : kRows) {
        std::ifstream in{fs::path{kStories} / row.story};
        const std::string text{std::istreambuf_iterator<char>{in}, {}};
        ASSERT_FALSE(text.empty()) << row.story;
        std::string one;
        std::string other;
        std::string turned;
        EXPECT_EQ(play(text, row.one, one), "");
        EXPECT_EQ(play(text, row.other, other), "");
        EXPECT_NE(play(with_setting(text, row.setting), row.other, turned), "")
            << "the other hall's own result shall be gone";
        EXPECT_NE(one.find(row.only_in_one), std::string::npos) << one;
        EXPECT_EQ(other.find(row.only_in_one), std::string::npos) << other;
        EXPECT_NE(turned.find(row.only_in_one), std::string::npos) << turned;
    }
}

INSTANTIATE_TEST_SUITE_P(Files, Stories, ::testing::ValuesIn(story_files()),
                         [](const auto& file) { return std::to_string(file.index); });

}  // namespace
}  // namespace ow::app
