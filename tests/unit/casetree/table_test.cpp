#include "gateway/casetree/table.hpp"

#include <gtest/gtest.h>

namespace ow::casetree {
namespace {

/// The tree without the XML declaration; what is wrong if there is none.
std::string tree(std::string_view csv, std::size_t message = 0, std::string_view key = {}) {
    const auto table = Table::parse_csv(csv, key, "demo");
    if (!table) return table.error().text();
    const std::string text = table->tree(message).serialise();
    const std::string body = text.substr(text.find("?>") + 2);
    return body.substr(body.find('<'), body.find_last_of('>') - body.find('<') + 1);
}

bool refused(std::string_view csv, std::string_view words, std::string_view key = {}) {
    const auto table = Table::parse_csv(csv, key, "demo");
    if (table) return false;
    const std::string text = table.error().text();
    return text.rfind("REQUEST_INVALID", 0) == 0 && text.find(words) != std::string::npos;
}

}  // namespace

TEST(Table, ARowStandsUnderItsTitles) {
    EXPECT_EQ(tree("受理人,1列\r\n王测试,\r\n"),
              "<message><受理人>王测试</受理人><_ key=\"1列\"/>"
              "<row><受理人>王测试</受理人><_ key=\"1列\"/></row></message>");
}

TEST(Table, QuotedValuesKeepCommasQuotesAndLineEnds) {
    const auto table = Table::parse_csv("a,b\n\"x,\"\"y\"\"\n2\",\"\"\n\nlast,1");
    ASSERT_TRUE(table);
    ASSERT_EQ(table->size(), 2U);
    EXPECT_EQ(table->tree(0).root().child("a").text(), "x,\"y\"\n2");
    EXPECT_EQ(table->line(0), 2);
    EXPECT_EQ(table->line(1), 5);
    EXPECT_EQ(table->tree(1).root().child("b").text(), "1");
}

TEST(Table, RowsOfOneKeyAreOneMessageWhereverTheyStand) {
    const std::string_view csv = "no,name,tel,m\n7,x,,form\n8,y,2,form\n7,x,1,plan\n";
    const auto table = Table::parse_csv(csv, "no");
    ASSERT_TRUE(table);
    ASSERT_EQ(table->size(), 2U);
    EXPECT_EQ(tree(csv, 0, "no"),
              "<message><no>7</no><name>x</name><tel>1</tel><m>form</m><m>plan</m>"
              "<row><no>7</no><name>x</name><tel/><m>form</m></row>"
              "<row><no>7</no><name>x</name><tel>1</tel><m>plan</m></row></message>");
}

TEST(Table, WhatIsBrokenIsNamedWithItsLineAndNothingIsGuessed) {
    EXPECT_TRUE(refused("", "no header"));
    EXPECT_TRUE(refused("a,\n1,2", "column 2 has no title"));
    EXPECT_TRUE(refused("a,a\n1,2", "column 2 has a title that is taken"));
    EXPECT_TRUE(refused("a,b\n1", "demo:2:1"));
    EXPECT_TRUE(refused("a,b\n1,2,3", "3 values where the header has 2"));
    EXPECT_TRUE(refused("a,b\n1,\"2\n3\n", "demo:2:3"));
    EXPECT_TRUE(refused("a,b\n1,2\"3\n", "demo:2:4"));
    EXPECT_TRUE(refused("a,b\n1,\"2\"3\n", "behind the end"));
    EXPECT_TRUE(refused(std::string_view{"a\n1\0\n", 5}, "control character"));
    EXPECT_TRUE(refused("a,b\n1,2", "no column `no`", "no"));
    EXPECT_TRUE(refused("a,b\n ,2", "whose row", "a"));
    const TreeLimits few{32, 3};
    EXPECT_FALSE(Table::parse_csv("a,b\n1,2\n1,3", "a", {}, few));
    EXPECT_TRUE(Table::parse_csv("a,b\n1,2\n2,3", "a", {}, few)) << "one key at a time";
}

}  // namespace ow::casetree
