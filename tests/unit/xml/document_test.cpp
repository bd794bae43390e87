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

TEST(XmlCharset, IsReadFromTheDeclarationAndTakenOut) {
    const std::string text = "<?xml version='1.0' encoding='GBK'?><a/>";
    EXPECT_EQ(declared_charset(text), "GBK");
    EXPECT_EQ(without_declared_charset(text), "<?xml version=\"1.0\"?><a/>");
    EXPECT_EQ(declared_charset("<a encoding='x'/>"), "");
}

}  // namespace ow::xml
