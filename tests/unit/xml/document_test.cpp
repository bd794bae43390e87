#include "gateway/xml/document.hpp"

#include <gtest/gtest.h>

namespace ow::xml {

TEST(XmlDocument, RefusesDoctypeBeforeAnythingIsExpanded) {
    const auto bomb = Document::parse("<!DOCTYPE a [<!ENTITY b 'x'>]><a>&b;</a>");
    ASSERT_FALSE(bomb);
    EXPECT_EQ(bomb.error().code(), Code::kXmlDoctypeRefused);
}

TEST(XmlDocument, NamesLineAndNotTheContentOfWhatIsBroken) {
    const auto bad = Document::parse("<a>\n<name>身份证号</nam>\n</a>", "dept/push");
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().code(), Code::kXmlInvalid);
    EXPECT_EQ(bad.error().at().line, 2);
    EXPECT_EQ(bad.error().text().find("身份证号"), std::string::npos);
}

TEST(XmlDocument, BuildsAndSerialisesEscaped) {
    const Document doc = Document::make("case");
    const Node name = doc.root().add("name", "甲&乙<丙>");
    name.set_attribute("sensitive", "1");
    EXPECT_EQ(doc.serialise(),
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
              "<case><name sensitive=\"1\">甲&amp;乙&lt;丙&gt;</name></case>\n");
    const auto again = Document::parse(doc.serialise());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->root().child("name").text(), "甲&乙<丙>");
}

TEST(XmlDocument, APartStandsAloneWithEveryPrefixInScope) {
    const auto doc = Document::parse(
        "<e:E xmlns:e='urn:e' xmlns:x='urn:x'>\n<a v='x:T' "
        "e:n='1'>\n<b>王·𬌗</b><![CDATA[<]]></a></e:E>");
    ASSERT_TRUE(doc);
    const std::string alone = standalone(doc->root().child("a"));
    const auto again = Document::parse(alone);
    ASSERT_TRUE(again) << alone;
    EXPECT_EQ(again->root().namespace_uri(), "");
    EXPECT_EQ(again->root().child("b").text(), "王·𬌗");
    EXPECT_NE(alone.find("xmlns:x=\"urn:x\""), std::string::npos);
    EXPECT_NE(alone.find("王·𬌗"), std::string::npos) << "not as numeric references";
    EXPECT_EQ(standalone(again->root()), alone) << "the same bytes again";
    EXPECT_EQ(doc->root().namespace_uri(), "urn:e");
}

TEST(XmlDocument, EscapedTextComesBackAsItWas) {
    const std::string text = "a<b>&\"'\r\n\t王]]>";
    const auto doc = Document::parse("<a v=\"" + escaped("<&\">") + "\">" + escaped(text) + "</a>");
    ASSERT_TRUE(doc);
    EXPECT_EQ(doc->root().text(), text);
    EXPECT_EQ(doc->root().attribute("v"), "<&\">");
    EXPECT_EQ(escaped(std::string{"a\x01\0b", 4}), "ab");
    EXPECT_EQ(escaped("<a href='x' title=\"y\">&amp;"),
              "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;amp;");
    EXPECT_EQ(escaped("䶮 – 1/2 `=\n"), "䶮 – 1/2 `=\n");
}

TEST(XmlCharset, IsReadFromTheDeclarationAndTakenOut) {
    const std::string text = "<?xml version='1.0' encoding='GBK'?><a/>";
    EXPECT_EQ(declared_charset(text), "GBK");
    EXPECT_EQ(without_declared_charset(text), "<?xml version=\"1.0\"?><a/>");
    EXPECT_EQ(declared_charset("<a encoding='x'/>"), "");
}

}  // namespace ow::xml
