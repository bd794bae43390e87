// CFF (OpenType .otf) fonts, and font files that are broken.

#include <gtest/gtest.h>

#include "gateway/documents/font_charstring.hpp"
#include "gateway/documents/font_subset.hpp"
#include "tests/unit/documents/paper.hpp"

namespace ow::documents {
namespace {

constexpr const char* kCidKeyed = "tests/unit/documents/data/cid_keyed.otf";
constexpr const char* kNameKeyed = "tests/unit/documents/data/name_keyed.otf";

FontConfig in_front(const std::string& file) {
    FontConfig config = test::sample_fonts();
    for (auto* list : {&config.song, &config.fangsong}) list->insert(list->begin(), FontFile{file});
    return config;
}

class Cff : public testing::TestWithParam<const char*> {
  protected:
    std::string render(const std::string& form, const std::string& tree) {
        const auto renderer =
            Renderer::open("tests/unit/documents/forms", in_front(GetParam())).value();
        return renderer->render(TemplateId{form}, test::tree_of(tree)).value().bytes;
    }
    test::Folder folder_;
};

INSTANTIATE_TEST_SUITE_P(Fonts, Cff, testing::Values(kCidKeyed, kNameKeyed));

TEST_P(Cff, IsEmbeddedSubsetAndReadBack) {
    const std::string text = "受理通知书仿宋一二三𠮷受";
    test::write_file(folder_.file("a.pdf"),
                     render("characters", "<case><text>" + text + "</text></case>"));
    const std::string file = folder_.file("a.pdf");
    EXPECT_NE(test::run("pdftotext " + file + " -").output.find(text), std::string::npos);
    const std::string fonts = test::run("pdffonts " + file).output;
    EXPECT_TRUE(test::matches(fonts, "[A-Z]{6}\\+[A-Za-z-]+ +CID Type 0C +Identity-H +yes yes yes"))
        << fonts;
    EXPECT_EQ(test::run("qpdf --check " + file).exit, 0);
    EXPECT_EQ(test::run("python3 tests/unit/documents/check_archive.py " + file).output, "");
}

TEST_P(Cff, IsDrawnAsTheFontHasIt) {
    for (const char* character : {"理", "书", "一"}) {
        test::write_file(folder_.file("n.pdf"),
                         render("name", "<case><applicant><name>" + std::string{character} +
                                            "</name></applicant></case>"));
        test::run("pdftoppm -r 72 -gray -singlefile " + folder_.file("n.pdf") + " " +
                  folder_.file("n"));
        test::run("hb-view --font-size=120 --margin=20 -O png -o " + folder_.file("g.png") + " " +
                  std::string{GetParam()} + " " + character);
        const std::string differ = test::run("python3 tests/unit/documents/compare_ink.py " +
                                             folder_.file("n.pgm") + " " + folder_.file("g.png"))
                                       .output;
        ASSERT_TRUE(std::isdigit(static_cast<unsigned char>(differ[0]))) << character << differ;
        EXPECT_LT(std::stod(differ), 0.1) << character;
    }
}

TEST_P(Cff, ACharacterOfTheFontThatIsBlankIsNotFound) {
    const auto face = FontFace::open({GetParam()}).value();
    EXPECT_NE(face->glyph_of(U'受'), 0U);
    EXPECT_EQ(face->glyph_of(U' '), 0U);
    EXPECT_EQ(face->blank() != 0, GetParam() == std::string{kNameKeyed}) << "the other has none";
    EXPECT_EQ(face->glyph_of(U'龘'), 0U);
}

TEST(Charstring, CallsAreReplacedAndEndlessOnesRefused) {
    // 10 20 rmoveto, subroutine 0 (operand -107): 5 hlineto return, endchar
    const std::string code{"\x95\x9F\x15\x20\x0A\x0E", 6};
    const std::string line{"\x90\x06\x0B", 3};
    EXPECT_EQ(flat_charstring(code, {line}, {}).code, (std::string{"\x95\x9F\x15\x90\x06\x0E", 6}));
    const std::string itself{"\x20\x0A", 2};
    EXPECT_EQ(flat_charstring(code, {itself}, {}).code, "");
    EXPECT_EQ(flat_charstring(code, {}, {}).code, "") << "no such subroutine";
    const Charstring blank = flat_charstring("\x95\x0E", {}, {});
    EXPECT_FALSE(blank.draws);
    EXPECT_EQ(blank.code, "\x95\x0E") << "its width stays";
}

// Every answer is good but a crash; what opens must also be cut.
void use(const std::string& bytes, const test::Folder& folder) {
    test::write_file(folder.file("broken"), bytes);
    const auto face = FontFace::open({folder.file("broken")});
    if (!face) return;
    std::vector<GlyphId> glyphs;
    for (const char32_t c : {U'受', U'理', U'一', U'A', U'号'}) {
        const GlyphId glyph = (*face)->glyph_of(c);
        if (glyph != 0) glyphs.push_back(glyph);
    }
    if ((*face)->blank() != 0) glyphs.push_back((*face)->blank());
    (void)subset_font(**face, glyphs);
}

TEST(BrokenFont, ACutOrChangedFileIsRefusedOrUsedButNeverCrashes) {
    const test::Folder folder;
    const std::string serif = test::sample_fonts().song[0].path.string();
    ASSERT_EQ(test::run("hb-subset --text=受理一号A --output-file=" + folder.file("small.ttf") +
                        " " + serif)
                  .exit,
              0);
    std::uint32_t random = 20261121;
    for (const std::string& file :
         {folder.file("small.ttf"), std::string{kCidKeyed}, std::string{kNameKeyed}}) {
        const std::string good = test::read_file(file);
        for (int round = 0; round < 400; ++round) {
            std::string bad = good;
            const auto next = [&] { return random = random * 1664525U + 1013904223U; };
            if (round % 8 == 0) bad.resize(next() % bad.size());
            for (int i = 0; i < 1 + round % 5 && !bad.empty(); ++i)
                bad[(next() >> 4U) % bad.size()] = static_cast<char>(next() >> 24U);
            use(bad, folder);
        }
    }
}

TEST(BrokenFont, TheErrorNamesFileAndRole) {
    const test::Folder folder;
    test::write_file(folder.file("cut.otf"), test::read_file(kCidKeyed).substr(0, 3000));
    FontConfig config = test::sample_fonts();
    config.fangsong = {FontFile{folder.file("cut.otf")}};
    const auto book = FontBook::open(config);
    ASSERT_FALSE(book);
    EXPECT_EQ(book.error().code(), Code::kFontUnreadable);
    EXPECT_EQ(book.error().at().field, "cut.otf");
    EXPECT_TRUE(book.error().cause().starts_with("仿宋: ")) << book.error().cause();
}

}  // namespace
}  // namespace ow::documents
