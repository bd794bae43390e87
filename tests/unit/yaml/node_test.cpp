#include "gateway/yaml/node.hpp"

#include <gtest/gtest.h>

#include <random>

namespace ow::yaml {
namespace {

std::string refusal(std::string_view text) {
    const auto node = parse(text, "f.yaml");
    return node ? "accepted" : node.error().text();
}

TEST(Yaml, EveryNodeKnowsItsFilePathLineAndColumn) {
    const auto root = parse("hall:\n  titles:\n    - 受理\n    - {名: 张, to: b}\n", "h.yaml");
    ASSERT_TRUE(root) << root.error().text();
    const Node& titles = *root->find("hall")->find("titles");
    EXPECT_EQ(titles.items()[0].path(), "hall.titles[0]");
    EXPECT_EQ(titles.items()[0].line(), 3);
    EXPECT_EQ(titles.items()[0].column(), 7);
    const Node& to = *titles.items()[1].find("to");
    EXPECT_EQ(to.path(), "hall.titles[1].to");
    EXPECT_EQ(to.line(), 4);
    EXPECT_EQ(to.column(), 18) << "columns count characters, not bytes";
    EXPECT_EQ(to.file(), "h.yaml");
}

TEST(Yaml, AnEmptyValueStandsAtItsKey) {
    const auto root = parse("a: 1\nb:\n\n\nc: 2\n", "f.yaml");
    ASSERT_TRUE(root);
    EXPECT_TRUE(root->find("b")->is_null());
    EXPECT_EQ(root->find("b")->line(), 2);
    EXPECT_EQ(root->find("b")->column(), 1);
}

TEST(Yaml, DuplicateKeysAreRefusedWithTheirPlace) {
    EXPECT_EQ(refusal("a: 1\nb:\n  c: 1\n  c: 2\n"),
              "YAML_INVALID (f.yaml:4:3): key `c` is written twice (first near line 3)");
    EXPECT_NE(refusal("a: 1\n\"a\": 2\n"), "accepted");
}

TEST(Yaml, AnchorsAliasesTagsAndMergeKeysAreRefused) {
    EXPECT_EQ(refusal("a: &x 1\nb: 2\n").substr(0, 28), "YAML_INVALID (f.yaml:1:4): a");
    EXPECT_NE(refusal("a: &x 1\nb: *x\n"), "accepted");
    EXPECT_NE(refusal("a: &x\nb: 2\n"), "accepted");
    EXPECT_NE(refusal("a: &x [1]\n"), "accepted");
    EXPECT_NE(refusal("a: !!int 1\n"), "accepted");
    EXPECT_NE(refusal("a: !mine {b: 1}\n"), "accepted");
    EXPECT_NE(refusal("a: !mine [1]\n"), "accepted");
    EXPECT_NE(refusal("<<: {b: 1}\n"), "accepted");
    EXPECT_NE(refusal("[a, b]: 1\n"), "accepted");
}

TEST(Yaml, ASecondDocumentIsRefused) {
    EXPECT_NE(refusal("a: 1\n---\nb: 2\n"), "accepted");
    EXPECT_EQ(refusal("---\na: 1\n"), "accepted");
}

TEST(Yaml, BrokenSyntaxIsAnErrorWithItsLine) {
    const auto wrong = parse("a: 1\nb: [1, 2\nc: 3\n", "f.yaml");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code(), Code::kYamlInvalid);
    EXPECT_GE(wrong.error().at().line, 2);
    EXPECT_NE(refusal("a: \"\xFF\"\n"), "accepted");
    EXPECT_NE(refusal(std::string(5000, '[')), "accepted");
    EXPECT_NE(refusal("a: 1\n\tb: 2\n"), "accepted");
}

TEST(Yaml, WhatPeopleMistypeIsSaidWhereTheyMistypedIt) {
    const auto begins = [](std::string_view text, std::string_view said) {
        const std::string cause = refusal(text);
        EXPECT_EQ(cause.substr(0, said.size() + 14), "YAML_INVALID (" + std::string{said}) << cause;
    };
    begins("a: 1\nb:\n  c: 1\n\td: 2\n", "f.yaml:4:1): a tab in the indentation");
    begins("a: 1\nb：2\nc: 3\n", "f.yaml:2:2): a full-width colon `：` behind `b`: write `b: `");
    begins("名：1\n# words\nb: 2\n", "f.yaml:1:2): a full-width colon");
    begins("a：\n  b: 1\n", "f.yaml:1:2): a full-width colon");
    begins("l:\n  - id：1\n    name: x\n", "f.yaml:2:7): a full-width colon");
    begins("a: 1\nb:2\nc: 3\n", "f.yaml:2:2): no blank behind the colon: write `b: `");
    begins("a: \"1\nb: x\nc: it's\nd: \"4\"\ne: 5\n",
           "f.yaml:1:4): a quote is opened here and not closed");
    begins("a: 1\nb: '2", "f.yaml:2:4): a quote is opened here and not closed");
}

TEST(Yaml, WhatIsNoSlipIsNotTakenForOne) {
    EXPECT_EQ(refusal("a: 注：x\nb: http://x\nc: 09:00\nd: it's\ne: 'it''s'\nf: \"\\\"\"\n"),
              "accepted");
    EXPECT_EQ(refusal("- 注：x\n- it's # \"\n- [1\n").find("colon"), std::string::npos);
    EXPECT_EQ(refusal("- 注：x\n- it's # \"\n- [1\n").find("quote"), std::string::npos);
}

TEST(Yaml, NothingAtAllIsANullNode) {
    EXPECT_TRUE(parse("", "f.yaml")->is_null());
    EXPECT_TRUE(parse("# only words\n", "f.yaml")->is_null());
}

TEST(Yaml, QuotesMakeText) {
    const auto root = parse("a: \"true\"\nb: true\nc: '12'\nd: 12\ne: \"\"\nf: null\n", "f.yaml");
    ASSERT_TRUE(root);
    EXPECT_FALSE(root->find("a")->as_flag());
    EXPECT_TRUE(*root->find("b")->as_flag());
    EXPECT_FALSE(root->find("c")->as_integer());
    EXPECT_EQ(*root->find("d")->as_integer(), 12);
    EXPECT_TRUE(root->find("e")->is_scalar());
    EXPECT_TRUE(root->find("f")->is_null());
}

TEST(Yaml, TypedGettersSayWhatIsRight) {
    const auto root = parse("port: 70000\nhash: sm4\nyes: yes\n", "f.yaml");
    ASSERT_TRUE(root);
    EXPECT_EQ(root->find("port")->as_integer(0, 65535).error().text(),
              "CONFIG_INVALID port (f.yaml:1:7): a whole number is expected, 0 to 65535");
    EXPECT_EQ(
        root->find("hash")->as_one_of({"sm3", "sha256"}).error().text(),
        "CONFIG_INVALID hash (f.yaml:2:7): one of sm3, sha256 is expected; did you mean `sm3`?");
    EXPECT_FALSE(root->find("yes")->as_flag()) << "only true and false are flags";
    EXPECT_FALSE(root->find("port")->as_flag());
    EXPECT_FALSE(root->as_text());
}

TEST(Yaml, JsonIsReadToo) {
    const auto root = parse("{\n  \"year\": 2024,\n  \"days\": [{\"off\": true}]\n}\n", "y.json");
    ASSERT_TRUE(root) << root.error().text();
    EXPECT_EQ(*root->find("year")->as_integer(), 2024);
    EXPECT_TRUE(*root->find("days")->items()[0].find("off")->as_flag());
}

TEST(Yaml, SpoiltBytesAreATreeOrAnErrorWithALineNeverACrash) {
    const std::string right =
        "# 注\nhall: {name: 张, list: [1, \"二\", 'x']}\nrows:\n  - from: //a[@b='c']\n    to: |\n "
        "     d\n";
    std::mt19937 random{7};
    int refused = 0;
    for (int i = 0; i < 4000; ++i) {
        std::string text = right;
        for (int change = 0; change < 3; ++change) {
            constexpr std::string_view kSpoilers = "\t\n :-[]{}&*!|>'\"#%@,?\xFF\xE5";
            text[random() % text.size()] = kSpoilers[random() % kSpoilers.size()];
        }
        const auto node = parse(text, "f.yaml");
        if (node) continue;
        ++refused;
        EXPECT_EQ(node.error().code(), Code::kYamlInvalid);
        EXPECT_GE(node.error().at().line, 1) << text;
    }
    EXPECT_GT(refused, 1000);
}

TEST(Yaml, AFileThatIsNotThereIsUnreadable) {
    EXPECT_EQ(parse_file("tests/unit/yaml/none.yaml").error().code(), Code::kFileUnreadable);
    EXPECT_EQ(parse_file("tests/unit/yaml").error().code(), Code::kFileUnreadable);
}

}  // namespace
}  // namespace ow::yaml
