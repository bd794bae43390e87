#include "gateway/model/schema.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "gateway/base/error.hpp"
#include "gateway/model/fields.hpp"

namespace ow::model {
namespace {

namespace json = boost::json;

/// The schema of a registry path, or nullptr.
const json::value* schema_at(const json::value& root, std::string_view path) {
    std::string pointer;
    std::string_view rest = path;
    while (!rest.empty()) {
        const std::size_t dot = rest.find('.');
        std::string step{rest.substr(0, dot)};
        const bool list = step.ends_with("[]");
        if (list) step.resize(step.size() - 2);
        pointer += "/properties/" + step + (list ? "/items" : "");
        rest = dot == std::string_view::npos ? std::string_view{} : rest.substr(dot + 1);
    }
    boost::system::error_code ec;
    return root.find_pointer(pointer, ec);
}

}  // namespace

TEST(Schema, JsonHasEveryFieldWithItsLengthAndCodes) {
    const json::value schema = json::parse(json_schema());
    for (const Field& field : fields()) {
        const json::value* found = schema_at(schema, field.path);
        ASSERT_NE(found, nullptr) << field.path;
        EXPECT_EQ(found->at("title").as_string(), field.label) << field.path;
        EXPECT_EQ(found->as_object().contains("x-sensitive"), field.sensitive);
        if (field.type == FieldType::kName) {
            EXPECT_EQ(found->at("maxLength").to_number<std::size_t>(), field.max_length);
        }
        if (!field.codes.empty()) {
            EXPECT_EQ(found->at("enum").as_array().size(), codes_of(field.codes).size());
        }
    }
    EXPECT_EQ(schema.at("additionalProperties").as_bool(), false);
    EXPECT_EQ(schema_at(schema, "materials")->at("type").as_string(), "array");
}

TEST(Schema, OpenApiCarriesTheContentAndAllErrorNames) {
    const json::value api = json::parse(open_api());
    const json::value& schemas = api.at("components").at("schemas");
    EXPECT_NE(schema_at(schemas.at("Content"), "decision.outcome"), nullptr);
    EXPECT_EQ(schemas.at("Error").at("properties").at("code").at("enum").as_array().size(),
              error_catalogue().size());
}

TEST(Schema, XsdNamesEveryFieldOnce) {
    const std::string xsd = xml_schema();
    std::size_t elements = 0;
    for (std::size_t at = 0; (at = xsd.find("<xs:element ", at)) != std::string::npos; ++at)
        ++elements;
    std::size_t groups = 1;  // the root
    std::string last;
    for (const Field& field : fields()) {
        const std::string group{field.path.substr(0, field.path.find_first_of(".["))};
        const bool grouped = field.path.find('.') != std::string_view::npos &&
                             field.path.find('[') == std::string_view::npos;
        if (grouped && group != last) ++groups;
        last = group;
    }
    EXPECT_EQ(elements, fields().size() + groups);
    EXPECT_NE(xsd.find("<xs:maxLength value=\"200\"/>"), std::string::npos);
}

}  // namespace ow::model
