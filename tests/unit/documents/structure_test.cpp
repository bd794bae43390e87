// The structure tree as independent readers find it: our own over qpdf, and poppler's.

#include "gateway/documents/structure_tree.hpp"

#include <gtest/gtest.h>

#include <array>

#include "gateway/documents/pdf_file.hpp"
#include "gateway/documents/sheet_printer.hpp"
#include "tests/unit/documents/paper.hpp"

namespace ow::documents {
namespace {

class Structure : public testing::Test {
  protected:
    /// The outline, and below it what is wrong.
    std::string outline(std::string_view pdf) {
        test::write_file(folder_.file("t.pdf"), pdf);
        return test::run("python3 tests/unit/documents/check_structure.py " + folder_.file("t.pdf"))
            .output;
    }
    /// All words in the order of the tree, as poppler finds them.
    std::string poppler(std::string_view pdf) {
        test::write_file(folder_.file("t.pdf"), pdf);
        const std::string shown = test::run("pdfinfo -struct-text " + folder_.file("t.pdf")).output;
        std::string out;
        std::istringstream lines{shown};
        for (std::string line; std::getline(lines, line);) {
            const std::size_t open = line.find_first_not_of(' ');
            if (open != std::string::npos && line[open] == '"')
                out += line.substr(open + 1, line.rfind('"') - open - 1);
        }
        return without_blanks(out);
    }
    static std::string without_blanks(std::string text) {
        for (const char* blank : {" ", "　", "\n"}) text = test::replaced(text, blank, "");
        return text;
    }
    /// The words of an outline.
    static std::string words_of(const std::string& outline) {
        std::string out;
        std::istringstream lines{outline};
        for (std::string line; std::getline(lines, line);) {
            const std::size_t at = line.find(": ");
            if (at == std::string::npos || line.find('[') < at) continue;
            out += line.substr(at + 2, line.rfind(" [") == std::string::npos
                                           ? std::string::npos
                                           : line.rfind(" [") - at - 2);
        }
        return without_blanks(out);
    }
    static std::string paragraph(const std::string& body) {
        return "<document id=\"T\" title=\"t\" font=\"song\">" + body + "</document>";
    }
    std::string render(const std::string& form_text, const std::string& tree = "<case/>") {
        const Template form = Template::parse(form_text, "T.xml").value();
        return render_form(FontBook::open(test::sample_fonts()).value(), form, form.compile(),
                           test::tree_of(tree))
            .value()
            .bytes;
    }
    test::Folder folder_;
};

TEST_F(Structure, EveryDocumentHasASoundTreeDrawnOrSigned) {
    const auto renderer = test::renderer();
    std::string files;
    for (const TemplateId& id : renderer->templates()) {
        const xml::Document tree = test::tree_of(test::sample_text(id.value));
        for (const std::size_t signatures : {0U, 1U}) {
            const std::string file = folder_.file(id.value + "-" + std::to_string(signatures));
            test::write_file(file, renderer->render(id, tree, signatures).value().bytes);
            files += " " + file;
        }
    }
    const test::Ran ran =
        test::run("python3 tests/unit/documents/check_structure.py" + files + " >/dev/null");
    EXPECT_EQ(ran.exit, 0) << ran.output;
}

TEST_F(Structure, DocumentsAreReadInTheExpectedOrderByTwoReaders) {
    const auto renderer = test::renderer();
    for (const char* id : {"D1", "D2", "D3", "D6", "D16A"}) {
        const std::string pdf =
            renderer->render(TemplateId{id}, test::tree_of(test::sample_text(id))).value().bytes;
        const std::string expected =
            test::read_file("tests/unit/documents/expected/" + std::string{id} + ".tags.txt");
        EXPECT_EQ(outline(pdf), expected) << id;
        EXPECT_EQ(poppler(pdf), words_of(expected)) << id;
    }
}

TEST_F(Structure, ALedgerOfManyPagesIsOneTableWithOneHeadAndNoPageNumbers) {
    model::Sheet sheet{"样本台账",
                       {"样本大厅"},
                       {{"序号", 6, true}, {"办件编号", 24, false}, {"事项名称", 28, false}},
                       {},
                       {"", "合计", "400"}};
    std::string expected = "Document\n  H1: 样本台账\n  P: 样本大厅\n  Table\n    TR\n";
    for (const char* name : {"序号", "办件编号", "事项名称"})
        expected += "      TH Column: " + std::string{name} + "\n";
    for (int i = 1; i <= 400; ++i) {
        sheet.rows.push_back({std::to_string(i), "410184W" + std::to_string(i), "样本 2026 事项"});
        expected += "    TR\n";
        for (const std::string& cell : sheet.rows.back()) expected += "      TD: " + cell + "\n";
    }
    expected += "    TR\n      TD\n      TD: 合计\n      TD: 400\n";
    const auto printed = print_sheets(std::array{sheet}, test::sample_fonts());
    ASSERT_TRUE(printed) << printed.error().text();
    EXPECT_GT(printed->page_count, 10);
    EXPECT_EQ(outline(printed->bytes), expected);
    EXPECT_EQ(poppler(printed->bytes), words_of(expected));
}

TEST_F(Structure, AParagraphOverLinesAndPagesKeepsItsWordsApart) {
    std::string words;
    for (int i = 0; i < 900; ++i) words += (i == 0 ? "word" : " word") + std::to_string(i);
    const std::string pdf = render(paragraph("<paragraph>" + words + "</paragraph>"));
    EXPECT_EQ(outline(pdf), "Document\n  P: " + words + "\n");
}

TEST_F(Structure, CopiesAreSectionsEachWithItsMarkAndAllOfTheText) {
    const std::string pdf =
        render(paragraph("<copy>一联</copy><copy>二联</copy><paragraph>正文</paragraph>"));
    EXPECT_EQ(outline(pdf),
              "Document\n  Sect\n    P: 一联\n    P: 正文\n"
              "  Sect\n    P: 二联\n    P: 正文\n");
}

TEST_F(Structure, WhatIsEmptyIsNoElementButACellIs) {
    const std::string pdf = render(
        paragraph("<paragraph><value select=\"none\"/></paragraph><list each=\"none\">x</list>"
                  "<fields><field label=\"标签\"/></fields><fields><field label=\"无\" "
                  "when=\"none\"/></fields>"));
    EXPECT_EQ(outline(pdf), "Document\n  Table\n    TR\n      TH Row: 标签\n      TD +2\n");
}

TEST_F(Structure, TheReaderSeesWhatIsWrong) {
    const std::string good = test::render("D3", test::sample_text("D3"), 1).value().bytes;
    ASSERT_EQ(outline(good).find("t.pdf: "), std::string::npos) << outline(good);
    for (const auto& [from, to, said] :
         {std::tuple{"/Marked true", "/Morked true", "not marked"},
          std::tuple{"/DisplayDocTitle true", "/DisplayDocTitle null", "title is not shown"},
          std::tuple{"/S/H1/P", "/S/P /P", "something else in the tree"},
          std::tuple{"/S/TD/P", "/S/P /P", "P in TR"},
          std::tuple{"/C/Row", "/X/Row", "heads nothing"},
          std::tuple{"/Alt<", "/Olt<", "without words"},
          std::tuple{"/StructParent ", "/StructPorent ", "StructParent"},
          std::tuple{"/K[0 ]", "/K[1 ]", "in the tree twice"},
          std::tuple{"/ColSpan 3", "/ColSpan 2", "columns in one table"}}) {
        const std::string bad = test::replaced(good, from, to);
        ASSERT_NE(bad, good) << from;
        EXPECT_NE(outline(bad).find(said), std::string::npos) << from << "\n" << outline(bad);
    }
}

TEST_F(Structure, TheReaderSeesContentOutsideOfMarksAndMarksThatNobodyHas) {
    const auto wrong = [&](const std::string& content, std::vector<int> marks) {
        PdfParts parts;
        parts.title = "t";
        parts.structure.push_back({Tag::kP, 0});
        parts.pages.push_back({content, std::move(marks), {}});
        return outline(write_pdf(parts).value());
    };
    const std::string line = "0 0 m 1 1 l S\n", mark = "/P<</MCID 0>>BDC\n";
    EXPECT_EQ(wrong(mark + line + "EMC\n", {1}), "Document\n  P\n");
    EXPECT_NE(wrong(line + mark + "EMC\n", {1}).find("S outside of marked"), std::string::npos);
    EXPECT_NE(wrong(mark + line, {1}).find("does not end"), std::string::npos);
    EXPECT_NE(wrong(mark + "/P<</MCID 1>>BDC\nEMC\nEMC\n", {1, 1}).find("inside of other"),
              std::string::npos);
    EXPECT_NE(wrong(mark + "EMC\n" + mark + "EMC\n", {1}).find("twice on its page"),
              std::string::npos);
}

TEST(StructureTreeObjects, AnElementOnTwoPagesNamesTheSecondWithItsMark) {
    const std::vector<StructureElement> elements{{Tag::kDocument}, {Tag::kP, 0}};
    const std::array<int, 1> one{1};
    const std::array<TaggedPage, 2> pages{{{7, one}, {8, one}}};
    const StructureTree tree{elements, pages, {}};
    const std::vector<std::string> made = tree.objects(20);
    ASSERT_EQ(made.size(), tree.object_count());
    EXPECT_EQ(made[1], "/Nums[0[23 0 R ]1[23 0 R ]]\n");
    EXPECT_EQ(made[2], "/S/Document/P 20 0 R/K[23 0 R ]\n");
    EXPECT_EQ(made[3], "/S/P/P 22 0 R/Pg 7 0 R/K[0 <</Type/MCR/Pg 8 0 R/MCID 0>>]\n");
}

}  // namespace
}  // namespace ow::documents
