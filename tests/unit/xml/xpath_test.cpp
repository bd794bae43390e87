#include "gateway/xml/xpath.hpp"

#include <gtest/gtest.h>

#include "gateway/xml/xpath_names.hpp"

namespace ow::xml {

TEST(XPath, SelectsRelativeToANodeWithNamespaces) {
    const auto doc = Document::parse("<r xmlns='urn:x'><m><n>1</n></m><m><n>2</n></m></r>");
    ASSERT_TRUE(doc);
    const XPathContext context{*doc, {{"x", "urn:x"}}};
    const auto each = XPath::compile("/x:r/x:m");
    const auto name = XPath::compile("x:n");
    ASSERT_TRUE(each);
    ASSERT_TRUE(name);
    std::string all;
    for (const Node node : context.nodes(*each)) all += context.string(*name, node);
    EXPECT_EQ(all, "12");
    EXPECT_FALSE(context.exists(*XPath::compile("x:r/x:none")));
    EXPECT_TRUE(context.boolean(*XPath::compile("count(/x:r/x:m) = 2")));
}

TEST(XPath, TheTextOfElementsAttributesAndTextsIsTheSame) {
    const auto document = Document::parse("<a b='属性'>一<c>二</c>三<d>四</d></a>");
    ASSERT_TRUE(document);
    const XPathContext context{*document, {}};
    const auto text = [&](std::string_view path) {
        const auto nodes = context.nodes(*XPath::compile(path));
        return nodes.size() == 1 ? nodes.front().text() : "not one node";
    };
    EXPECT_EQ(text("/a"), "一二三四");
    EXPECT_EQ(text("/a/@b"), "属性");
    EXPECT_EQ(text("/a/d"), "四");
    EXPECT_EQ(text("/a/d/text()"), "四");
}

TEST(XPath, WhatCannotBeEvaluatedIsRemembered) {
    const Document document = Document::parse("<a><b>1</b></a>").value();
    const XPathContext context{document};
    EXPECT_EQ(context.string(*XPath::compile("b")), "1");
    EXPECT_EQ(context.failed(), "");
    EXPECT_FALSE(context.boolean(*XPath::compile("strin(b)")));
    EXPECT_EQ(context.failed(), "strin(b)");
    EXPECT_TRUE(context.nodes(*XPath::compile("b[substring(.)]")).empty());
    EXPECT_EQ(context.failed(), "strin(b)") << "the first";
}

TEST(XPath, NamesThatNothingStandsForAreFoundWithoutEvaluating) {
    EXPECT_EQ(unknown_name("none and strin(b)"),
              "unknown XPath function `strin`; did you mean `string`?");
    EXPECT_EQ(unknown_name("none[x:b]", {{"x", "urn:x"}}), "");
    EXPECT_NE(unknown_name("none[x:b]").find("prefix `x`"), std::string::npos);
    EXPECT_NE(unknown_name("$b").find("variables"), std::string::npos);
    EXPECT_EQ(unknown_name("child::b[not(@c = 'strin(b)') or position() = last()]"), "");
}

TEST(XPath, ASyntaxErrorNamesTheExpression) {
    const auto bad = XPath::compile("a[");
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().at().field, "a[");
}

}  // namespace ow::xml
