#include "gateway/documents/template_lint.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "gateway/documents/case_fields.hpp"
#include "gateway/documents/field_paths.hpp"
#include "gateway/documents/template_schema.hpp"
#include "gateway/xml/relax_ng.hpp"
#include "tests/unit/documents/paper.hpp"

namespace ow::documents {
namespace {

using Paths = std::vector<std::string>;

Template form_of(const std::string& id, const std::string& body) {
    return Template::parse(
               "<document id=\"" + id + "\" title=\"t\" font=\"song\">\n" + body + "</document>",
               id + ".xml")
        .value();
}

std::vector<std::string> said(const std::vector<Finding>& findings) {
    std::vector<std::string> out;
    for (const Finding& one : findings) out.push_back(one.what + " " + one.detail);
    return out;
}

bool has(const std::vector<Finding>& findings, std::string_view sample, std::string_view what,
         std::string_view detail = {}) {
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& one) {
        return one.sample == sample && one.what == what &&
               one.detail.find(detail) != std::string::npos;
    });
}

std::vector<Finding> matrix_of(const Template& form, const std::string& sample,
                               const FontConfig& config = test::sample_fonts()) {
    const FontBook fonts = FontBook::open(config).value();
    return lint_matrix(fonts, form, test::tree_of(sample));
}

TEST(FieldPaths, AreThoseThatAnExpressionReads) {
    EXPECT_EQ(field_paths("clocks/statutory/days", ""), Paths{"clocks/statutory/days"});
    EXPECT_EQ(field_paths("not(received = 'yes') and string(note)", "materials/material"),
              (Paths{"materials/material/received", "materials/material/note"}));
    EXPECT_EQ(field_paths("clocks/*[string(days) and due_cn = 'a/b']", ""),
              (Paths{"clocks/*/days", "clocks/*/due_cn", "clocks/*"}));
    EXPECT_EQ(field_paths("translate(handover/due, 'T', ' ')", ""), Paths{"handover/due"});
    EXPECT_EQ(field_paths("a[1]/b", ""), Paths{"a/b"});
    EXPECT_EQ(field_paths(".", "note/line"), Paths{"note/line"});
    EXPECT_EQ(field_paths("number(a) * 2 div b", ""), (Paths{"a", "b"}));
}

TEST(Lint, AFieldThatNoCaseHasIsNamedWithItsLine) {
    const auto found =
        lint_fields(form_of("X1",
                            "<paragraph><value select=\"applicant/nmae\"/></paragraph>\n"
                            "<table each=\"materials/material\"><column title=\"t\" width=\"10\">"
                            "<value select=\"name\"/><value select=\"colour\"/></column></table>"));
    EXPECT_EQ(said(found),
              (Paths{"unknown_field applicant/nmae", "unknown_field materials/material/colour"}));
    EXPECT_EQ(found[0].line, 2);
}

TEST(Lint, R31_ADecisionThatDoesNotReadTheRemediesIsFound) {
    const std::string whole = test::read_file("templates/D4.xml");
    const Template form =
        Template::parse(test::replaced(whole, "remedies/text", "refusal/reason"), "D4.xml").value();
    EXPECT_EQ(said(lint_fields(form)), Paths{"unused_field remedies/text"});
}

TEST(Lint, TheTemplatesOfTheHouseHaveNoFindings) {
    const FontBook fonts = FontBook::open(test::sample_fonts()).value();
    for (const auto& entry : std::filesystem::directory_iterator{"templates"}) {
        if (entry.path().extension() != ".xml") continue;
        const std::string name = entry.path().filename().string();
        const Template form = Template::parse(test::read_file(entry.path()), name).value();
        const xml::Document sample = test::tree_of(test::sample_text(entry.path().stem().string()));
        EXPECT_EQ(said(lint_fields(form)), Paths{}) << name;
        EXPECT_EQ(said(lint_matrix(fonts, form, sample)), Paths{}) << name;
    }
}

TEST(Lint, APartThatIsHigherThanAPageWithFortyMaterialsIsFound) {
    // One row that holds the whole list cannot be broken over pages.
    std::string body = "<page top=\"120\" bottom=\"100\"/>";
    body += "<table each=\"missing\"><column title=\"t\" width=\"10\">";
    for (int i = 1; i <= 40; ++i)
        body += "<value select=\"material[" + std::to_string(i) + "]/name\"/><break/>";
    body += "</column></table>";
    const auto found = matrix_of(
        form_of("X1", body),
        "<case><missing><material><name>平面图</name><reason/></material></missing></case>");
    EXPECT_TRUE(has(found, "many", "overflow")) << testing::PrintToString(said(found));
}

TEST(Lint, ACellWithoutRoomForACharacterIsFound) {
    const std::string sample = "<case><number>1</number></case>";
    const std::string field = "<field label=\"甲\"><value select=\"number\"/></field>";
    const auto fields = [&](const std::string& attributes) {
        return matrix_of(form_of("X1", "<fields " + attributes + ">" + field + field + "</fields>"),
                         sample);
    };
    EXPECT_TRUE(has(fields("label-width=\"80\""), "plain", "overflow", "narrower"));
    EXPECT_TRUE(has(fields("label-width=\"200\" columns=\"1\""), "plain", "overflow"));
    EXPECT_TRUE(has(fields("columns=\"40\""), "plain", "overflow"));
    EXPECT_EQ(said(fields("label-width=\"60\"")), Paths{});
    EXPECT_EQ(said(fields("label-width=\"80\" columns=\"1\"")), Paths{});
    const auto table = matrix_of(form_of("X1",
                                         "<table each=\"number\"><column title=\"乙\" width=\"0\"/>"
                                         "<column title=\"丙\" width=\"5\"/></table>"),
                                 sample);
    EXPECT_TRUE(has(table, "plain", "overflow", "narrower"));
    EXPECT_NE(table.at(0).detail.find('2'), std::string::npos) << "the line: " << table[0].detail;
}

TEST(Lint, AnExpressionThatFailsOnACaseOnlyRefusesTheDocument) {
    const auto found =
        matrix_of(form_of("X1", "<paragraph when=\"number and substring(number)\">字</paragraph>"),
                  "<case><number>1</number></case>");
    EXPECT_TRUE(has(found, "plain", "refused", "substring(number)"))
        << testing::PrintToString(said(found));
}

TEST(Lint, ARareCharacterThatNoFontDrawsIsFound) {
    FontConfig fonts = test::sample_fonts();
    fonts.song.resize(1);
    const auto found =
        matrix_of(form_of("X1", "<paragraph><value select=\"applicant/name\"/></paragraph>"),
                  "<case><applicant><name>王测试</name></applicant></case>", fonts);
    ASSERT_EQ(found.size(), 1U) << testing::PrintToString(said(found));
    EXPECT_TRUE(has(found, "rare", "missing_glyph", "U+"));
}

TEST(Lint, WordsUnderAQrCodeAreFound) {
    const auto found = matrix_of(
        form_of("X1",
                "<signature><issuer><value select=\"document/issuer\"/></issuer><qr size=\"100\">"
                "<value select=\"number\"/><caption>甲</caption></qr>"
                "<seal diameter=\"150\"><arc>样本局</arc></seal></signature>"),
        "<case><number>1</number><document><issuer>样本局</issuer></document></case>");
    EXPECT_TRUE(has(found, "plain", "covered", "the seal over the QR code"))
        << testing::PrintToString(said(found));
}

TEST(Lint, TheMatrixHasShortAndLongNamesOneAndFortyMaterialsRareCharactersAndEmptyFields) {
    const xml::Document sample = test::tree_of(test::sample_text("D1"));
    const auto count = [](const xml::Document& tree) {
        int rows = 0;
        for (const xml::Node row : tree.root().child("materials").children())
            rows += row.name() == "material" ? 1 : 0;
        return rows;
    };
    const auto name = [](const xml::Document& tree) {
        return tree.root().child("applicant").child("name").text();
    };
    EXPECT_EQ(count(vary(sample, "one")), 1);
    EXPECT_EQ(count(vary(sample, "many")), 40);
    EXPECT_EQ(count(vary(sample, "empty")), 0);
    EXPECT_EQ(name(vary(sample, "short")), "丁");
    EXPECT_EQ(name(vary(sample, "long")).size(), 3 * 100U) << "R32: a hundred characters";
    EXPECT_NE(name(vary(sample, "rare")).find("𮧵"), std::string::npos);
    EXPECT_FALSE(name(vary(sample, "empty")).empty());
}

TEST(Schema, ThePublishedFileIsTheGrammars) {
    EXPECT_EQ(test::read_file("templates/template.rng"), template_schema())
        << "onewindow reference template.rng > templates/template.rng";
}

/// Do the schema and our reader say the same of this template?
void expect_agreement(const xml::RelaxNg& schema, const std::string& text, int& refused) {
    const auto document = xml::Document::parse(text, "T.xml");
    ASSERT_TRUE(document) << text;
    const auto form = Template::parse(text, "T.xml");
    const Status fits = schema.check(*document);
    EXPECT_EQ(static_cast<bool>(form), static_cast<bool>(fits))
        << text << "\nreader: " << (form ? "takes it" : form.error().text())
        << "\nschema: " << (fits ? "takes it" : fits.error().text());
    refused += form ? 0 : 1;
}

std::string attributes_of(const ElementRow& row) {
    std::string out;
    for (const AttributeRow& one : row.attributes) {
        const auto words = words_of(one.kind);
        const bool is_number = one.kind == AttributeKind::kNumber;
        const std::string value = !words.empty() ? std::string{words[0]} : is_number ? "1" : "a";
        out += " " + std::string{one.name} + "=\"" + value + "\"";
    }
    return out;
}

TEST(Schema, AgreesWithTheReaderOnEveryElementInEveryPlaceAndEveryAttribute) {
    const xml::RelaxNg schema = std::move(xml::RelaxNg::compile(template_schema()).value());
    int refused = 0, asked = 0;
    for (const ElementRow& outer : grammar()) {
        // The way down to `outer`, through elements that may hold it.
        std::string open, close;
        for (Element at = outer.element; at != Element::kDocument;) {
            for (const ElementRow& parent : grammar()) {
                const bool holds = std::find(parent.children.begin(), parent.children.end(), at) !=
                                   parent.children.end();
                if (!holds || parent.element == Element::kGroup || parent.element == at) continue;
                if (parent.element != Element::kDocument) {
                    open = "<" + std::string{parent.name} + attributes_of(parent) + ">" + open;
                    close += "</" + std::string{parent.name} + ">";
                }
                at = parent.element;
                break;
            }
        }
        const std::string name{outer.name};
        const bool is_root = outer.element == Element::kDocument;
        const auto whole = [&](const std::string& attributes, const std::string& inside) {
            const std::string one = "<" + name + attributes + ">" + inside + "</" + name + ">";
            return is_root ? one
                           : "<document id=\"T\" title=\"t\">" + open + one + close + "</document>";
        };
        const std::string good = attributes_of(outer);
        std::vector<std::string> texts{whole(good, ""), whole(good, "字"), whole("", ""),
                                       whole(good + " colour=\"red\"", "")};
        for (const ElementRow& inner : grammar())
            texts.push_back(
                whole(good, "<" + std::string{inner.name} + attributes_of(inner) + "/>"));
        for (const AttributeRow& one : outer.attributes) {
            if (one.kind == AttributeKind::kText || one.kind == AttributeKind::kXPath) continue;
            for (const char* value : {"maybe", "-1", "1001", ""})
                texts.push_back(whole(" " + std::string{one.name} + "=\"" + value + "\"", ""));
        }
        for (const std::string& text : texts) expect_agreement(schema, text, refused);
        asked += static_cast<int>(texts.size());
    }
    EXPECT_GT(refused, asked / 4);
    EXPECT_GT(asked - refused, asked / 20);
}

}  // namespace
}  // namespace ow::documents
