#include "gateway/documents/template.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace ow::documents {
namespace {

constexpr const char* kHead = "<document id=\"T\" title=\"试\">\n";

Result<Template> parse(const std::string& body) {
    return Template::parse(std::string{kHead} + body + "\n</document>", "T.xml");
}

void expect_refused(const std::string& body, std::string_view what, long line,
                    std::string_view cause) {
    const Result<Template> form = parse(body);
    ASSERT_FALSE(form) << body;
    EXPECT_EQ(form.error().code(), Code::kDocumentTemplateInvalid);
    EXPECT_EQ(form.error().at().field, what);
    EXPECT_EQ(form.error().at().where, "T.xml");
    EXPECT_EQ(form.error().at().line, line);
    EXPECT_NE(form.error().cause().find(cause), std::string::npos) << form.error().cause();
}

TEST(Template, AnUnknownElementIsNamedWithItsLineAndTheNearestOne) {
    expect_refused("<paragraph/>\n<paragrph>字</paragrph>", "paragrph", 3,
                   "did you mean paragraph?");
}

TEST(Template, AnElementInTheWrongPlaceIsRefused) {
    expect_refused("<field label=\"甲\"/>", "field", 2, "not allowed in <document>");
    expect_refused("<paragraph>\n<table each=\"a\"/></paragraph>", "table", 3,
                   "not allowed in <paragraph>");
    expect_refused("<paragraph><run><run>字</run></run></paragraph>", "run", 2,
                   "not allowed in <run>");
}

TEST(Template, AnUnknownAttributeIsNamed) {
    expect_refused("<paragraph\nindant=\"2\"/>", "indant", 3, "did you mean indent?");
    expect_refused("<value select=\"a\"/>", "value", 2, "not allowed");
}

TEST(Template, AWrongValueOfAnAttributeIsNamed) {
    expect_refused("<paragraph indent=\"two\"/>", "indent", 2, "not a number");
    expect_refused("<paragraph size=\"-1\"/>", "size", 2, "not a number");
    expect_refused("<paragraph size=\"12pt\"/>", "size", 2, "not a number");
    expect_refused("<paragraph align=\"center\"/>", "align", 2, "did you mean centre?");
    expect_refused("<paragraph when=\"a[\"/>", "when", 2, "not an XPath");
    expect_refused("<paragraph><value select=\"a//\"/></paragraph>", "select", 2, "not an XPath");
}

/// libxml2 would compile them, and a paragraph that nobody misses would never be printed.
TEST(Template, AnExpressionThatCannotBeEvaluatedIsRefusedWhereverItStands) {
    expect_refused("<paragraph when=\"strin(remedies/text)\">字</paragraph>", "when", 2,
                   "did you mean `string`?");
    expect_refused("<paragraph when=\"refusal and strin(reason)\">字</paragraph>", "when", 2,
                   "unknown XPath function `strin`");
    expect_refused("<list each=\"missing/material[nott(name)]\">字</list>", "each", 2, "nott");
    expect_refused("<paragraph><value select=\"$number\"/></paragraph>", "select", 2, "variables");
    expect_refused("<paragraph><value select=\"ow:number\"/></paragraph>", "select", 2, "ow");
    expect_refused("<paragraph><value select=\"substring(number)\"/></paragraph>", "select", 2,
                   "cannot be evaluated");
    EXPECT_TRUE(parse("<paragraph when=\"not(a) and b[position() = last()] = 'strin(a)'\"/>"));
}

TEST(Template, AMissingAttributeIsNamed) {
    expect_refused("<paragraph><value/></paragraph>", "select", 2, "missing attribute of <value>");
    expect_refused("<table><column title=\"甲\" width=\"3\"/></table>", "each", 2,
                   "missing attribute of <table>");
}

TEST(Template, WordsWhereNoneAreReadAreRefused) {
    expect_refused("<fields>字</fields>", "fields", 2, "no words");
}

TEST(Template, ADoctypeIsRefused) {
    const Result<Template> form =
        Template::parse("<!DOCTYPE document []><document id=\"T\" title=\"t\"/>", "T.xml");
    ASSERT_FALSE(form);
    EXPECT_EQ(form.error().code(), Code::kXmlDoctypeRefused);
}

TEST(Template, LineEndsOfTheTemplateAreNotText) {
    const Result<Template> form =
        parse("<paragraph>\n    甲乙\n    丙 <value select=\"b\"/>丁\n</paragraph>");
    ASSERT_TRUE(form);
    const auto& runs = form->root.children.at(0).runs;
    ASSERT_EQ(runs.size(), 3U);
    EXPECT_EQ(runs[0].text, "甲乙丙 ");
    EXPECT_EQ(runs[1].kind, documents::Run::Kind::kValue);
    EXPECT_EQ(runs[2].text, "丁");
}

TEST(Grammar, IsSortedAndEveryChildHasItsRow) {
    const auto rows = grammar();
    EXPECT_TRUE(std::is_sorted(rows.begin(), rows.end(),
                               [](const auto& a, const auto& b) { return a.name < b.name; }));
    for (const ElementRow& row : rows) {
        EXPECT_EQ(find_element(row.name), &row);
        EXPECT_TRUE(std::is_sorted(row.attributes.begin(), row.attributes.end(),
                                   [](const auto& a, const auto& b) { return a.name < b.name; }))
            << row.name;
        for (const Element child : row.children) {
            EXPECT_TRUE(std::any_of(rows.begin(), rows.end(),
                                    [&](const auto& r) { return r.element == child; }));
        }
    }
}

TEST(Grammar, TheReadmeNamesEveryElementAndAttribute) {
    std::ifstream in("templates/README.md");
    std::ostringstream text;
    text << in.rdbuf();
    const std::string readme = text.str();
    const auto named = [&](std::string_view name) {
        return readme.find("`" + std::string{name} + "`") != std::string::npos;
    };
    for (const ElementRow& row : grammar()) {
        EXPECT_TRUE(named(row.name)) << row.name;
        for (const AttributeRow& attribute : row.attributes)
            EXPECT_TRUE(named(attribute.name)) << attribute.name;
    }
}

}  // namespace
}  // namespace ow::documents
