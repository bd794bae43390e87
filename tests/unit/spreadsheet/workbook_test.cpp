#include "gateway/spreadsheet/workbook.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/unit/spreadsheet/workbook_maker.hpp"

namespace ow::spreadsheet {
namespace {

using Cells = std::vector<std::vector<std::string>>;

Cells cells_of(const Sheet& sheet) {
    Cells out;
    for (const Row& row : sheet.rows) out.push_back(row.cells);
    return out;
}

Cells read(const Parts& parts) {
    const auto sheet = read_sheet(zipped(parts), {}, "demo");
    EXPECT_TRUE(sheet) << sheet.error().text();
    return sheet ? cells_of(*sheet) : Cells{};
}

/// What is said of a workbook that is refused.
std::string refused(const std::string& bytes, const Wanted& wanted = {},
                    const Limits& limits = {}) {
    const auto sheet = read_sheet(bytes, wanted, "demo", limits);
    return sheet ? "accepted" : sheet.error().text();
}

std::string row(int number, const std::string& cells) {
    return "<row r=\"" + std::to_string(number) + "\">" + cells + "</row>";
}
std::string text_cell(const std::string& at, const std::string& text) {
    return "<c r=\"" + at + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
}
const std::string kTitles = row(1, text_cell("A1", "a") + text_cell("B1", "b"));

std::string in_row_2(const std::string& cells) {
    return refused(zipped(parts_of(kTitles + row(2, cells))));
}

std::string file(const char* name) {
    std::ifstream stream{name, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace

TEST(Workbook, WhatAnotherProgramWroteIsReadAsAPersonSeesIt) {
    const auto sheet = read_sheet(file("tests/unit/spreadsheet/ledger.xlsx"), {"", 2}, "demo");
    ASSERT_TRUE(sheet) << sheet.error().text();
    EXPECT_EQ(sheet->name, "收件台账");
    EXPECT_EQ(sheet->rows.at(1).number, 3);
    EXPECT_EQ(cells_of(*sheet),
              (Cells{{"编号", "事项编码", "申请人", "证件号", "申请时间", "材料", "份数"},
                     {"TZ-1", "000131128000", "王䶮", "41018419900104003X", "2024-09-27T10:15:00",
                      "申请书", "1"},
                     {"TZ-1", "000131128000", "王䶮", "41018419900104003X", "2024-09-27T10:15:00",
                      "营业执照", "2"},
                     {"TZ-2", "000131128000", "李样本", "410104190001010014", "2024-09-28",
                      "申请书", "1"}}));
}

TEST(Workbook, EveryKindOfCellIsText) {
    EXPECT_EQ(
        read(parts_of(row(1, "<c t=\"s\"><v>0</v></c>" + text_cell("B1", "b") +
                                 text_cell("C1", "c") + text_cell("D1", "d")) +
                      row(3,
                          "<c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"B3\" s=\"1\"><v>45562</v></c>"
                          "<c r=\"C3\" t=\"str\"><f>A1&amp;1</f><v>x_x000A_y</v></c>"
                          "<c r=\"D3\" t=\"b\"><v>1</v></c>") +
                      row(4, "<c r=\"B4\"><v>7</v></c><c r=\"C4\"/>"))),
        (Cells{
            {"姓名", "b", "c", "d"}, {"王测试", "2024-09-27", "x\ny", "TRUE"}, {"", "7", "", ""}}));
}

TEST(Workbook, ACellWithoutARightValueIsNamedWithSheetRowAndColumn) {
    EXPECT_EQ(in_row_2("<c r=\"B2\" t=\"e\"><v>#N/A</v></c>"),
              "REQUEST_INVALID (demo:2:2): 台账!B2: the value is an error #N/A");
    EXPECT_EQ(in_row_2("<c r=\"B2\" t=\"e\"><v>王测试</v></c>"),
              "REQUEST_INVALID (demo:2:2): 台账!B2: the value is an error");
    EXPECT_NE(in_row_2("<c r=\"A2\"><f>1+1</f></c>").find("A2: a formula that was never computed"),
              std::string::npos);
    EXPECT_NE(in_row_2("<c r=\"A2\"><v>410184199001040031</v></c>").find("more than 15 digits"),
              std::string::npos);
    EXPECT_NE(in_row_2("<c r=\"A2\" t=\"s\"><v>2</v></c>").find("no such text"), std::string::npos);
    EXPECT_NE(in_row_2("<c r=\"A2\" s=\"1\"><v>-5</v></c>").find("A2: no day"), std::string::npos);
    EXPECT_NE(in_row_2("<c r=\"A2\" t=\"z\"><v>1</v></c>").find("not known"), std::string::npos);
    EXPECT_NE(in_row_2(text_cell("C2", "x")).find("C2: a value in a column without a title"),
              std::string::npos);
    EXPECT_NE(in_row_2(text_cell("B2", "x") + text_cell("A2", "y")).find("out of order"),
              std::string::npos);
    EXPECT_NE(in_row_2(text_cell("B3", "x")).find("out of order"), std::string::npos);
}

TEST(Workbook, TheSheetIsNamedOrTheOnlyVisibleOne) {
    Parts parts = parts_of(kTitles);
    std::string& book = parts["xl/workbook.xml"];
    const std::string more = "<sheet name=\"二\" r:id=\"r9\"";
    book.insert(book.find("</sheets>"), more + "/>");
    EXPECT_NE(refused(zipped(parts)).find("several sheets (台账, 二)"), std::string::npos);
    EXPECT_NE(refused(zipped(parts), {"三", 0}).find("no sheet `三`; there are 台账, 二"),
              std::string::npos);
    EXPECT_EQ(refused(zipped(parts), {"台账", 0}), "accepted");
    EXPECT_NE(refused(zipped(parts), {"二", 0}).find("not in the file"), std::string::npos);
    book.replace(book.find(more), more.size(), more + " state=\"hidden\"");
    EXPECT_EQ(refused(zipped(parts)), "accepted");
    EXPECT_NE(refused(zipped(parts), {"", 2}).find("row 2 has no titles"), std::string::npos);
    EXPECT_NE(refused(zipped(parts_of(""))).find("there are no titles"), std::string::npos);
}

TEST(Workbook, TheOtherDateSystemIsRead) {
    Parts parts = parts_of(kTitles + row(2, "<c r=\"A2\" s=\"1\"><v>44100</v></c>"));
    std::string& book = parts["xl/workbook.xml"];
    book.replace(book.find("<workbookPr/>"), 13, "<workbookPr date1904=\"1\"/>");
    EXPECT_EQ(read(parts).at(1).at(0), "2024-09-27");
}

TEST(Workbook, WhatIsNoWorkbookOrPointsOutOfItIsRefused) {
    EXPECT_NE(refused("\xD0\xCF\x11\xE0old").find("without a password"), std::string::npos);
    EXPECT_NE(refused("a,b\n1,2\n").find("no .xlsx file"), std::string::npos);
    EXPECT_NE(refused(zipped({{"a.txt", "x"}})).find("has no `_rels/.rels`"), std::string::npos);
    Parts parts = parts_of(kTitles);
    parts["xl/worksheets/sheet1.xml"] =
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x/>";
    EXPECT_EQ(refused(zipped(parts)).rfind("XML_DOCTYPE_REFUSED", 0), 0U);
    parts = parts_of(kTitles);
    std::string& related = parts["xl/_rels/workbook.xml.rels"];
    related.replace(related.find("Target=\"worksheets"), 6, "TargetMode=\"External\" Target");
    EXPECT_NE(refused(zipped(parts)).find("the sheet is not in the file"), std::string::npos);
}

TEST(Workbook, ABombIsNotUnpackedAndNotFilledOut) {
    Parts parts = parts_of(kTitles);
    parts["xl/worksheets/sheet1.xml"] = std::string(64U << 20U, ' ');
    const std::string bomb = zipped(parts);
    EXPECT_LT(bomb.size(), 200'000U);
    EXPECT_NE(refused(bomb).find("holds more than"), std::string::npos);
    Limits few;
    few.archive.entries = 3;
    EXPECT_NE(refused(zipped(parts_of(kTitles)), {}, few).find("more than 3 parts"),
              std::string::npos);
    few = {};
    few.cells = 5;
    EXPECT_NE(refused(zipped(parts_of(kTitles + row(2, text_cell("A2", "x")) +
                                      row(3, text_cell("A3", "x")))),
                      {}, few)
                  .find("more than 5 cells"),
              std::string::npos)
        << "each row is as wide as the titles";
    std::string merged = "<mergeCells>";
    for (int i = 0; i < 10; ++i) merged += "<mergeCell ref=\"A2:A4\"/>";
    EXPECT_NE(
        refused(zipped(parts_of(kTitles + row(2, text_cell("A2", "x")) +
                                    row(3, text_cell("B3", "x")) + row(4, text_cell("B4", "x")),
                                merged + "</mergeCells>")),
                {}, {{}, 12})
            .find("more than 12 cells"),
        std::string::npos);
}

TEST(Workbook, ADamagedFileIsRefusedWhereverAByteIsWrong) {
    const std::string good = zipped(parts_of(kTitles + row(2, text_cell("A2", "王测试"))));
    const Cells right = read(parts_of(kTitles + row(2, text_cell("A2", "王测试"))));
    int refusals = 0;
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0x41);
        const auto sheet = read_sheet(bad, {}, "demo");
        if (sheet) {
            EXPECT_EQ(cells_of(*sheet), right) << "byte " << at;
        } else {
            ++refusals;
        }
        const auto cut = read_sheet(std::string_view{good}.substr(0, at), {}, "demo");
        if (cut) {
            EXPECT_EQ(cells_of(*cut), right) << "cut at " << at;
        }
    }
    EXPECT_GT(refusals, static_cast<int>(good.size() / 3));
}

}  // namespace ow::spreadsheet
