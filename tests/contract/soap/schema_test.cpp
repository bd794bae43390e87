// The served WSDL, and everything we say held against its schema by libxml2's own validator.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <set>

#include "adapters/soap/operations.hpp"
#include "tests/contract/soap/fakes.hpp"

namespace ow::soap::test {
namespace {

ports::HttpResponse get_wsdl(ports::Adapter& adapter) {
    ports::HttpRequest request;
    request.method = "GET";
    request.query = {{"wsdl", ""}};
    return ask(adapter.routes()[0], request);
}

class Schema {
  public:
    explicit Schema(const std::string& wsdl) {
        const auto document = xml::Document::parse(xml::without_declared_charset(wsdl));
        text_ = xml::standalone(document.value().root().child("types").child("schema"));
        auto* context = xmlSchemaNewMemParserCtxt(text_.data(), static_cast<int>(text_.size()));
        schema_ = xmlSchemaParse(context);
        xmlSchemaFreeParserCtxt(context);
    }
    Schema(const Schema&) = delete;
    Schema& operator=(const Schema&) = delete;
    ~Schema() { xmlSchemaFree(schema_); }
    [[nodiscard]] bool compiles() const { return schema_ != nullptr; }
    [[nodiscard]] bool fits(const xml::Node& element) const {
        const std::string text = xml::standalone(element);
        xmlDoc* document =
            xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, "UTF-8", 0);
        auto* context = xmlSchemaNewValidCtxt(schema_);
        const int result = xmlSchemaValidateDoc(context, document);
        xmlSchemaFreeValidCtxt(context);
        xmlFreeDoc(document);
        return result == 0;
    }
    /// The one element in the Body of an envelope.
    [[nodiscard]] bool fits(const std::string& envelope) const {
        const auto document = xml::Document::parse(envelope);
        return document && fits(*document->root().child("Body").children().begin());
    }

  private:
    std::string text_;
    xmlSchema* schema_ = nullptr;
};

TEST(SoapWsdl, IsServedToAnyoneWithThePublicAddressAndThePartnersOperations) {
    Surroundings around;
    const auto adapter = std::move(around.make().value());
    const auto routes = adapter->routes();
    EXPECT_EQ(routes[0].trust, ports::Trust::kPublic);
    EXPECT_EQ(routes[1].trust, ports::Trust::kPartner);
    EXPECT_EQ(routes[0].pattern, "/partners/bureau/soap");
    const auto answer = get_wsdl(*adapter);
    EXPECT_EQ(answer.status, 200);
    const auto document = xml::Document::parse(xml::without_declared_charset(answer.body));
    ASSERT_TRUE(document) << document.error().text();
    std::set<std::string> bound;
    for (const xml::Node& each : document->root().child("binding").children())
        if (each.is_named("operation") && each.has_attribute("name"))
            bound.insert(each.attribute("name"));
    EXPECT_EQ(bound, (std::set<std::string>{"decide", "query", "submit"}));
    EXPECT_EQ(
        document->root().child("service").child("port").child("address").attribute("location"),
        "https://hall.example:8443/partners/bureau/soap");
    ports::HttpRequest bare;
    EXPECT_EQ(ask(routes[0], bare).status, 404);
}

TEST(SoapWsdl, CompilesAndHoldsEveryAnswerAndFault) {
    Surroundings around;
    const auto adapter = std::move(around.make().value());
    const Schema schema{get_wsdl(*adapter).body};
    ASSERT_TRUE(schema.compiles());
    const ports::Route post = adapter->routes()[1];
    const std::string good = envelope(submit("<SB/>"));
    EXPECT_TRUE(schema.fits(ask(post, request(good)).body));
    EXPECT_TRUE(schema.fits(
        ask(post, request(envelope("<g:query><g:number>B-7</g:number></g:query>"), "\"\"")).body));
    around.inbound.answer = {{}, {{"state", "quarantined"}}, true};
    EXPECT_TRUE(schema.fits(ask(post, request(good)).body)) << "no case yet (R33)";
    for (const ErrorRow& row : error_catalogue()) {
        around.inbound.answer = {Error{row.code, At{"a.b", "w", 3, 4}, "why <&>"}, {}};
        const auto document = xml::Document::parse(ask(post, request(good)).body);
        ASSERT_TRUE(document) << row.name;
        const xml::Node fault = document->root().child("Body").child("Fault");
        EXPECT_TRUE(schema.fits(fault.child("detail").child("error"))) << row.name;
    }
}

TEST(SoapWsdl, ItsSchemaRefusesWhatIsWrong) {
    Surroundings around;
    const auto adapter = std::move(around.make().value());
    const Schema schema{get_wsdl(*adapter).body};
    EXPECT_TRUE(schema.fits(envelope(submit("<SB/>"))));
    EXPECT_TRUE(schema.fits(envelope("<g:decide><g:text>&lt;BJ/></g:text></g:decide>")));
    EXPECT_FALSE(schema.fits(envelope("<g:submit><g:contents/></g:submit>")));
    EXPECT_FALSE(schema.fits(envelope(submit("<A/><B/>"))));
    EXPECT_FALSE(schema.fits(envelope("<g:supplement><g:text>x</g:text></g:supplement>")));
    EXPECT_FALSE(
        schema.fits(envelope("<g:submitResponse><g:state>x</g:state><g:repeated>maybe</"
                             "g:repeated></g:submitResponse>")));
}

TEST(SoapWsdl, DeclaresEveryFieldOfAnError) {
    const Error error{Code::kFieldMissing, At{"f", "w", 1, 2}, "c"};
    const auto body = boost::json::parse(ports::error_response(error, {}, "t").body);
    std::vector<std::string> told;
    for (const auto& [name, value] : body.at("error").as_object()) told.emplace_back(name);
    std::vector<std::string> declared;
    for (const Field& field : error_fields()) declared.emplace_back(field.name);
    declared.emplace_back("errors");
    std::sort(told.begin(), told.end());
    std::sort(declared.begin(), declared.end());
    EXPECT_EQ(told, declared);
}

}  // namespace
}  // namespace ow::soap::test
