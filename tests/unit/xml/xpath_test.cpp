#include "gateway/xml/xpath.hpp"

#include <gtest/gtest.h>

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

TEST(XPath, ASyntaxErrorNamesTheExpression) {
    const auto bad = XPath::compile("a[");
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().at().field, "a[");
}

}  // namespace ow::xml
