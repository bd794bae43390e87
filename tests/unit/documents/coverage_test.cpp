// GB 18030-2022 level 3 and the default fonts: what has a glyph, what is refused, what has ink.

#include "gateway/documents/font_coverage.hpp"

#include <gtest/gtest.h>

#include "gateway/base/text.hpp"
#include "tests/unit/documents/paper.hpp"

namespace ow::documents {
namespace {

constexpr Role kAllRoles[] = {Role::kTitle, Role::kSong, Role::kHei, Role::kKai, Role::kFangSong};

FontBook book(const FontConfig& config = test::sample_fonts()) {
    return std::move(FontBook::open(config).value());
}

TEST(Coverage, R32_LevelThreeHas87887Hanzi) {
    std::size_t level3 = 0, amendment = 0;
    for (const HanBlock& block : han_blocks()) (block.level3 ? level3 : amendment) += block.size();
    EXPECT_EQ(level3, 87887U);
    EXPECT_EQ(amendment, 4939U + 4192U + 622U);
}

TEST(Coverage, R32_TheDefaultChainOfEveryRoleDrawsAllOfLevelThree) {
    const FontBook fonts = book();
    for (const Role role : kAllRoles) {
        for (const BlockCoverage& row : coverage(fonts, role)) {
            if (!row.block->level3) continue;
            EXPECT_EQ(row.drawn, row.block->size())
                << role_name(role) << ' ' << row.block->name << ": first missing U+" << std::hex
                << static_cast<unsigned>(row.missing.empty() ? 0 : row.missing.front());
        }
    }
}

// What Amendment 1 adds and no free font of the chain has is named, not hidden: the numbers change
// with the fonts.
TEST(Coverage, AmendmentOneIsDrawnInPart) {
    for (const BlockCoverage& row : coverage(book(), Role::kSong)) {
        if (row.block->level3) continue;
        EXPECT_GT(row.missing.size(), 0U) << row.block->name << ": whole now, say so in the docs";
        EXPECT_EQ(row.drawn + row.missing.size(), row.block->size());
    }
}

TEST(Coverage, R32_WithoutTheWideFontsTheBlocksThatMissAreNamedAndTheirCharactersRefused) {
    FontConfig narrow = test::sample_fonts();
    for (auto* list : {&narrow.title, &narrow.song, &narrow.hei, &narrow.kai, &narrow.fangsong})
        list->resize(1);
    narrow.fangsong = narrow.song;
    std::string missing_blocks;
    char32_t missing = 0;
    for (const BlockCoverage& row : coverage(book(narrow), Role::kFangSong)) {
        if (!row.block->level3 || row.missing.empty()) continue;
        missing_blocks += std::string{row.block->name} + ";";
        missing = row.missing.back();
    }
    EXPECT_EQ(missing_blocks,
              "20000–2A6D6 扩充B;2A700–2B734 扩充C;2B740–2B81D 扩充D;2B820–2CEA1 扩充E;"
              "2CEB0–2EBE0 扩充F;");
    std::string name;
    append_utf8(name, missing);
    const xml::Document tree =
        test::tree_of(test::replaced(test::sample_text("D2"), "欧阳䶮𬱖𠮷", name));
    const auto renderer = Renderer::open("templates", narrow).value();
    const Result<RenderedPdf> refused = renderer->render(TemplateId{"D2"}, tree);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Code::kDocumentGlyphMissing);
    EXPECT_NE(refused.error().cause().find(name), std::string::npos);
    EXPECT_TRUE(test::renderer()->render(TemplateId{"D2"}, tree)) << "the whole chain has it";
}

struct Picture {
    int width = 0, height = 0;
    std::string pixels;
};

Picture picture_of(const test::Folder& folder, std::string_view pdf, int dpi) {
    test::write_file(folder.file("p.pdf"), pdf);
    test::run("pdftoppm -gray -singlefile -r " + std::to_string(dpi) + " " + folder.file("p.pdf") +
              " " + folder.file("p"));
    std::istringstream in{test::read_file(folder.file("p.pgm"))};
    std::string kind;
    int most = 0;
    Picture out;
    in >> kind >> out.width >> out.height >> most;
    in.get();
    out.pixels.assign(std::istreambuf_iterator<char>{in}, {});
    return out;
}

// The share of dark pixels within a box given in points.
double ink_in(const Picture& picture, int dpi, double x, double y, double size) {
    const auto pixel = [&](double points) { return static_cast<int>(points * dpi / 72); };
    int dark = 0, all = 0;
    for (int row = pixel(y); row < pixel(y + size); ++row) {
        for (int column = pixel(x); column < pixel(x + size); ++column, ++all) {
            const auto at = static_cast<std::size_t>(row * picture.width + column);
            if (static_cast<unsigned char>(picture.pixels.at(at)) < 128) ++dark;
        }
    }
    return static_cast<double>(dark) / all;
}

std::string rare_characters() {
    std::istringstream in{test::read_file("tests/unit/documents/data/tongyong_nonbmp.tsv")};
    std::string line, out;
    while (std::getline(in, line)) {
        if (line.starts_with("U+")) out += line.substr(line.find('\t') + 1, 4);
    }
    return out;
}

TEST(Coverage, R32_The196CharactersBeyondTheBmpOfThe2013TableAllPrintWithInk) {
    const std::string text = rare_characters();
    ASSERT_EQ(to_code_points(text).size(), 196U);
    const auto renderer = test::renderer("tests/unit/documents/forms");
    const test::Folder folder;
    const Result<RenderedPdf> pdf = renderer->render(
        TemplateId{"characters"}, test::tree_of("<case><text>" + text + "</text></case>"));
    ASSERT_TRUE(pdf) << pdf.error().text();
    EXPECT_EQ(test::replaced(test::replaced(test::text_in(folder, pdf->bytes, "-raw"), "\n", ""),
                             "\f", ""),
              text);
    constexpr int kDpi = 144, kInALine = 28;
    constexpr double kLeft = 28 / 25.4 * 72, kTop = 37 / 25.4 * 72, kSize = 15.75, kLeading = 29.5;
    const Picture picture = picture_of(folder, pdf->bytes, kDpi);
    for (int i = 0; i < 196; ++i) {
        const double x = kLeft + i % kInALine * kSize;
        const int line = i / kInALine;
        const double y = kTop + line * kLeading + (kLeading - kSize) / 2;
        const double ink = ink_in(picture, kDpi, x, y, kSize);
        EXPECT_GT(ink, 0.08) << text.substr(static_cast<std::size_t>(i) * 4, 4);
        EXPECT_LT(ink, 0.75) << text.substr(static_cast<std::size_t>(i) * 4, 4);
    }
    EXPECT_EQ(ink_in(picture, kDpi, kLeft, kTop + 7.5 * kLeading, kSize), 0) << "blank paper";
}

}  // namespace
}  // namespace ow::documents
