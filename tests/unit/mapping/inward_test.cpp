#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "gateway/base/text.hpp"
#include "tests/unit/mapping/mapping_under_test.hpp"

namespace ow::mapping {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string shown(const MappedIn& mapped) {
    return boost::json::serialize(mapped.content.json());
}

}  // namespace

TEST(InwardMapping, CollectsEveryMistakeWithFieldRowAndXPath) {
    const Loaded loaded = load_rows(
        "  - {to: applicant.name, from: a/name, required: true}\n"
        "  - {to: applicant.cert_type, from: a/type, do: [code(example)]}\n"
        "  - {to: applied_at, from: a/at, do: [instant]}\n"
        "  - {to: channel_no, from: a/no, required: true}\n");
    ASSERT_TRUE(loaded.mapping) << testing::PrintToString(loaded.texts());
    const MappedIn mapped =
        loaded.mapping->map_in(R"({"a":{"type":"x","at":"yesterday","no":" "}})");
    EXPECT_THAT(
        names_of(mapped.errors),
        ElementsAre("FIELD_MISSING applicant.name", "MAPPING_CODE_UNKNOWN applicant.cert_type",
                    "FIELD_FORMAT applied_at", "FIELD_MISSING channel_no"));
    EXPECT_EQ(mapped.errors[0].text(),
              "FIELD_MISSING applicant.name (demo/application@1): absent; from `a/name` (mapping "
              "line 5)");
    EXPECT_THAT(mapped.errors[3].cause(), HasSubstr("empty"));
    EXPECT_EQ(mapped.outcome(), Outcome::kRefused);
    EXPECT_FALSE(mapped.content.has("applied_at")) << "a wrong value is not kept";
}

TEST(InwardMapping, R33_OnlyUnknownCodesQuarantine) {
    const Loaded loaded =
        load_rows("  - {to: applicant.cert_type, from: t, do: [code(example)], required: true}\n");
    EXPECT_EQ(loaded.mapping->map_in(R"({"t":"9"})").outcome(), Outcome::kQuarantined);
    EXPECT_EQ(loaded.mapping->map_in(R"({})").outcome(), Outcome::kRefused);
    EXPECT_EQ(loaded.mapping->map_in(R"({"t":"111"})").outcome(), Outcome::kMapped);
}

TEST(InwardMapping, AValueThatStandsTwiceIsNeverTheFirstOne) {
    const Loaded once = load_rows("  - {to: applicant.name, from: n}\n");
    const MappedIn twice = once.mapping->map_in(R"({"n":["张三","李样本"]})");
    EXPECT_THAT(names_of(twice.errors), ElementsAre("FIELD_FORMAT applicant.name"));
    EXPECT_THAT(twice.errors[0].cause(), HasSubstr("2 times"));
    const Loaded joined = load_rows("  - {to: remark, from: n, do: [join(、)]}\n");
    EXPECT_EQ(joined.mapping->map_in(R"({"n":["张三",""," ","李样本"]})").content.text("remark"),
              "张三、李样本");
}

TEST(InwardMapping, EmptyIsNotMissing) {
    const Loaded loaded = load_rows("  - {to: delivery.way, from: w, default: self}\n");
    EXPECT_EQ(loaded.mapping->map_in("{}").content.text("delivery.way"), "self");
    EXPECT_EQ(loaded.mapping->map_in(R"({"w":null})").content.text("delivery.way"), "self");
    EXPECT_FALSE(loaded.mapping->map_in(R"({"w":""})").content.has("delivery.way"));
    EXPECT_EQ(loaded.mapping->map_in(R"({"w":"mail"})").content.text("delivery.way"), "mail");
}

TEST(InwardMapping, R32_NothingIsCutAndLengthsCountCharacters) {
    const Loaded loaded = load_rows("  - {to: applicant.name, from: n}\n");
    std::string name;
    for (int i = 0; i < 200; ++i) name += "𬱖";
    EXPECT_EQ(loaded.mapping->map_in("{\"n\":\"" + name + "\"}").content.text("applicant.name"),
              name);
    const MappedIn longer = loaded.mapping->map_in("{\"n\":\"" + name + "龘\"}");
    EXPECT_THAT(names_of(longer.errors), ElementsAre("FIELD_TOO_LONG applicant.name"));
    EXPECT_THAT(longer.errors[0].cause(), HasSubstr("201 characters, at most 200"));
}

TEST(InwardMapping, ListsNameTheEntryThatIsWrong) {
    const Loaded loaded = load_rows(
        "  - to: materials\n    each: m\n    rows:\n"
        "      - {to: name, from: n, required: true}\n"
        "      - {to: copies, from: c, do: [number]}\n"
        "      - {to: received, value: \"true\"}\n");
    ASSERT_TRUE(loaded.mapping) << testing::PrintToString(loaded.texts());
    EXPECT_EQ(
        shown(loaded.mapping->map_in(R"({"m":[{"n":"甲","c":"2"},{"n":"乙"}]})")),
        R"({"materials":[{"name":"甲","copies":2,"received":true},{"name":"乙","received":true}]})");
    const MappedIn wrong = loaded.mapping->map_in(R"({"m":[{"n":"甲"},{"c":"two"}]})");
    EXPECT_THAT(names_of(wrong.errors),
                ElementsAre("FIELD_MISSING materials[2].name", "FIELD_FORMAT materials[2].copies"));
    EXPECT_EQ(shown(loaded.mapping->map_in("{}")), "{}");
    std::string many = "{\"m\":[";
    for (int i = 0; i < 501; ++i) many += R"({"n":"甲"},)";
    many.back() = ']';
    EXPECT_THAT(names_of(loaded.mapping->map_in(many + "}").errors),
                ElementsAre("FIELD_TOO_LONG materials"));
}

TEST(InwardMapping, WhenChoosesBetweenRowsForOneField) {
    const Loaded loaded = load_rows(
        "  - {to: item.code, from: short, when: \"kind = 's'\"}\n"
        "  - {to: item.code, from: long, when: \"kind = 'l'\"}\n");
    EXPECT_EQ(
        loaded.mapping->map_in(R"({"kind":"l","short":"1","long":"2"})").content.text("item.code"),
        "2");
}

TEST(InwardMapping, XPathComputesAndNamespacesAreDeclared) {
    const Loaded loaded = load(
        "version: 3\nmessage: application\ninput: xml\nnamespaces: {x: 'urn:x'}\nrows:\n"
        "  - {to: applicant.name, from: \"concat(x:b/x:f, x:b/x:g)\"}\n"
        "  - {to: item.code, from: 'x:b/@code'}\n");
    ASSERT_TRUE(loaded.mapping) << testing::PrintToString(loaded.texts());
    const MappedIn mapped =
        loaded.mapping->map_in("<a xmlns='urn:x'><b code='7'><f>王</f><g>测试</g></b></a>");
    EXPECT_EQ(shown(mapped), R"({"applicant":{"name":"王测试"},"item":{"code":"7"}})");
    EXPECT_EQ(loaded.mapping->id(), "demo/application@3");
}

TEST(InwardMapping, APathWithoutPrefixDoesNotReachIntoANamespace) {
    const Loaded loaded = load_rows("  - {to: item.code, from: b/c}\n", "xml");
    const auto code = [&](std::string_view xml) {
        return loaded.mapping->map_in(xml).content.text("item.code");
    };
    EXPECT_EQ(code("<a><b><x/><c>1</c></b></a>"), "1");
    EXPECT_EQ(code("<a xmlns='urn:x'><b><c>1</c></b></a>"), "");
    EXPECT_EQ(code("<a><b><c xmlns='urn:x'>2</c></b><b><c>3</c></b></a>"), "3");
    EXPECT_EQ(loaded.mapping->map_in("<a><b><c>1</c></b><b><c>2</c></b></a>").errors.size(), 1U)
        << "every b is looked into";
    const Loaded attribute = load_rows("  - {to: item.code, from: b/@c}\n", "xml");
    EXPECT_EQ(attribute.mapping->map_in("<a><b/><b c='4'/></a>").content.text("item.code"), "4");
    EXPECT_EQ(
        attribute.mapping->map_in("<a xmlns:x='urn:x'><b x:c='5'/></a>").content.text("item.code"),
        "");
}

TEST(InwardMapping, ReadsGbUnderAllItsNames) {
    const Loaded loaded = load_rows("  - {to: applicant.name, from: n}\n", "xml");
    for (const std::string name : {"王测试", "王䶮", "李𬱖"}) {
        const std::string gb = *encode_from_utf8(name, "GB18030");
        const auto mapped = [&](const std::string& declared, const char* type) {
            return loaded.mapping
                ->map_in("<?xml version='1.0'" + declared + "?><a><n>" + gb + "</n></a>", type)
                .content.text("applicant.name");
        };
        EXPECT_EQ(mapped(" encoding='GB2312'", ""), name);
        EXPECT_EQ(mapped(" encoding='gbk'", "application/xml"), name);
        EXPECT_EQ(mapped("", "text/xml; charset=\"GB18030\""), name);
    }
    const MappedIn wrong = loaded.mapping->map_in("<a><n>\xCD\xF5</n></a>");
    EXPECT_EQ(wrong.errors.at(0).code(), Code::kCharsetInvalid);
    EXPECT_EQ(wrong.errors.at(0).at().where, "demo/application@1");
    EXPECT_EQ(wrong.errors.at(0).at().column, 7) << "the byte offset";
    EXPECT_EQ(loaded.mapping->map_in("<a/>", "text/xml; charset=utf-7").errors.at(0).code(),
              Code::kCharsetInvalid);
}

TEST(InwardMapping, R32_Utf8UnderAGbLabelIsRefusedWhateverSeparatorStandsInIt) {
    const Loaded loaded = load_rows("  - {to: applicant.name, from: n}\n", "xml");
    ASSERT_TRUE(loaded.mapping);
    for (const std::string name : {"王测试", "阿卜·样本", "阿卜杜·样本", "３×４平方"}) {
        const std::string message = "<a><n>" + name + "</n></a>";
        const MappedIn lie = loaded.mapping->map_in(message, "text/xml; charset=gbk");
        ASSERT_EQ(lie.errors.size(), 1U) << name;
        EXPECT_EQ(lie.errors.at(0).code(), Code::kCharsetInvalid) << name;
        EXPECT_EQ(lie.errors.at(0).cause(), "labelled gbk but written in UTF-8") << name;
        const MappedIn true_gb =
            loaded.mapping->map_in(*encode_from_utf8(message, "GBK"), "text/xml; charset=gbk");
        EXPECT_EQ(true_gb.content.text("applicant.name"), name);
    }
}

TEST(InwardMapping, TheFilesCharsetBeatsAWrongLabelButNotAByteOrderMark) {
    const Loaded loaded = load(
        "version: 1\nmessage: application\ninput: json\ncharset: GBK\nrows:\n"
        "  - {to: applicant.name, from: n}\n");
    ASSERT_TRUE(loaded.mapping);
    const std::string gbk = *encode_from_utf8(R"({"n":"王测试"})", "GBK");
    EXPECT_EQ(loaded.mapping->map_in(gbk, "application/json; charset=utf-8")
                  .content.text("applicant.name"),
              "王测试");
    EXPECT_EQ(
        loaded.mapping->map_in("\xEF\xBB\xBF{\"n\":\"王测试\"}").content.text("applicant.name"),
        "王测试");
    const std::string utf16("\xFF\xFE{\0\"\0n\0\"\0:\0\"\0\x8B\x73\"\0}\0", 20);
    EXPECT_EQ(loaded.mapping->map_in(utf16).content.text("applicant.name"), "王");
}

TEST(InwardMapping, BrokenOrHostileMessagesAreOneErrorWithAPlace) {
    const Loaded xml = load_rows("  - {to: applicant.name, from: n}\n", "xml");
    const auto code = [](const MappedIn& mapped) { return mapped.errors.at(0).code(); };
    EXPECT_EQ(code(xml.mapping->map_in("<!DOCTYPE a [<!ENTITY b 'x'>]><a><n>&b;</n></a>")),
              Code::kXmlDoctypeRefused);
    EXPECT_EQ(code(xml.mapping->map_in("<a><n></a>")), Code::kXmlInvalid);
    const Loaded json = load_rows("  - {to: applicant.name, from: n}\n");
    const MappedIn twice = json.mapping->map_in("{\"n\":\"a\",\n\"n\":\"b\"}");
    EXPECT_EQ(code(twice), Code::kJsonInvalid);
    EXPECT_EQ(twice.errors[0].at().line, 2);
    EXPECT_EQ(code(json.mapping->map_in("")), Code::kJsonInvalid);
    const Loaded form = load_rows("  - {to: applicant.name, from: n}\n", "form");
    EXPECT_EQ(form.mapping->map_in("n=%E7%8E%8B").content.text("applicant.name"), "王");
    EXPECT_EQ(code(form.mapping->map_in("n=%E7%8")), Code::kRequestInvalid);
}

TEST(InwardMapping, R34_CertificatesAreCheckedByTheirType) {
    const Loaded loaded = load_rows(
        "  - {to: applicant.cert_type, from: t, do: [code(example)]}\n"
        "  - {to: applicant.cert_number, from: n}\n");
    const auto mapped = [&](const char* type, const char* number) {
        return loaded.mapping->map_in(std::string{"{\"t\":\""} + type + "\",\"n\":\"" + number +
                                      "\"}");
    };
    EXPECT_THAT(names_of(mapped("111", "410184199001040031").errors),
                ElementsAre("FIELD_FORMAT applicant.cert_number"));
    EXPECT_TRUE(mapped("111", "41018419900104003X").errors.empty());
    const MappedIn doubtful = mapped("51", "91350211M0000XUF46");
    EXPECT_TRUE(doubtful.errors.empty());
    EXPECT_THAT(names_of(doubtful.warnings), ElementsAre("FIELD_FORMAT applicant.cert_number"));
}

}  // namespace ow::mapping
