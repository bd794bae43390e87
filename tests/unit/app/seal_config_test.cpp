// config/seals/<hall>.yaml: each key broken once is named with file, line and field.

#include "gateway/app/seal_config.hpp"

#include <gmock/gmock.h>

#include "gateway/app/check_config.hpp"
#include "tests/unit/documents/paper.hpp"

namespace ow::app {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kBook = R"(seals:
  - name: 样本市建设局
    purpose: 行政审批专用章
    width: 45
    height: 30
    centre: empty
    documents: [D2, D4]
  - name: "*"
    documents: [D17]
)";

class SealConfig : public testing::Test {
  protected:
    documents::SealBook read(const std::string& text) {
        documents::test::write_file(folder_.file("hall.yaml"), text);
        problems_.clear();
        return read_seal_book(folder_.file("hall.yaml"), problems_);
    }
    /// The first mistake of the book with this in it: "hall.yaml:4:12: …".
    std::string said_of(const std::string& from, const std::string& to) {
        const std::string text = documents::test::replaced(kBook, from, to);
        EXPECT_NE(text, kBook) << from;
        (void)read(text);
        EXPECT_FALSE(problems_.empty()) << to;
        if (problems_.empty()) return {};
        const std::string line = to_line(problems_.front());
        return line.substr(line.find("hall.yaml"));
    }

    documents::test::Folder folder_;
    std::vector<Error> problems_;
};

TEST_F(SealConfig, ABookIsReadAsItIsWritten) {
    const documents::SealBook book = read(kBook);
    ASSERT_TRUE(problems_.empty()) << to_line(problems_.front());
    const auto* oval = book.find("样本市建设局", "行政审批专用章", "D4").value();
    ASSERT_NE(oval, nullptr);
    EXPECT_EQ(oval->width, 45);
    EXPECT_EQ(oval->height, 30);
    EXPECT_FALSE(oval->star);
    const auto* any = book.find("样本市档案馆", "", "D17").value();
    ASSERT_NE(any, nullptr) << "`*` is any unit";
    EXPECT_EQ(any->width, 42);
    EXPECT_EQ(any->height, 42) << "as wide as high unless said";
    EXPECT_TRUE(any->star);
    EXPECT_EQ(book.find("样本市建设局", "行政审批专用章", "D17").error().code(),
              Code::kDocumentSealRefused);
}

TEST_F(SealConfig, AHallWithoutABookHasItsSealsDrawn) {
    const documents::SealBook book = read_seal_book(folder_.file("none.yaml"), problems_);
    EXPECT_TRUE(problems_.empty());
    EXPECT_EQ(book.find("样本市建设局", "", "D2").value(), nullptr);
}

TEST_F(SealConfig, ABookThatListsNoSealRefusesEverySeal) {
    const documents::SealBook book = read("seals: []\n");
    EXPECT_TRUE(problems_.empty());
    const auto found = book.find("样本市建设局", "", "D2");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), Code::kDocumentSealRefused);
}

TEST_F(SealConfig, EachKeyBrokenOnceIsNamedWithFileLineAndField) {
    EXPECT_THAT(said_of("seals:\n  - name: 样本市建设局", "seals: no\nmore:\n  - name: 样本"),
                StartsWith("hall.yaml:1:8: seals: "))
        << "and what follows is unknown";
    EXPECT_THAT(
        said_of("  - name: 样本市建设局\n", "  - nane: 样本市建设局\n"),
        StartsWith("hall.yaml:2:5: seals[0].nane: unknown key `nane`; did you mean `name`"));
    EXPECT_THAT(said_of("  - name: 样本市建设局\n    purpose:", "  - purpose:"),
                StartsWith("hall.yaml:2:5: seals[0]: key `name` is missing"));
    EXPECT_THAT(said_of("purpose: 行政审批专用章", "purpose: [行政审批专用章]"),
                StartsWith("hall.yaml:3:14: seals[0].purpose: "));
    EXPECT_THAT(said_of("width: 45", "width: wide"),
                StartsWith("hall.yaml:4:12: seals[0].width: "));
    EXPECT_THAT(said_of("width: 45", "width: 19"), HasSubstr("20 to 60"));
    EXPECT_THAT(
        said_of("height: 30", "height: 61"),
        StartsWith("hall.yaml:5:13: seals[0].height: a whole number is expected, 20 to 60"));
    EXPECT_THAT(said_of("centre: empty", "centre: empt"),
                StartsWith("hall.yaml:6:13: seals[0].centre: one of empty, star is expected; did "
                           "you mean `empty`?"));
    EXPECT_THAT(said_of("documents: [D17]", "documents: []"),
                StartsWith("hall.yaml:9:16: seals[1].documents: a seal is for one document"));
    EXPECT_THAT(said_of("documents: [D17]", "documents: D17"),
                StartsWith("hall.yaml:9:16: seals[1].documents: "));
    EXPECT_THAT(said_of("    documents: [D17]\n", "    star: yes\n    documents: [D17]\n"),
                StartsWith("hall.yaml:9:5: seals[1].star: unknown key `star`"));
    EXPECT_THAT(said_of("    documents: [D17]\n", "    documents: [D17]\n   : x\n"),
                StartsWith("hall.yaml:"))
        << "no YAML at all";
}

TEST_F(SealConfig, APictureMustBeThereAndFitTheSeal) {
    const std::string with = "documents: [D17]\n    image: emblem.png";
    EXPECT_THAT(said_of("documents: [D17]", with), StartsWith("hall.yaml:10:12: seals[1].image: "));
    documents::test::write_file(folder_.file("emblem.png"), "no picture");
    EXPECT_THAT(said_of("documents: [D17]", with), StartsWith("hall.yaml:10:12: seals[1].image: "));
    const auto made = documents::test::run("python3 -B tests/unit/documents/make_seal_png.py " +
                                           folder_.file("emblem.png") + " 520");
    ASSERT_EQ(made.exit, 0) << made.output;
    (void)read(documents::test::replaced(kBook, "documents: [D17]", with));
    EXPECT_TRUE(problems_.empty()) << to_line(problems_.front());
}

TEST_F(SealConfig, ASealWithTheNationalEmblemIsNotDrawn) {
    EXPECT_THAT(said_of("  - name: \"*\"", "  - name: 样本市人民政府"),
                StartsWith("hall.yaml:8:11: seals[1].name: 此印章中央为国徽"));
}

}  // namespace
}  // namespace ow::app
