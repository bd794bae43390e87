// What the layout does over pages: copies, parts that stay together, lines that are never alone,
// page sizes, sums.

#include <gtest/gtest.h>

#include "gateway/documents/layout.hpp"
#include "tests/unit/documents/paper.hpp"

namespace ow::documents {
namespace {

class LayoutTest : public ::testing::Test {
  protected:
    RenderedPdf render(const std::string& body, const std::string& tree = "<case/>") {
        const Template form =
            Template::parse("<document id=\"T\" title=\"t\" font=\"song\">" + body + "</document>",
                            "T.xml")
                .value();
        return render_form(fonts_, form, form.compile(), test::tree_of(tree)).value();
    }
    std::string text_of_page(const RenderedPdf& pdf, int page) {
        const std::string number = std::to_string(page);
        return test::text_in(folder_, pdf.bytes, "-layout -f " + number + " -l " + number);
    }
    /// A page that holds ten lines of `paragraph`.
    static std::string ten_lines() {
        return "<page top=\"50\" bottom=\"141.17\" left=\"28\" right=\"26\"/>";  // 105.83 mm
    }
    static std::string line(const std::string& words) {
        return "<paragraph indent=\"0\" size=\"12\" leading=\"30\">" + words + "</paragraph>";
    }
    static std::string lines(int count, const std::string& words) {
        std::string out;
        for (int i = 0; i < count; ++i) out += line(words + std::to_string(i));
        return out;
    }
    /// So many lines in one paragraph.
    static std::string paragraph(int count) {
        std::string words;
        for (int i = 0; i < count; ++i)
            words += "第" + std::to_string(i) + "行" + (i + 1 < count ? "<break/>" : "");
        return line(words);
    }

    FontBook fonts_ = FontBook::open(test::sample_fonts()).value();
    test::Folder folder_;
};

TEST_F(LayoutTest, R4_ThreeCopiesAreMarkedAndSayTheSame) {
    const auto renderer = test::renderer();
    const RenderedPdf pdf =
        renderer->render(TemplateId{"D6"}, test::tree_of(test::sample_text("D6"))).value();
    ASSERT_EQ(pdf.page_count, 3);
    const std::string marks[] = {"第一联　申请人留存", "第二联　内部流转", "第三联　窗口登记备查"};
    std::string first;
    for (int page = 1; page <= 3; ++page) {
        std::string text = text_of_page(pdf, page);
        const std::string mark = test::replaced(marks[page - 1], "　", "");
        const std::string packed = test::replaced(test::replaced(text, "　", ""), " ", "");
        EXPECT_NE(packed.find(mark), std::string::npos) << text;
        const std::string rest = packed.substr(packed.find('\n'));
        if (page == 1) first = rest;
        EXPECT_EQ(rest, first);
    }
}

TEST_F(LayoutTest, NoLineOfAParagraphStandsAloneAtTheEndOrTheStartOfAPage) {
    // Nine lines stand before: only one of the four would fit, so none is torn off.
    const RenderedPdf orphan = render(ten_lines() + lines(9, "前") + paragraph(4));
    EXPECT_EQ(text_of_page(orphan, 1).find("第0行"), std::string::npos);
    EXPECT_NE(text_of_page(orphan, 2).find("第0行"), std::string::npos);
    // Seven before: three of the four fit, the last would be alone on the next page.
    const RenderedPdf widow = render(ten_lines() + lines(7, "前") + paragraph(4));
    EXPECT_NE(text_of_page(widow, 1).find("第1行"), std::string::npos);
    EXPECT_EQ(text_of_page(widow, 1).find("第2行"), std::string::npos);
    EXPECT_NE(text_of_page(widow, 2).find("第2行"), std::string::npos);
}

TEST_F(LayoutTest, AGroupStaysOnOnePage) {
    const std::string group = "<group>" + lines(4, "组") + "</group>";
    const RenderedPdf apart = render(ten_lines() + lines(7, "前") + lines(4, "组"));
    EXPECT_NE(text_of_page(apart, 1).find("组0"), std::string::npos) << "without it, it is torn";
    const RenderedPdf together = render(ten_lines() + lines(7, "前") + group);
    EXPECT_EQ(text_of_page(together, 1).find("组"), std::string::npos);
    EXPECT_NE(text_of_page(together, 2).find("组3"), std::string::npos);
    EXPECT_EQ(render(ten_lines() + "<group>" + lines(14, "组") + "</group>").page_count, 2)
        << "what no page can hold goes on over pages";
}

TEST_F(LayoutTest, ALabelHasItsOwnPageSize) {
    const auto renderer = test::renderer();
    test::write_file(folder_.file("label.pdf"),
                     renderer->render(TemplateId{"D19A"}, test::tree_of(test::sample_text("D19A")))
                         .value()
                         .bytes);
    const std::string info = test::run("pdfinfo " + folder_.file("label.pdf")).output;
    EXPECT_NE(info.find("283.465 x 510.236 pts"), std::string::npos) << info;  // 100 × 180 mm
}

TEST_F(LayoutTest, TheFootOfAPageSumsUpItsRowsAndAllSoFar) {
    std::string tree = "<case>";
    for (int i = 1; i <= 30; ++i) tree += "<row><n>" + std::to_string(i) + "</n></row>";
    tree += "<all><n>465</n></all></case>";
    const RenderedPdf pdf =
        render(ten_lines() +
                   "<table each=\"row\" total=\"all\" count=\"yes\"><column title=\"件数\" "
                   "width=\"10\" sum=\"yes\"><value select=\"n\"/></column></table>",
               tree);
    ASSERT_GT(pdf.page_count, 2);
    EXPECT_NE(text_of_page(pdf, 1).find("本页 10 条，累计 10 条；件数 55，累计 55"),
              std::string::npos)
        << text_of_page(pdf, 1);
    EXPECT_NE(text_of_page(pdf, 3).find("本页 10 条，累计 30 条；件数 255，累计 465"),
              std::string::npos)
        << text_of_page(pdf, 3);
    const std::string last = text_of_page(pdf, pdf.page_count);
    EXPECT_NE(last.find("465"), std::string::npos);
    EXPECT_EQ(last.find("累计 31 条"), std::string::npos) << "the row of the sums is in no sum";
}

TEST_F(LayoutTest, AWideIssuerDoesNotRunOverTheQrCode) {
    std::string name;
    for (int i = 0; i < 27; ++i) name += "字";
    const Template form =
        Template::parse("<document id=\"T\" title=\"t\" font=\"song\"><signature><issuer>" + name +
                            "</issuer><date>日</date><qr><value select=\"'x'\"/></qr></signature>"
                            "</document>",
                        "T.xml")
            .value();
    const auto paths = form.compile();
    const xml::Document tree = test::tree_of("<case/>");
    CaseText text{fonts_, form, paths, tree, {}};
    const Flow flow = lay_out(form, text, fonts_).value();
    const Ink& ink = flow.pieces.back().ink;
    ASSERT_EQ(ink.codes.size(), 1U);
    for (const InkText& one : ink.texts) EXPECT_LT(one.y, ink.codes[0].y);
}

}  // namespace
}  // namespace ow::documents
