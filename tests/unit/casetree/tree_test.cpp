#include "gateway/casetree/tree.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace ow::casetree {
namespace {

std::string body(const xml::Document& document) {
    const std::string all = document.serialise();
    const std::size_t start = all.find('\n') + 1;
    return all.substr(start, all.size() - start - 1);
}

std::string tree_of(std::string_view text) {
    const auto document = parse_json(text);
    return document ? body(*document) : document.error().text();
}

}  // namespace

TEST(CaseTree, MembersKeepTheirOrderAndArraysRepeatTheirElement) {
    EXPECT_EQ(tree_of(R"({"b":"x","a":["1","2"],"b2":{"c":"y"}})"),
              R"(<message><b>x</b><a>1</a><a>2</a><b2 type="object"><c>y</c></b2></message>)");
}

TEST(CaseTree, KeysThatAreNoXmlNamesAreKeptAsAnAttribute) {
    EXPECT_EQ(tree_of(R"({"1st key":"x","_":"y","姓名":"z","a:b":"w"})"),
              "<message><_ key=\"1st key\">x</_><_ key=\"_\">y</_><姓名>z</姓名>"
              "<_ key=\"a:b\">w</_></message>");
}

TEST(CaseTree, TypesAreToldAndNumbersKeepEveryDigit) {
    EXPECT_EQ(tree_of(R"({"n":12345678901234567890123,"d":1.10,"t":true,"z":null,"e":""})"),
              R"(<message><n type="number">12345678901234567890123</n><d type="number">1.10</d>)"
              R"(<t type="boolean">true</t><z type="null"/><e/></message>)");
}

TEST(CaseTree, ArraysInArraysAndAtTheTopUseTheUnnamedElement) {
    EXPECT_EQ(tree_of(R"([1,[2,3]])"),
              R"(<message><_ type="number">1</_><_ type="array"><_ type="number">2</_>)"
              R"(<_ type="number">3</_></_></message>)");
    EXPECT_EQ(tree_of(R"({"a":[],"b":[[1],[]]})"),
              R"(<message><b type="array"><_ type="number">1</_></b><b type="array"/></message>)");
}

TEST(CaseTree, EscapesAndSurrogatePairsAreDecoded) {
    EXPECT_EQ(tree_of(R"({"n":"\u5f20\ud842\udfb7<&\n"})"),
              "<message><n>张𠮷&lt;&amp;\n</n></message>");
}

TEST(CaseTree, SyntaxErrorsNameLineAndColumn) {
    const auto bad = parse_json("{\"a\":1,\n \"姓名\": oops}", "portal/application@1");
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().code(), Code::kJsonInvalid);
    EXPECT_EQ(bad.error().at().line, 2);
    EXPECT_EQ(bad.error().at().column, 8);
    EXPECT_EQ(bad.error().at().where, "portal/application@1");
    EXPECT_FALSE(parse_json(""));
    EXPECT_FALSE(parse_json("{\"a\":1"));
    const auto two = parse_json("{} {}");
    ASSERT_FALSE(two);
    EXPECT_EQ(two.error().at().column, 4);
}

TEST(CaseTree, AKeyWrittenTwiceIsAnErrorAndNeverTheLastOne) {
    const auto twice = parse_json("{\"a\":{\"b\":1,\n\"b\":2}}");
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code(), Code::kJsonInvalid);
    EXPECT_EQ(twice.error().at().line, 2);
    EXPECT_NE(twice.error().cause().find("twice"), std::string::npos);
    EXPECT_TRUE(parse_json(R"({"a":{"b":1},"c":{"b":2}})"));
}

TEST(CaseTree, WhatXmlCannotHoldIsRefusedAndNotCutOff) {
    const auto nul = parse_json("{\"a\":\"x\\u0000y\"}");
    ASSERT_FALSE(nul);
    EXPECT_NE(nul.error().cause().find("U+0000"), std::string::npos);
    EXPECT_FALSE(parse_json("{\"a\\u0001\":\"x\"}"));
}

TEST(CaseTree, DeepOrVeryManyValuesAreRefused) {
    const auto nested = [](std::size_t n) {
        return "{\"a\":" + std::string(n, '[') + std::string(n, ']') + "}";
    };
    EXPECT_TRUE(parse_json(nested(20)));
    const auto deep = parse_json(nested(100'000));
    ASSERT_FALSE(deep);
    EXPECT_EQ(deep.error().code(), Code::kJsonInvalid);
    EXPECT_FALSE(parse_json(R"({"a":[1,2,3]})", "", "message", {.depth = 32, .elements = 4}));
    EXPECT_TRUE(parse_json(R"({"a":[1,2,3]})", "", "message", {.depth = 32, .elements = 5}));
}

TEST(CaseTree, OurOwnJsonBecomesTheTreeOfDocumentsAndMessages) {
    const auto view = boost::json::parse(
        R"({"number":"1","materials":{"material":[{"name":"甲","copies":2},{"name":"乙"}]},"x":null})");
    EXPECT_EQ(body(from_json(view.as_object(), "case")),
              "<case><number>1</number><materials><material><name>甲</name><copies>2</copies>"
              "</material><material><name>乙</name></material></materials><x/></case>");
    EXPECT_EQ(body(from_json({{"a", 1}, {"b", "c\u0001d"}}, "case", true)),
              "<case><a type=\"number\">1</a><b>cd</b></case>");
}

TEST(CaseTree, FormsAreDecodedInTheirCharset) {
    const auto form = from_form("name=%E7%8E%8B+%E6%B5%8B&tel=1&tel=2&empty=&flag");
    ASSERT_TRUE(form);
    EXPECT_EQ(body(*form),
              "<message><name>王 测</name><tel>1</tel><tel>2</tel><empty/><flag/></message>");
    const auto gbk = from_form("n=%CD%F5", "GBK");
    ASSERT_TRUE(gbk);
    EXPECT_EQ(gbk->root().child("n").text(), "王");
    EXPECT_FALSE(from_form("n=%CD%F5"));
    EXPECT_FALSE(from_form("n=%4"));
    EXPECT_FALSE(from_form("n=%00"));
}

}  // namespace ow::casetree
