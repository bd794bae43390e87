#include "gateway/documents/sheet_printer.hpp"

#include <gtest/gtest.h>

#include <array>

#include "tests/unit/documents/paper.hpp"

namespace ow::documents {
namespace {

using namespace test;

model::Sheet ledger_of(int rows) {
    model::Sheet sheet{"样本台账",
                       {"样本大厅", "2026年11月"},
                       {{"序号", 6, true}, {"办件编号", 24, false}, {"事项名称", 28, false}},
                       {},
                       {"", "合计", std::to_string(rows)}};
    for (int i = 1; i <= rows; ++i)
        sheet.rows.push_back({std::to_string(i), "410184W" + std::to_string(i), "<样本>&事项"});
    return sheet;
}

std::size_t count_of(const std::string& text, const std::string& word) {
    std::size_t count = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        ++count;
    return count;
}

}  // namespace

TEST(SheetPrinter, PrintsManyLandscapePagesEachWithTheHeadOfTheTable) {
    const auto printed = print_sheets(std::array{ledger_of(120)}, sample_fonts());
    ASSERT_TRUE(printed) << printed.error().text();
    EXPECT_GT(printed->page_count, 3);
    const Folder folder;
    std::ofstream{folder.file("sheet.pdf"), std::ios::binary} << printed->bytes;
    const std::string text = run("pdftotext -layout " + folder.file("sheet.pdf") + " -").output;
    EXPECT_EQ(count_of(text, "办件编号"), static_cast<std::size_t>(printed->page_count));
    EXPECT_EQ(count_of(text, "<样本>&事项"), 120U);
    EXPECT_EQ(count_of(text, "合计"), 1U);
    const std::string info = run("pdfinfo " + folder.file("sheet.pdf")).output;
    EXPECT_NE(info.find("841.89 x 595.276"), std::string::npos) << info;
    EXPECT_EQ(print_sheets(std::array{ledger_of(120)}, sample_fonts())->sha256, printed->sha256);
}

TEST(SheetPrinter, CountsTheRowsAtTheFootOfEachPage) {
    model::Sheet sheet = ledger_of(120);
    sheet.sums.clear();
    const auto printed = print_sheets(std::array{sheet}, sample_fonts());
    ASSERT_TRUE(printed) << printed.error().text();
    const Folder folder;
    std::ofstream{folder.file("sheet.pdf"), std::ios::binary} << printed->bytes;
    const std::string text = run("pdftotext -layout " + folder.file("sheet.pdf") + " -").output;
    EXPECT_EQ(count_of(text, "本页"), static_cast<std::size_t>(printed->page_count));
    EXPECT_EQ(count_of(text, "累计 120 条"), 1U) << text;
}

TEST(SheetPrinter, NamesACharacterThatNoFontHas) {
    model::Sheet sheet = ledger_of(1);
    sheet.rows[0][2] = "\uE000";
    const auto refused = print_sheets(std::array{sheet}, sample_fonts());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Code::kDocumentGlyphMissing);
}

}  // namespace ow::documents
