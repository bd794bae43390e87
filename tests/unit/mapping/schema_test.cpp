// The generated XSD, judged by libxml2's own validator: what the shipped mappings make fits it.

#include "gateway/model/schema.hpp"

#include <gtest/gtest.h>
#include <libxml/xmlschemas.h>

#include <boost/json/object.hpp>
#include <fstream>
#include <memory>
#include <sstream>

#include "gateway/casetree/tree.hpp"
#include "gateway/mapping/mapping_set.hpp"

namespace ow::mapping {
namespace {

void ignore(void*, const char*, ...) {}

class Validator {
  public:
    Validator() {
        const std::string xsd = model::xml_schema();
        xmlSchemaParserCtxt* parser =
            xmlSchemaNewMemParserCtxt(xsd.data(), static_cast<int>(xsd.size()));
        schema_.reset(xmlSchemaParse(parser));
        xmlSchemaFreeParserCtxt(parser);
    }
    [[nodiscard]] bool loaded() const { return schema_ != nullptr; }
    bool accepts(const boost::json::object& content) {
        const xml::Document tree = casetree::from_json(content, "content");
        const std::unique_ptr<xmlSchemaValidCtxt, decltype(&xmlSchemaFreeValidCtxt)> context{
            xmlSchemaNewValidCtxt(schema_.get()), &xmlSchemaFreeValidCtxt};
        xmlSchemaSetValidErrors(context.get(), ignore, ignore, nullptr);
        return xmlSchemaValidateDoc(context.get(), tree.raw()) == 0;
    }

  private:
    std::unique_ptr<xmlSchema, decltype(&xmlSchemaFree)> schema_{nullptr, &xmlSchemaFree};
};

std::string input_of(const std::string& sample) {
    std::ifstream stream{sample};
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str().substr(0, text.str().find("\n----------\n"));
}

}  // namespace

TEST(GeneratedXsd, AcceptsWhatMappingsMakeAndRefusesWhatTheRegistryDoes) {
    Validator validator;
    ASSERT_TRUE(validator.loaded());
    std::vector<Error> problems;
    const MappingSet set = MappingSet::load("mappings", problems);
    const Mapping* mapping = set.find("portal/application", Direction::kIn);
    ASSERT_NE(mapping, nullptr);
    const MappedIn mapped =
        mapping->map_in(input_of("mappings/portal/samples/application.in.person.txt"));
    boost::json::object content = mapped.content.json();
    EXPECT_TRUE(validator.accepts(content));
    content["delivery"].as_object()["way"] = "pigeon";
    EXPECT_FALSE(validator.accepts(content));
    content["delivery"].as_object()["way"] = "self";
    content["applicant"].as_object()["name"] = std::string(201, 'x');
    EXPECT_FALSE(validator.accepts(content));
    content["applicant"].as_object()["name"] = "x";
    EXPECT_TRUE(validator.accepts(content));
    content["nothing"] = "x";
    EXPECT_FALSE(validator.accepts(content));
}

}  // namespace ow::mapping
