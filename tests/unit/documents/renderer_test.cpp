#include "gateway/documents/renderer.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "gateway/crypto/digest.hpp"
#include "gateway/documents/pdf_file.hpp"
#include "tests/unit/documents/paper.hpp"

namespace ow::documents {
namespace {

using test::Folder;
using test::replaced;
using test::run;
using test::sample_text;

constexpr const char* kSamples[] = {"D1",  "D10",  "D11", "D12", "D13", "D14",  "D15",
                                    "D16", "D16A", "D17", "D18", "D19", "D19A", "D2",
                                    "D20", "D21",  "D23", "D24", "D25", "D3",   "D4",
                                    "D5",  "D6",   "D7",  "D8",  "D8A", "D8B",  "D9"};

TEST(Renderer, TheLibraryPassesItsSelfTest) {
    const Status works = check_pdf_library();
    EXPECT_TRUE(works) << works.error().text();
}

TEST(Renderer, EveryTemplateHasASampleAndPrintsTheExpectedText) {
    const auto renderer = test::renderer();
    const Folder folder;
    EXPECT_EQ(renderer->templates().size(), std::size(kSamples))
        << "a template without a row in kSamples";
    for (const char* id : kSamples) {
        const Result<RenderedPdf> pdf =
            renderer->render(TemplateId{id}, test::tree_of(sample_text(id)));
        ASSERT_TRUE(pdf) << pdf.error().text();
        EXPECT_EQ(test::text_in(folder, pdf->bytes),
                  test::read_file("tests/unit/documents/expected/" + std::string{id} + ".txt"))
            << id;
    }
}

TEST(Renderer, PdfsAreCleanAndAllFontsEmbedded) {
    const auto renderer = test::renderer();
    const Folder folder;
    for (const char* id : kSamples) {
        test::write_file(
            folder.file("a.pdf"),
            renderer->render(TemplateId{id}, test::tree_of(sample_text(id))).value().bytes);
        const test::Ran check = run("qpdf --check " + folder.file("a.pdf"));
        EXPECT_EQ(check.exit, 0) << check.output;
        EXPECT_NE(check.output.find("No syntax or stream encoding errors"), std::string::npos)
            << check.output;
        std::istringstream fonts{run("pdffonts " + folder.file("a.pdf")).output};
        std::string line;
        std::getline(fonts, line);
        std::getline(fonts, line);
        int rows = 0;
        while (std::getline(fonts, line)) {
            EXPECT_TRUE(test::matches(
                line, "CID Type 0C +Identity-H +yes yes yes|CID TrueType +Identity-H +yes yes yes"))
                << line;
            ++rows;
        }
        EXPECT_GE(rows, 2);
    }
}

TEST(Renderer, R32_RareNamesComeBackOutOfThePdf) {
    const Folder folder;
    const std::string text =
        test::text_in(folder, test::render("D2", sample_text("D2")).value().bytes);
    EXPECT_NE(text.find("欧阳䶮𬱖𠮷"), std::string::npos) << text;
}

TEST(Renderer, CharactersThatShareAGlyphComeBackAsThemselves) {
    const Folder folder;  // Kangxi radical one and the character one
    const std::string text = test::text_in(
        folder, test::render("D2", replaced(sample_text("D2"), "欧阳", "⼀一")).value().bytes);
    EXPECT_NE(text.find("⼀一䶮"), std::string::npos) << text;
}

TEST(Renderer, R32_ACharacterNoFontHasIsRefusedByName) {
    const Result<RenderedPdf> pdf =
        test::render("D2", replaced(sample_text("D2"), "欧阳", "欧\xEE\x84\xA3"));
    ASSERT_FALSE(pdf);
    EXPECT_EQ(pdf.error().code(), Code::kDocumentGlyphMissing);
    EXPECT_EQ(pdf.error().at().field, "applicant/name");
    EXPECT_EQ(pdf.error().at().where, "D2");
    EXPECT_EQ(pdf.error().cause(), "U+E123 \xEE\x84\xA3");
}

TEST(Renderer, ACharacterMissingInTheSealIsRefusedToo) {
    const Result<RenderedPdf> pdf = test::render(
        "D2", replaced(sample_text("D2"), "<seal_bottom>行政", "<seal_bottom>\xF4\x80\x80\x80"));
    ASSERT_FALSE(pdf);
    EXPECT_EQ(pdf.error().code(), Code::kDocumentGlyphMissing);
    EXPECT_EQ(pdf.error().at().field, "seal");
    EXPECT_NE(pdf.error().cause().find("U+100000"), std::string::npos);
}

TEST(Renderer, BlanksAndControlCharactersAreNoGlyphs) {
    const Folder folder;
    const std::string odd = replaced(sample_text("D2"), "<handler>王测试",
                                     "<handler>王&#9;测\xE2\x80\x8B试\xC2\xA0\xE3\x80\x80甲&#13;");
    const Result<RenderedPdf> pdf = test::render("D2", odd);
    ASSERT_TRUE(pdf) << pdf.error().text();
    const std::string text = test::text_in(folder, pdf->bytes);
    EXPECT_TRUE(test::matches(text, "王 ?测试 *甲")) << text;
}

TEST(Renderer, TheSameCaseGivesTheSameBytesInTwoProcesses) {
    const Folder folder;
    for (const char* id : kSamples) {
        const std::string sample = "templates/samples/" + std::string{id} + ".xml";
        for (const char* name : {"1.pdf", "2.pdf"}) {
            const test::Ran made = run(test::sibling("documents_render") + " " + id + " " + sample +
                                       " " + folder.file(name));
            ASSERT_EQ(made.exit, 0) << made.output;
        }
        const std::string first = test::read_file(folder.file("1.pdf"));
        EXPECT_TRUE(first == test::read_file(folder.file("2.pdf"))) << id;
        const RenderedPdf here = test::render(id, sample_text(id)).value();
        EXPECT_TRUE(first == here.bytes) << id;
        EXPECT_EQ(here.sha256, crypto::to_hex(crypto::digest(crypto::Hash::kSha256, first)));
    }
}

TEST(Renderer, AThousandRandomCasesGiveTheSameBytesInTwoProcesses) {
    const std::string command = test::sibling("documents_random") + " 20261121 1000";
    const std::string first = run(command).output, second = run(command).output;
    EXPECT_TRUE(first == second);
    std::set<std::string> distinct;
    std::istringstream lines{first};
    int made = 0;
    for (std::string line; std::getline(lines, line); distinct.insert(line)) {
        EXPECT_TRUE(test::matches(line, "^D[0-9]+[AB]? [0-9a-f]{64}$")) << line;
        ++made;
    }
    EXPECT_EQ(made, 1000);
    EXPECT_GT(distinct.size(), 700U) << "the cases differ";
}

TEST(Renderer, AnotherCaseGivesOtherBytesAndAnotherId) {
    const std::string one = test::render("D2", sample_text("D2")).value().bytes;
    const std::string other =
        test::render("D2", replaced(sample_text("D2"), "王测试", "李样本")).value().bytes;
    const auto id = [](const std::string& pdf) { return pdf.substr(pdf.rfind("/ID ["), 80); };
    EXPECT_NE(one, other);
    EXPECT_NE(id(one), id(other));
}

TEST(Renderer, ManyThreadsRenderTheSameBytes) {
    const auto renderer = test::renderer();
    const std::string expected =
        renderer->render(TemplateId{"D3"}, test::tree_of(sample_text("D3"))).value().sha256;
    std::vector<std::string> got(4);
    {
        std::vector<std::jthread> threads;
        for (std::string& mine : got) {
            threads.emplace_back([&renderer, &mine] {
                const xml::Document tree = test::tree_of(sample_text("D3"));
                for (int i = 0; i < 8; ++i)
                    mine = renderer->render(TemplateId{"D3"}, tree).value().sha256;
            });
        }
    }
    for (const std::string& one : got) EXPECT_EQ(one, expected);
}

TEST(Renderer, TheMetadataHoldsNoPersonAndNoDate) {
    const Folder folder;
    test::write_file(folder.file("a.pdf"), test::render("D2", sample_text("D2")).value().bytes);
    const std::string info = run("pdfinfo " + folder.file("a.pdf")).output;
    EXPECT_NE(info.find("受理通知书"), std::string::npos);
    EXPECT_EQ(info.find("Date"), std::string::npos) << info;
    EXPECT_EQ(info.find("欧阳"), std::string::npos) << info;
    EXPECT_NE(info.find("A4"), std::string::npos) << info;
}

TEST(Renderer, R29_AnUnpublishedCalendarPrintsTheDaysAndSaysSo) {
    const Folder folder;
    std::string sample =
        replaced(sample_text("D2"), "<due_cn>2026年12月18日</due_cn>", "<due_cn>待公布</due_cn>");
    const std::string text = test::text_in(folder, test::render("D2", sample).value().bytes);
    EXPECT_TRUE(test::matches(text, "法定办结时限 +35个工作日 +届满日期 +待公布")) << text;
    EXPECT_TRUE(test::matches(text, "承诺办结时限 +20个工作日 +届满日期 +待公布")) << text;
    EXPECT_NE(text.find("第四十五条"), std::string::npos);
    sample =
        replaced(sample_text("D2"), "<due_cn>待公布</due_cn>", "<due_cn>2027年1月12日</due_cn>");
    EXPECT_EQ(test::text_in(folder, test::render("D2", sample).value().bytes).find("待公布"),
              std::string::npos);
}

TEST(Renderer, R26_EverythingMissingStandsOnTheCorrectionNoticeWithItsReason) {
    const Folder folder;
    const std::string text =
        test::text_in(folder, test::render("D3", sample_text("D3")).value().bytes, "-raw");
    for (const char* part : {"经营场所平面图", "缺少从业人员健康管理制度", "授权委托书",
                             "2026年12月4日前", "一次告知"}) {
        EXPECT_NE(text.find(part), std::string::npos) << part;
    }
}

TEST(Renderer, ATableOverPagesRepeatsItsHeadAndPagesAreNumbered) {
    const Folder folder;
    const RenderedPdf pdf = test::render("D1", sample_text("D1")).value();
    EXPECT_EQ(pdf.page_count, 3);
    for (int page = 1; page <= pdf.page_count; ++page) {
        const std::string number = std::to_string(page);
        const std::string text =
            test::text_in(folder, pdf.bytes, "-layout -f " + number + " -l " + number);
        EXPECT_NE(text.find("材料名称"), std::string::npos) << page;
        EXPECT_TRUE(test::matches(text, "— ?" + number + " ?—")) << text;
    }
    EXPECT_EQ(test::render("D2", sample_text("D2")).value().page_count, 1);
}

TEST(Renderer, R32_ANameOfAHundredCharactersIsPrintedWhole) {
    const Folder folder;
    std::string name;
    for (int i = 0; i < 25; ++i) name += "甲𠮷丙丁";
    const std::string text = test::text_in(
        folder,
        test::render("D2", replaced(sample_text("D2"), "欧阳䶮𬱖𠮷", name)).value().bytes,
        "-raw");
    EXPECT_NE(replaced(text, "\n", "").find(name), std::string::npos) << text;
}

TEST(Renderer, AnIssuerWiderThanThePageIsRefusedNotCut) {
    std::string name;
    for (int i = 0; i < 10; ++i) name += "示范单位";
    const Result<RenderedPdf> pdf = test::render(
        "D2", replaced(sample_text("D2"), "<issuer>示范市市场监督管理局", "<issuer>" + name));
    ASSERT_FALSE(pdf);
    EXPECT_EQ(pdf.error().code(), Code::kDocumentLayoutOverflow);
    EXPECT_EQ(pdf.error().at().field, "issuer");
}

TEST(Renderer, ARowHigherThanAPageIsRefused) {
    std::string endless;
    for (int i = 0; i < 4000; ++i) endless += "长";
    const Result<RenderedPdf> pdf =
        test::render("D3", replaced(sample_text("D3"), "未提交。", endless));
    ASSERT_FALSE(pdf);
    EXPECT_EQ(pdf.error().code(), Code::kDocumentLayoutOverflow);
    EXPECT_EQ(pdf.error().at().where, "D3");
}

TEST(Renderer, AnUnknownTemplateIsAnError) {
    const Result<RenderedPdf> pdf = test::render("D99", sample_text("D2"));
    ASSERT_FALSE(pdf);
    EXPECT_EQ(pdf.error().code(), Code::kDocumentTemplateInvalid);
}

TEST(Renderer, ATemplateThatIsWrongStopsTheStart) {
    const Folder folder;
    test::write_file(folder.file("X1.xml"),
                     "<document id=\"X1\" title=\"t\">\n<seel/>\n</document>");
    const auto made = Renderer::open(std::filesystem::path{folder.file("X1.xml")}.parent_path(),
                                     test::sample_fonts());
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().at().where, "X1.xml");
    EXPECT_EQ(made.error().at().line, 2);
}

struct NameGlyph {
    const char* character;
    const char* font;
};

std::string ink_difference(const Folder& folder, const Renderer& renderer, const char* printed,
                           NameGlyph shown) {
    const std::string text =
        replaced("<case><applicant><name>N</name></applicant></case>", "N", printed);
    test::write_file(folder.file("n.pdf"),
                     renderer.render(TemplateId{"name"}, test::tree_of(text)).value().bytes);
    run("pdftoppm -r 72 -gray -singlefile " + folder.file("n.pdf") + " " + folder.file("n"));
    run("hb-view --font-size=120 --margin=20 -O png -o " + folder.file("g.png") + " " + shown.font +
        " " + shown.character);
    const test::Ran ran = run("python3 tests/unit/documents/compare_ink.py " +
                              folder.file("n.pgm") + " " + folder.file("g.png"));
    return ran.output.substr(0, ran.output.find('\n'));
}

TEST(Renderer, R32_NameGlyphsAreDrawnAsTheirFontHasThem) {
    const auto renderer = test::renderer("tests/unit/documents/forms");
    const Folder folder;
    const FontConfig fonts = test::sample_fonts();
    const std::string song = fonts.song[0].path.string(), wide = fonts.song[1].path.string();
    for (const NameGlyph& glyph :
         {NameGlyph{"䶮", song.c_str()}, {"𬱖", song.c_str()}, {"𠮷", wide.c_str()}}) {
        const std::string same = ink_difference(folder, *renderer, glyph.character, glyph);
        ASSERT_TRUE(std::isdigit(static_cast<unsigned char>(same[0])))
            << glyph.character << ' ' << same;
        EXPECT_LT(std::stod(same), 0.1) << glyph.character;
    }
    const std::string other = ink_difference(folder, *renderer, "吉", {"𠮷", wide.c_str()});
    EXPECT_TRUE(other == "size" || std::stod(other) > 0.2)
        << "the comparison cannot tell characters apart: " << other;
}

}  // namespace
}  // namespace ow::documents
