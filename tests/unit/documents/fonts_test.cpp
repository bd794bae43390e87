#include "gateway/documents/fonts.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "gateway/base/text.hpp"
#include "gateway/documents/font_subset.hpp"
#include "gateway/documents/seal.hpp"
#include "tests/unit/documents/paper.hpp"

namespace ow::documents {
namespace {

FontBook book() {
    return std::move(FontBook::open(test::sample_fonts()).value());
}

TEST(Fonts, R32_RareNameCharactersComeFromTheNextFontOfTheChain) {
    const FontBook fonts = book();
    const auto common = fonts.find(Role::kSong, U'王'), rare = fonts.find(Role::kSong, 0x20BB7);
    ASSERT_TRUE(common && rare);
    EXPECT_NE(common->face, rare->face);
    for (const char32_t c : {0x4DAEU, 0x2CC56U, 0x20BB7U, 0x363DU, 0x20164U, 0x2C029U, 0x2EBE0U}) {
        for (const Role role :
             {Role::kTitle, Role::kSong, Role::kHei, Role::kKai, Role::kFangSong}) {
            EXPECT_TRUE(fonts.find(role, c)) << std::hex << static_cast<unsigned>(c);
        }
    }
}

TEST(Fonts, ACharacterNoFontHasIsNotFound) {
    EXPECT_FALSE(book().find(Role::kSong, 0xE123));
    EXPECT_FALSE(book().find(Role::kSong, 0x10FFFF));
}

TEST(Fonts, AnEmptyRoleFallsBackToSong) {
    FontConfig config = test::sample_fonts();
    config.fangsong.clear();
    config.title.clear();
    const FontBook fonts = std::move(FontBook::open(config).value());
    EXPECT_EQ(fonts.find(Role::kFangSong, U'受')->face, fonts.find(Role::kSong, U'受')->face);
}

TEST(Fonts, AFileThatIsNoTrueTypeFontIsRefusedByName) {
    FontConfig config;
    config.song = {FontFile{"templates/D2.xml"}};
    const Result<FontBook> fonts = FontBook::open(config);
    ASSERT_FALSE(fonts);
    EXPECT_EQ(fonts.error().code(), Code::kFontUnreadable);
    EXPECT_EQ(fonts.error().at().field, "D2.xml");
    config.song = {FontFile{"fonts/no-such.ttf"}};
    EXPECT_EQ(FontBook::open(config).error().code(), Code::kFontUnreadable);
}

TEST(Subset, OneGlyphForEachEntryEvenIfTheSameTwice) {
    const FontBook fonts = book();
    const FontFace& face = fonts.face(fonts.find(Role::kSong, U'一')->face);
    const GlyphId one = face.glyph_of(U'一');
    const test::Folder folder;
    test::write_file(folder.file("s.ttf"), subset_font(face, {one, face.glyph_of(U'A'), one}));
    const auto again = FontFace::open({folder.file("s.ttf")});
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ((*again)->glyph_count(), 4U);
    EXPECT_EQ((*again)->outline(1), (*again)->outline(3));
    EXPECT_FALSE((*again)->outline(1).empty());
    EXPECT_TRUE((*again)->outline(0).empty());
    EXPECT_EQ((*again)->advance(2), face.advance(face.glyph_of(U'A')));
}

TEST(Subset, TheSealOfTwentyTwoCharactersFitsItsRing) {
    const FontBook fonts = book();
    constexpr double kDiameter = 119;
    for (const char* name : {"示范市局", "示范（某省）自由贸易试验区示范片区管理委员会某"}) {
        const InkSeal seal =
            draw_seal(fonts, {name, "行政审批专用章", kDiameter, kDiameter, true}).value();
        const std::size_t count = to_code_points(name).size();
        ASSERT_EQ(seal.glyphs.size(), count + 7);
        for (std::size_t i = 0; i < count; ++i) {
            const TurnedGlyph& glyph = seal.glyphs[i];
            const double outer = std::hypot(glyph.x, glyph.y) + glyph.size / 2;
            EXPECT_LT(outer, seal.half_width - seal.border);
            EXPECT_GT(std::hypot(glyph.x, glyph.y) - glyph.size / 2, seal.star);
            if (i == 0) continue;
            const TurnedGlyph& before = seal.glyphs[i - 1];
            EXPECT_GE(std::hypot(glyph.x - before.x, glyph.y - before.y),
                      glyph.size * glyph.condense * 0.99);
        }
        EXPECT_NEAR(seal.glyphs[0].angle, -seal.glyphs[count - 1].angle, 1e-9);
        EXPECT_LT(seal.glyphs[count].y + seal.glyphs[count].size / 2,
                  seal.half_width - seal.border);
    }
}

}  // namespace
}  // namespace ow::documents
