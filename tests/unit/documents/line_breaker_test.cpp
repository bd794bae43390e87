#include "gateway/documents/line_breaker.hpp"

#include <gtest/gtest.h>

#include "gateway/base/text.hpp"

namespace ow::documents {
namespace {

// Full-width characters are 10 wide, others 5.
std::vector<Cell> cells_of(std::string_view text) {
    std::vector<Cell> out;
    for (const char32_t c : to_code_points(text)) {
        const bool wide = c >= 0x2E80 || c == U'“' || c == U'”' || c == U'…' || c == U'—';
        out.push_back(
            {c,
             {0, c == U' ' || c == U'\n' ? 0U : 1U, static_cast<std::int16_t>(wide ? 1000 : 500)},
             10});
    }
    return out;
}

std::vector<std::string> broken(std::string_view text, double width, double indent = 0) {
    const std::vector<Cell> cells = cells_of(text);
    std::vector<std::string> out;
    for (const Line& line : break_lines(cells, width, indent, Align::kJustify)) {
        out.emplace_back();
        for (std::size_t i = line.first; i < line.last; ++i)
            append_utf8(out.back(), cells[i].character);
    }
    return out;
}

using Lines = std::vector<std::string>;

TEST(LineBreaker, ChineseBreaksBetweenAnyTwoCharacters) {
    EXPECT_EQ(broken("一二三四五六七", 30), (Lines{"一二三", "四五六", "七"}));
}

TEST(LineBreaker, AClosingMarkIsSetNarrowAtTheEndOfTheLine) {
    EXPECT_EQ(broken("一二三，四五", 35), (Lines{"一二三，", "四五"}));
}

TEST(LineBreaker, AClosingMarkNeverStartsALine) {
    EXPECT_EQ(broken("一二三，四五", 30), (Lines{"一二", "三，四", "五"}));
    EXPECT_EQ(broken("一二三”。四", 35), (Lines{"一二", "三”。", "四"}));
}

TEST(LineBreaker, AnOpeningMarkNeverEndsALine) {
    EXPECT_EQ(broken("一二（三四）", 30), (Lines{"一二", "（三", "四）"}));
}

TEST(LineBreaker, WordsAndNumbersStayWhole) {
    EXPECT_EQ(broken("一二2026年", 35), (Lines{"一二", "2026年"}));
    EXPECT_EQ(broken("电话0371-00000001。", 80), (Lines{"电话", "0371-00000001。"}));
}

TEST(LineBreaker, AWordWiderThanTheLineIsCutRatherThanLost) {
    EXPECT_EQ(broken("ABCDEFGHIJ", 20), (Lines{"ABCD", "EFGH", "IJ"}));
}

TEST(LineBreaker, BlanksAtALineEndAreDropped) {
    EXPECT_EQ(broken("AB CD EF", 12), (Lines{"AB", "CD", "EF"}));
}

TEST(LineBreaker, ALineFeedForcesANewLineWithoutStretching) {
    const std::vector<Cell> cells = cells_of("一\n二三四五");
    const std::vector<Line> lines = break_lines(cells, 30, 0, Align::kJustify);
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_DOUBLE_EQ(lines[0].width, 10);
    EXPECT_EQ(broken("一\n", 30).size(), 1U);
    EXPECT_EQ(broken("", 30).size(), 1U);
}

TEST(LineBreaker, JustifiedLinesReachTheMarginAndTheLastDoesNot) {
    const std::vector<Cell> cells = cells_of("一二三四五");
    const std::vector<Line> lines = break_lines(cells, 36, 0, Align::kJustify);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_NEAR(lines[0].x.back() + 10, 36, 1e-9);
    EXPECT_NEAR(lines[1].x.back() + 10, 20, 1e-9);
}

TEST(LineBreaker, TheFirstLineIsIndented) {
    EXPECT_EQ(broken("一二三四五", 30, 20), (Lines{"一", "二三四", "五"}));
}

TEST(LineBreaker, NoCharacterIsEverLost) {
    const std::string text =
        "根据《行政许可法》第32条（1）款，“申请材料”——ABC-123/45%：齐全……！（完）";
    for (double width = 10; width < 400; width += 7) {
        std::string together;
        for (const std::string& line : broken(text, width)) together += line;
        EXPECT_EQ(together, text) << width;
    }
}

}  // namespace
}  // namespace ow::documents
