// Files inside messages: strict, limited, told apart by their bytes, and never a text.

#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "gateway/casetree/tree.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/mapping/file_bytes.hpp"
#include "tests/unit/mapping/mapping_under_test.hpp"

namespace ow::mapping {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kPdf{"%PDF-1.7\n\0\xFF\xFE binary.", 20};

std::string rows(const std::string& call) {
    return "  - {to: materials, each: //m, rows: [{to: name, from: n}, "
           "{to: file, from: f, do: [\"" +
           call + "\"]}]}\n";
}

MappedIn read(const std::string& base64, const std::string& call = "file") {
    const Loaded loaded = load_rows(rows(call));
    return loaded.mapping->map_in(R"({"m":[{"n":"甲"},{"n":"乙","f":")" + base64 + "\"}]}");
}

std::string cause_of(const MappedIn& mapped) {
    EXPECT_EQ(mapped.errors.size(), 1U);
    return mapped.errors.empty() ? std::string{} : mapped.errors.front().text();
}

}  // namespace

TEST(MessageFile, BecomesBytesAndTheContentOnlyKnowsItsDigestSizeAndType) {
    const MappedIn mapped = read(crypto::to_base64(kPdf));
    ASSERT_TRUE(mapped.errors.empty()) << mapped.errors.front().text();
    ASSERT_EQ(mapped.files.size(), 1U);
    EXPECT_EQ(mapped.files[0].bytes, kPdf);
    const auto materials = mapped.content.list("materials");
    EXPECT_FALSE(materials.at(0).contains("file_sha256")) << "the first has no file";
    const auto& told = materials.at(1);
    EXPECT_EQ(model::member_text(told, "file_sha256"),
              crypto::to_hex(crypto::digest(crypto::Hash::kSha256, kPdf)));
    EXPECT_EQ(model::member_text(told, "file_sha256"), mapped.files[0].sha256);
    EXPECT_EQ(model::member_text(told, "file_size"), "20");
    EXPECT_EQ(model::member_text(told, "file_type"), "application/pdf");
    EXPECT_EQ(boost::json::serialize(mapped.content.json()).find("JVBER"), std::string::npos);
    EXPECT_TRUE(model::validate(mapped.content).errors.empty());
}

TEST(MessageFile, IsReadFromXmlAndFormsToo) {
    const std::string base64 = crypto::to_base64(kPdf);
    const Loaded xml = load_rows(rows("file"), "xml");
    const MappedIn of_xml = xml.mapping->map_in("<a><m><f>\n " + base64.substr(0, 9) + "\r\n " +
                                                base64.substr(9) + "\n</f></m></a>");
    ASSERT_EQ(of_xml.files.size(), 1U);
    EXPECT_EQ(of_xml.files[0].bytes, kPdf);
    const Loaded form = load_rows(
        "  - {to: materials, each: ., rows: [{to: file, from: f, do: [file]}]}\n", "form");
    ASSERT_TRUE(form.mapping) << testing::PrintToString(form.texts());
    std::string escaped;
    for (const char c : base64) escaped += c == '+' ? "%2B" : c == '/' ? "%2F" : std::string{c};
    const MappedIn of_form = form.mapping->map_in("f=" + escaped);
    ASSERT_EQ(of_form.files.size(), 1U) << testing::PrintToString(names_of(of_form.errors));
    EXPECT_EQ(of_form.files[0].bytes, kPdf);
}

TEST(MessageFile, ThatIsNotWholeBase64IsAnErrorOfItsMaterial) {
    const std::string whole = crypto::to_base64(kPdf);  // ends in one =
    for (const std::string& broken :
         {whole.substr(0, whole.size() - 1), whole.substr(0, whole.size() - 2), whole + "=",
          "=" + whole, whole.substr(0, 5) + "*" + whole.substr(5), std::string{"不是文件"},
          std::string{"JVBERi1="}}) {
        const MappedIn mapped = read(broken);
        EXPECT_THAT(names_of(mapped.errors), ElementsAre("FIELD_FORMAT materials[2].file"))
            << broken;
        EXPECT_TRUE(mapped.files.empty());
        EXPECT_THAT(cause_of(mapped), HasSubstr("base64"));
        EXPECT_EQ(cause_of(mapped).find(broken), std::string::npos) << "nothing of it is shown";
    }
    EXPECT_TRUE(read("").files.empty()) << "none was sent";
    EXPECT_TRUE(read("").errors.empty());
    EXPECT_EQ(read("data:application/pdf;base64," + whole).files.at(0).bytes, kPdf);
}

TEST(MessageFile, ThatIsNamedAndHasNoBytesIsNotHandedIn) {
    const Loaded loaded = load_rows(
        "  - {to: materials, each: //m, rows: [{to: file_name, from: n}, "
        "{to: file, from: f, do: [file]}]}\n");
    const auto read_named = [&](const std::string& members) {
        return names_of(loaded.mapping->map_in("{\"m\":[{" + members + "}]}").errors);
    };
    EXPECT_THAT(read_named(R"("n":"甲.pdf","f":"")"),
                ElementsAre("FIELD_MISSING materials[1].file"));
    EXPECT_THAT(read_named(R"("n":"甲.pdf")"), testing::IsEmpty()) << "it comes another way";
    EXPECT_THAT(read_named(R"("n":"","f":"")"), testing::IsEmpty()) << "none was sent";
}

TEST(MessageFile, IsAtMostAsLargeAsTheMappingAllows) {
    const std::string most(1024 * 1024, 'x');
    EXPECT_EQ(read(crypto::to_base64(most), "file(1)").files.at(0).bytes.size(), most.size());
    const MappedIn larger = read(crypto::to_base64(most + 'x'), "file(1)");
    EXPECT_THAT(names_of(larger.errors), ElementsAre("FIELD_TOO_LONG materials[2].file"));
    EXPECT_TRUE(larger.files.empty());
    EXPECT_EQ(file_limit(""), 20U * 1024 * 1024);
}

TEST(MessageFile, IsWhatItsBytesSay) {
    EXPECT_EQ(file_type("\xFF\xD8\xFF\xE0 jpeg"), "image/jpeg");
    EXPECT_EQ(file_type(std::string_view{"II*\0tiff", 8}), "image/tiff");
    EXPECT_EQ(file_type("PK\x03\x04 ofd"), "application/zip");
    EXPECT_EQ(file_type("<html>"), "application/octet-stream") << "never what a browser runs";
    const std::string pdf = crypto::to_base64(kPdf);
    EXPECT_TRUE(read(pdf, "file(1,image/png|application/pdf)").errors.empty());
    const MappedIn other = read(pdf, "file(1,image/png|image/jpeg)");
    EXPECT_THAT(names_of(other.errors), ElementsAre("FIELD_FORMAT materials[2].file"));
    EXPECT_THAT(cause_of(other), HasSubstr("not application/pdf"));
}

TEST(MessageFile, FillsTheFileOfAMaterialAndNothingElse) {
    const auto problem = [](const std::string& row) {
        const Loaded loaded = load_rows(row);
        return loaded.problems.empty() ? std::string{} : loaded.problems.front().text();
    };
    EXPECT_THAT(problem("  - {to: remark, from: f, do: [file]}\n"), HasSubstr("of a material"));
    EXPECT_THAT(problem(rows("trim")), HasSubstr("is made by `file`"));
    EXPECT_THAT(problem(rows("file(0)")), HasSubstr("megabytes, 1 to"));
    EXPECT_THAT(problem(rows("file(2 MB)")), HasSubstr("megabytes, 1 to"));
    EXPECT_THAT(problem(rows("file(2,text/html)")), HasSubstr("`text/html` is no type"));
    EXPECT_THAT(problem("  - {to: materials, each: m, rows: [{to: file_type, from: t}]}\n"),
                HasSubstr("is filled by the row of `file`"));
}

TEST(MessageFile, GoesOutInBase64WhereTheMappingAsksForIt) {
    const std::string head = "version: 1\nmessage: application\noutput: json\n";
    const std::string row =
        "rows:\n  - {to: \"m[]\", each: materials/material, rows: [{to: c, from: content}]}\n";
    EXPECT_FALSE(load(head + row, Direction::kOut).mapping->definition().files);
    const Loaded asks = load(head + "files: true\n" + row, Direction::kOut);
    ASSERT_TRUE(asks.mapping) << testing::PrintToString(asks.texts());
    EXPECT_TRUE(asks.mapping->definition().files);
    const boost::json::object tree{
        {"materials",
         boost::json::object{{"material", boost::json::object{{"content", "JVBERi0xLjc="}}}}}};
    EXPECT_EQ(asks.mapping->map_out(casetree::from_json(tree, "case")).bytes,
              R"({"m":[{"c":"JVBERi0xLjc="}]})");
}

}  // namespace ow::mapping
