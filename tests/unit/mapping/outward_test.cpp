#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

#include "gateway/base/text.hpp"
#include "gateway/casetree/tree.hpp"
#include "tests/unit/mapping/mapping_under_test.hpp"

namespace ow::mapping {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Loaded load_out(std::string_view head, std::string_view rows) {
    return load(
        "version: 1\nmessage: application\n" + std::string{head} + "rows:\n" + std::string{rows},
        Direction::kOut);
}

MappedOut run(const Loaded& loaded, std::string_view tree) {
    return loaded.mapping->map_out(
        casetree::from_json(boost::json::parse(tree).as_object(), "case"));
}

}  // namespace

TEST(OutwardMapping, WritesJsonWithTypesAndArrays) {
    const Loaded loaded =
        load_out("output: json\n",
                 "  - {to: 'p/base[]/no', from: number}\n"
                 "  - {to: 'p/base[]/copies', from: count(m/x), as: number}\n"
                 "  - {to: p/done, value: 'true', as: flag}\n"
                 "  - {to: p/none, from: nothing}\n"
                 "  - {to: p/empty, from: nothing, default: ''}\n"
                 "  - to: 'p/list[]'\n    each: m/x\n    rows:\n"
                 "      - {to: a/b, from: .}\n"
                 "  - to: 'names[]'\n    each: m/x\n    rows: [{to: ., from: .}]\n");
    ASSERT_TRUE(loaded.mapping) << testing::PrintToString(loaded.texts());
    const MappedOut out = run(loaded, R"({"number":"1","m":{"x":["甲","乙"]}})");
    EXPECT_EQ(out.bytes, R"({"p":{"base":[{"no":"1","copies":2}],"done":true,"empty":"",)"
                         R"("list":[{"a":{"b":"甲"}},{"a":{"b":"乙"}}]},"names":["甲","乙"]})");
    EXPECT_EQ(out.content_type, "application/json; charset=utf-8");
    EXPECT_EQ(loaded.mapping->id(), "demo/application.out@1");
}

TEST(OutwardMapping, WritesEscapedXmlWithAttributesAndNamespaces) {
    const Loaded loaded =
        load_out("output: xml\nroot: 's:Envelope'\nnamespaces: {s: 'urn:s', _: 'urn:d'}\n",
                 "  - {to: 's:Body/a/@v', value: '1\"2'}\n"
                 "  - {to: 's:Body/a/b', from: name}\n"
                 "  - to: 's:Body/c[]'\n    each: m/x\n    rows: [{to: ., from: .}]\n");
    ASSERT_TRUE(loaded.mapping) << testing::PrintToString(loaded.texts());
    const MappedOut out = run(loaded, R"({"name":"<甲&乙>","m":{"x":["1","2"]}})");
    EXPECT_EQ(out.bytes,
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
              "<s:Envelope xmlns=\"urn:d\" xmlns:s=\"urn:s\"><s:Body><a "
              "v=\"1&quot;2\"><b>&lt;甲&amp;乙&gt;"
              "</b></a><c>1</c><c>2</c></s:Body></s:Envelope>\n");
    EXPECT_TRUE(xml::Document::parse(out.bytes));
}

TEST(OutwardMapping, WritesThePartnersCharsetAndNamesTheCharacterItLacks) {
    const Loaded loaded =
        load_out("output: xml\nroot: r\ncharset: GBK\n", "  - {to: n, from: name}\n");
    ASSERT_TRUE(loaded.mapping) << testing::PrintToString(loaded.texts());
    const MappedOut good = run(loaded, R"({"name":"王镕"})");
    EXPECT_EQ(
        good.bytes,
        *encode_from_utf8("<?xml version=\"1.0\" encoding=\"GBK\"?>\n<r><n>王镕</n></r>\n", "GBK"));
    EXPECT_EQ(good.content_type, "application/xml; charset=GBK");
    const MappedOut bad = run(loaded, R"({"name":"李𬱖"})");
    EXPECT_EQ(bad.bytes, "");
    EXPECT_THAT(names_of(bad.errors), ElementsAre("CHARACTER_NOT_IN_CHARSET n"));
    EXPECT_THAT(bad.errors[0].cause(), HasSubstr("U+2CC56 is not in GBK"));
}

TEST(OutwardMapping, R32_APartnersShorterFieldIsReportedAndNeverCut) {
    const Loaded loaded = load_out("output: json\n",
                                   "  - {to: n, from: name, max: 2}\n"
                                   "  - {to: c, from: code, required: true}\n"
                                   "  - {to: d, from: at, do: [format_date(yyyyMMdd)]}\n"
                                   "  - {to: i, from: name, as: number}\n");
    const MappedOut out = run(loaded, R"({"name":"王测试","code":"","at":"soon"})");
    EXPECT_THAT(names_of(out.errors), ElementsAre("FIELD_TOO_LONG n", "FIELD_MISSING c",
                                                  "FIELD_FORMAT d", "FIELD_FORMAT i"));
    EXPECT_THAT(out.errors[0].text(), HasSubstr("demo/application.out@1:5:5"));
    EXPECT_THAT(out.errors[0].cause(), HasSubstr("3 characters, the partner takes 2"));
    EXPECT_EQ(out.bytes, "");
}

TEST(OutwardMapping, AMistakeInAListNamesTheEntry) {
    const Loaded loaded = load_out("output: json\n",
                                   "  - to: 'l/m[]'\n    each: m/x\n    required: true\n    rows:\n"
                                   "      - {to: name, from: name, required: true}\n");
    EXPECT_THAT(names_of(run(loaded, R"({"m":{"x":[{"name":"a"},{}]}})").errors),
                ElementsAre("FIELD_MISSING l/m[2]/name"));
    EXPECT_THAT(names_of(run(loaded, "{}").errors), ElementsAre("FIELD_MISSING l/m[]"));
}

TEST(OutwardMapping, TargetsAreARestrictedPath) {
    const auto problem = [](std::string_view head, std::string_view row) {
        const Loaded loaded = load_out(head, "  - " + std::string{row} + "\n");
        return loaded.problems.empty() ? std::string{} : loaded.problems.front().text();
    };
    constexpr std::string_view kJson = "output: json\n";
    constexpr std::string_view kXml = "output: xml\nroot: r\n";
    EXPECT_THAT(problem(kXml, "{to: 'a[1]/b', from: x}"), HasSubstr("is no name"));
    EXPECT_THAT(problem(kXml, "{to: //b, from: x}"), HasSubstr("is no name"));
    EXPECT_THAT(problem(kXml, "{to: '@a/b', from: x}"), HasSubstr("an attribute ends the path"));
    EXPECT_THAT(problem(kXml, "{to: 'a[]/b', from: x}"), HasSubstr("[] is for lists"));
    EXPECT_THAT(problem(kJson, "{to: 'a/@b', from: x}"), HasSubstr("no attributes"));
    EXPECT_THAT(problem(kJson, "{to: a, each: x, rows: [{to: b, from: c}]}"),
                HasSubstr("ends in []"));
    EXPECT_THAT(problem(kXml, "{to: a, from: x, as: number}"), HasSubstr("only JSON"));
    EXPECT_EQ(problem(kJson, "{to: 'a[]/b', from: x, as: number}"), "");
}

}  // namespace ow::mapping
