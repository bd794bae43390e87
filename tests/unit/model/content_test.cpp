#include "gateway/model/content.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>

namespace ow::model {
namespace {

std::string text(const Content& content) {
    return boost::json::serialize(content.json());
}

Content content_of(std::string_view json) {
    return Content{boost::json::parse(json).as_object()};
}

std::vector<std::string> named(const std::vector<Error>& errors) {
    std::vector<std::string> out;
    for (const Error& error : errors) {
        out.push_back(std::string{error.row().name} + " " + error.at().field);
    }
    return out;
}

using Names = std::vector<std::string>;

}  // namespace

TEST(Content, IsNestedAsTheRegistrysPathsSay) {
    Content content;
    content.set("applicant.name", "王测试");
    content.set("case_no", "1");
    content.set("applicant.kind", "person");
    boost::json::object entry;
    set_member(entry, *find_field("materials[].copies"), "2");
    set_member(entry, *find_field("materials[].received"), "true");
    content.append("materials", entry);
    EXPECT_EQ(text(content), R"({"applicant":{"name":"王测试","kind":"person"},"case_no":"1",)"
                             R"("materials":[{"copies":2,"received":true}]})");
    EXPECT_EQ(content.text("applicant.name"), "王测试");
    EXPECT_EQ(content.text("agent.name"), "");
    EXPECT_TRUE(content.has("case_no"));
    EXPECT_FALSE(content.has("item.code"));
    EXPECT_EQ(member_text(content.list("materials").at(0), "copies"), "2");
    content.erase("applicant.name");
    EXPECT_FALSE(content.has("applicant.name"));
}

TEST(Content, APathThatIsNotInTheRegistryIsABrokenInvariant) {
    Content content;
    EXPECT_THROW(content.set("aplicant.name", "x"), std::logic_error);
    EXPECT_THROW(static_cast<void>(content.text("applicant")), std::logic_error);
    EXPECT_THROW(content.append("case_no", {}), std::logic_error);
}

TEST(Content, TimesAreRead) {
    Content content;
    content.set("applied_at", "2024-09-27T10:15:00.000+08:00");
    content.set("booking.date", "2024-09-29");
    EXPECT_EQ(to_iso(*content.instant("applied_at")), "2024-09-27T10:15:00.000+08:00");
    EXPECT_EQ(to_iso(*content.day("booking.date")), "2024-09-29");
    EXPECT_FALSE(content.instant("decision.decided_at"));
}

TEST(Content, ASupplementReplacesFieldsAndWholeLists) {
    Content old = content_of(
        R"({"applicant":{"name":"a","phone":"1"},"materials":[{"name":"x"},{"name":"y"}]})");
    old.merge(
        content_of(R"({"applicant":{"phone":"2"},"materials":[{"name":"z"}],"case_no":"7"})"));
    EXPECT_EQ(text(old),
              R"({"applicant":{"name":"a","phone":"2"},"materials":[{"name":"z"}],"case_no":"7"})");
}

TEST(ContentValidation, NamesEveryPlaceThatDoesNotFit) {
    const Findings found = validate(
        content_of(
            R"({"applicant":{"name":"","nmae":"x","kind":"dog"},"materials":[{"copies":1},{"copies":-1},3],)"
            R"("case_no":{"a":1},"form":"x"})"),
        "form");
    EXPECT_EQ(named(found.errors),
              (Names{"FIELD_FORMAT applicant.nmae", "FIELD_FORMAT applicant.kind",
                     "FIELD_FORMAT materials[2].copies", "FIELD_FORMAT materials[3]",
                     "FIELD_FORMAT case_no", "FIELD_FORMAT form"}));
    EXPECT_EQ(found.errors[0].at().where, "form");
    for (const Error& error : found.errors) {
        EXPECT_EQ(error.cause().find("dog"), std::string::npos) << "a cause never repeats a value";
    }
}

TEST(ContentValidation, R34_AWrongResidentIdIsAnErrorAWrongCreditCodeAWarning) {
    const auto check = [](const char* type, const char* number) {
        Content content;
        content.set("agent.cert_type", type);
        content.set("agent.cert_number", number);
        return validate(content);
    };
    EXPECT_TRUE(check("id_card", "410104190001010014").errors.empty());
    EXPECT_EQ(named(check("id_card", "410104190001010013").errors),
              Names{"FIELD_FORMAT agent.cert_number"});
    EXPECT_EQ(named(check("uscc", "91350211M0000XUF46").warnings),
              Names{"FIELD_FORMAT agent.cert_number"});
    EXPECT_TRUE(check("uscc", "91350211M0000XUF46").errors.empty());
    EXPECT_EQ(named(check("uscc", "91350211").errors), Names{"FIELD_FORMAT agent.cert_number"});
    EXPECT_TRUE(check("passport", "E12345678").errors.empty());
}

}  // namespace ow::model
