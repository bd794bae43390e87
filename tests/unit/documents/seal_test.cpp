// Seals as they come out on the page: sizes, distances, and which may stand where.

#include "gateway/documents/seal.hpp"

#include <gtest/gtest.h>

#include "gateway/base/text.hpp"
#include "tests/unit/documents/paper.hpp"

namespace ow::documents {
namespace {

constexpr const char* kFreeTradeZone = "中国（河南）自由贸易试验区郑州片区管理委员会";
constexpr const char* kPurpose = "行政审批专用章";

std::string case_of(const std::string& name, const std::string& purpose) {
    return "<case><look>star</look><name>" + name + "</name><purpose>" + purpose +
           "</purpose></case>";
}

RegisteredSeal registered(const std::string& name, const std::string& purpose) {
    RegisteredSeal seal;
    seal.name = name;
    seal.purpose = purpose;
    seal.documents = {"seal"};
    return seal;
}

struct Measured {
    double width = 0, height = 0, border = 0, clear = 0, gap = 0;
    int runs = 0;
};

class Seals : public testing::Test {
  protected:
    Result<RenderedPdf> render(const std::string& tree, std::vector<RegisteredSeal> book,
                               std::optional<std::size_t> signatures = std::nullopt) {
        const auto renderer = Renderer::open("tests/unit/documents/forms", test::sample_fonts(),
                                             book.empty() ? SealBook{} : SealBook{std::move(book)})
                                  .value();
        return renderer->render(TemplateId{"seal"}, test::tree_of(tree), signatures);
    }
    Measured measure(const RenderedPdf& pdf) {
        test::write_file(folder_.file("s.pdf"), pdf.bytes);
        const test::Ran ran =
            test::run("python3 tests/unit/documents/measure_seal.py " + folder_.file("s.pdf"));
        EXPECT_EQ(ran.exit, 0) << ran.output;
        Measured out;
        std::istringstream{ran.output} >> out.width >> out.height >> out.border >> out.clear >>
            out.gap >> out.runs;
        return out;
    }
    test::Folder folder_;
};

std::string boxes(int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += "国";
    return out;
}

TEST_F(Seals, TheArcOf4To24CharactersStandsFreeOfTheBorderAndOfEachOther) {
    for (const int count : {4, 7, 11, 15, 19, 22, 24}) {
        SCOPED_TRACE(count);
        const Measured seal = measure(render(case_of(boxes(count), kPurpose), {}).value());
        EXPECT_NEAR(seal.width, 42, 0.2);
        EXPECT_NEAR(seal.height, 42, 0.2);
        EXPECT_NEAR(seal.border, 1.2, 0.2);
        EXPECT_GT(seal.clear, 0.5);
        EXPECT_LT(seal.clear, 2.0) << "the name hangs on the border, not in the middle";
        EXPECT_GT(seal.gap, 0.3) << "between the name and the bottom line";
        EXPECT_EQ(seal.runs, count) << "each character by itself";
    }
}

TEST_F(Seals, S002_The22And7CharactersOfTheFreeTradeZoneFitTheirSeal) {
    ASSERT_EQ(to_code_points(kFreeTradeZone).size(), 22U);
    RegisteredSeal look = registered(kFreeTradeZone, kPurpose);
    look.width = look.height = 40;
    look.star = false;
    const Measured seal = measure(render(case_of(kFreeTradeZone, kPurpose), {look}).value());
    EXPECT_NEAR(seal.width, 40, 0.2);
    EXPECT_NEAR(seal.border, 1.0, 0.2);
    EXPECT_GT(seal.clear, 0.5);
    EXPECT_GT(seal.gap, 0.3);
}

TEST_F(Seals, AnOvalSealHasItsTwoSizesAndKeepsFreeOfItsBorder) {
    for (const int count : {4, 12, 24}) {
        SCOPED_TRACE(count);
        RegisteredSeal look = registered({}, "业务专用章");
        look.width = 45;
        look.height = 30;
        look.star = false;
        const auto measured = [&](const std::string& name) {
            return measure(render(case_of(name, "业务专用章"), {look}).value());
        };
        const Measured seal = measured(boxes(count));
        EXPECT_NEAR(seal.width, 45, 0.2);
        EXPECT_NEAR(seal.height, 30, 0.2);
        EXPECT_GT(seal.clear, 0.35);
        EXPECT_GT(seal.gap, 0.2);
        EXPECT_EQ(measured(test::replaced(boxes(count), "国", "■")).runs, count);
    }
}

TEST_F(Seals, ARegisteredPictureIsPrintedAtItsSizeAndNothingIsDrawn) {
    ASSERT_EQ(
        test::run("python3 tests/unit/documents/make_seal_png.py " + folder_.file("p.png") + " 260")
            .exit,
        0);
    const auto image = read_seal_image(folder_.file("p.png"), 22, 22);
    ASSERT_TRUE(image) << image.error().text();
    RegisteredSeal look = registered("示范县人民政府", "");
    look.width = look.height = 22;
    look.image = std::make_shared<const SealImage>(*image);
    const RenderedPdf pdf = render(case_of("示范县人民政府", ""), {look}).value();
    const Measured seal = measure(pdf);
    EXPECT_NEAR(seal.width, 22, 0.2);
    EXPECT_NEAR(seal.height, 22, 0.2);
    EXPECT_EQ(test::text_in(folder_, pdf.bytes).find("人民政府"), std::string::npos);
    EXPECT_EQ(test::run("qpdf --check " + folder_.file("s.pdf")).exit, 0);
}

TEST_F(Seals, APictureThatIsCoarseMisshapenOpaqueOrNoPictureIsRefused) {
    const auto why = [&](const std::string& options, double width, double height) {
        test::run("python3 tests/unit/documents/make_seal_png.py " + folder_.file("p.png") +
                  options);
        const auto image = read_seal_image(folder_.file("p.png"), width, height);
        return image ? std::string{} : image.error().cause();
    };
    EXPECT_EQ(why(" 260", 22, 22), "");
    EXPECT_EQ(why(" 200", 22, 22), "231 dots per inch, 300 are needed");
    EXPECT_EQ(why(" 260", 22, 14), "260 × 260 pixels are not the shape of 22 × 14 mm");
    EXPECT_EQ(why(" 260 opaque", 22, 22), "the ground is not transparent");
    EXPECT_EQ(why(" 260 empty", 22, 22), "nothing is drawn");
    EXPECT_TRUE(why(" 260 cut", 22, 22).starts_with("no PNG: "));
}

TEST_F(Seals, ASealThatIsNotRegisteredOrNotForThisDocumentIsRefusedWithTheReason) {
    RegisteredSeal other = registered("示范单位", "业务专用章");
    other.documents = {"D1", "D5"};
    for (const auto& [name, purpose, cause] :
         {std::tuple{"示范单位", "业务专用章", "示范单位业务专用章：此印章不得用于本文书"},
          std::tuple{"示范单位", "", "示范单位：未登记的印章"},
          std::tuple{"别的单位", "业务专用章", "别的单位业务专用章：未登记的印章"}}) {
        const Result<RenderedPdf> pdf = render(case_of(name, purpose), {other});
        ASSERT_FALSE(pdf) << cause;
        EXPECT_EQ(pdf.error().code(), Code::kDocumentSealRefused);
        EXPECT_EQ(pdf.error().cause(), cause);
        EXPECT_EQ(pdf.error().at().where, "seal");
    }
}

TEST_F(Seals, WhereNobodySignsTheStampIsMarkedAsASample) {
    const auto text = [&](std::optional<std::size_t> signatures) {
        return test::text_in(folder_, render(case_of("示范单位", ""), {}, signatures).value().bytes,
                             "-raw");
    };
    EXPECT_NE(text(0).find("样式，需加盖实体印章后有效"), std::string::npos);
    EXPECT_EQ(text(0).find("电子签名"), std::string::npos);
    for (const std::optional<std::size_t> signatures :
         {std::optional<std::size_t>{}, std::optional<std::size_t>{1}}) {
        EXPECT_EQ(text(signatures).find("样式"), std::string::npos);
        EXPECT_NE(text(signatures).find("电子签名"), std::string::npos);
    }
}

TEST(SealEmblem, APeoplesGovernmentFromTheCountyUpHasOne) {
    EXPECT_TRUE(needs_emblem("示范县人民政府", ""));
    EXPECT_TRUE(needs_emblem("某省人民政府", ""));
    EXPECT_TRUE(needs_emblem("国务院", ""));
    EXPECT_FALSE(needs_emblem("示范镇人民政府", ""));
    EXPECT_FALSE(needs_emblem("示范县市场监督管理局", ""));
    EXPECT_FALSE(needs_emblem("示范县人民政府", "行政审批专用章"));
}

}  // namespace
}  // namespace ow::documents
