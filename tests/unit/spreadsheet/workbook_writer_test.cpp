#include "gateway/spreadsheet/workbook_writer.hpp"

#include <gtest/gtest.h>

#include <array>

#include "gateway/spreadsheet/archive.hpp"
#include "gateway/spreadsheet/workbook.hpp"

namespace ow::spreadsheet {
namespace {

model::Sheet sample() {
    return {"样本台账",
            {"样本大厅", "2026年11月"},
            {{"序号", 6, true}, {"申请人", 20, false}},
            {{"1", "=1+1"},
             {"2", "+86"},
             {"3", "-A1"},
             {"4", "@SUM(A1)"},
             {"5", "=HYPERLINK(\"http://x\")"},
             {"6", "𬱖<&>\"王"}},
            {"6", "合计"}};
}

}  // namespace

TEST(WorkbookWriter, WritesTextsThatBeginLikeFormulasAsTexts) {
    const auto bytes = write_workbook(std::array{sample()});
    ASSERT_TRUE(bytes) << bytes.error().text();
    const auto read = read_sheet(*bytes, {"样本台账", 4}, "sheet.xlsx");
    ASSERT_TRUE(read) << read.error().text();
    const auto wanted = sample();
    ASSERT_EQ(read->rows.size(), wanted.rows.size() + 2);
    EXPECT_EQ(read->rows[0].cells, (std::vector<std::string>{"序号", "申请人"}));
    for (std::size_t i = 0; i < wanted.rows.size(); ++i)
        EXPECT_EQ(read->rows[i + 1].cells, wanted.rows[i]);
    EXPECT_EQ(read->rows.back().cells, wanted.sums);
    auto archive = Archive::open(*bytes, {});
    ASSERT_TRUE(archive);
    const auto part = archive->read("xl/worksheets/sheet1.xml");
    ASSERT_TRUE(part);
    EXPECT_NE(part->find("<v>6</v>"), std::string::npos) << "numbers are numbers";
    EXPECT_EQ(part->find("<f>"), std::string::npos) << "and nothing is a formula";
}

TEST(WorkbookWriter, SameSheetsAreTheSameBytes) {
    const std::array sheets{sample(), model::Sheet{"又一", {}, {{"列"}}, {}, {}}};
    const auto once = write_workbook(sheets);
    ASSERT_TRUE(once) << once.error().text();
    EXPECT_TRUE(*once == write_workbook(sheets).value());
}

}  // namespace ow::spreadsheet
