#include "adapters/http_push/adapter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "gateway/xml/document.hpp"
#include "tests/contract/http_push/fakes.hpp"

namespace ow::http_push::test {
namespace {

using testing::HasSubstr;

ports::HttpRequest request(const std::string& type = "application/json") {
    ports::HttpRequest request;
    request.method = "POST";
    request.partner = PartnerId{"bureau"};
    request.params = {{"kind", "application"}};
    request.headers = {{"content-type", type}, {"idempotency-key", "K-1"}};
    request.body = "{\"a\":\"一\"}";
    request.trace = "00112233";
    return request;
}

TEST(HttpPushAdapter, HandsTheBytesToIntakeAndAnswersInJson) {
    Surroundings around;
    const auto adapter = std::move(around.make(bureau("json", "")).value());
    const auto routes = adapter->routes();
    ASSERT_EQ(routes.size(), 2U);
    EXPECT_EQ(routes[0].pattern, "/partners/bureau/{kind}");
    EXPECT_EQ(routes[0].trust, ports::Trust::kPartner);
    const auto answer = ask(routes[0], request());
    ASSERT_EQ(around.inbound.received.size(), 1U);
    const auto& message = around.inbound.received[0];
    EXPECT_EQ(message.partner.str(), "bureau");
    EXPECT_EQ(message.kind, "application");
    EXPECT_EQ(message.idempotency_key, "K-1");
    EXPECT_EQ(message.body, "{\"a\":\"一\"}");
    EXPECT_EQ(answer.status, 200);
    const auto body = boost::json::parse(answer.body);
    EXPECT_EQ(body.at("case_no").as_string(), "4101842024092710000017");
    EXPECT_FALSE(body.at("repeated").as_bool());
    EXPECT_EQ(adapter->sender(), nullptr) << "no endpoint, nothing to speak to";
}

TEST(HttpPushAdapter, SaysThatAMessageWasARepetition) {
    Surroundings around;
    around.inbound.answer.repeated = true;
    const auto adapter = std::move(around.make(bureau("json", "")).value());
    const auto answer = ask(adapter->routes()[0], request());
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(boost::json::parse(answer.body).at("repeated").as_bool());
}

TEST(HttpPushAdapter, AnswersXmlPartnersInXml) {
    Surroundings around;
    const auto adapter = std::move(around.make(bureau("xml", "")).value());
    const auto good = ask(adapter->routes()[0], request("text/xml; charset=GBK"));
    EXPECT_THAT(good.headers.at("content-type"), HasSubstr("application/xml"));
    const auto taken = xml::Document::parse(good.body);
    ASSERT_TRUE(taken) << good.body;
    EXPECT_EQ(taken->root().child("case_no").text(), "4101842024092710000017");
    EXPECT_EQ(around.inbound.received[0].content_type, "text/xml; charset=GBK");
    around.inbound.answer = {
        Error{Code::kFieldMissing, At{.field = "applicant.name", .where = "bureau", .line = 3}},
        {}};
    const auto bad = ask(adapter->routes()[0], request("text/xml"));
    EXPECT_EQ(bad.status, 422);
    const auto refused = xml::Document::parse(bad.body);
    ASSERT_TRUE(refused) << bad.body;
    EXPECT_EQ(refused->root().name(), "error");
    EXPECT_EQ(refused->root().child("code").text(), "FIELD_MISSING");
    EXPECT_EQ(refused->root().child("field").text(), "applicant.name");
    EXPECT_EQ(refused->root().child("line").text(), "3");
    EXPECT_FALSE(refused->root().child("next").text().empty());
}

TEST(HttpPushAdapter, RefusesBeforeIntakeWhatIsNotOfThisPartner) {
    Surroundings around;
    const auto adapter = std::move(around.make(bureau("json", "")).value());
    const auto code = [&](const ports::HttpRequest& wrong) {
        return std::string{boost::json::parse(ask(adapter->routes()[0], wrong).body)
                               .at("error")
                               .at("code")
                               .as_string()};
    };
    auto stranger = request();
    stranger.partner = PartnerId{"other"};
    EXPECT_EQ(code(stranger), "AUTH_FORBIDDEN");
    auto kind = request();
    kind.params["kind"] = "gossip";
    EXPECT_EQ(code(kind), "MESSAGE_KIND_UNKNOWN");
    EXPECT_EQ(code(request("application/xml")), "MEDIA_TYPE_UNSUPPORTED");
    auto key = request();
    key.headers["idempotency-key"] = "two words";
    EXPECT_EQ(code(key), "REQUEST_INVALID");
    key.headers["idempotency-key"] = std::string(201, 'k');
    EXPECT_EQ(code(key), "REQUEST_INVALID");
    EXPECT_TRUE(around.inbound.received.empty());
}

TEST(HttpPushAdapter, NamesTheWrongSetting) {
    Surroundings around;
    auto settings = bureau("yaml", "http://a");
    EXPECT_EQ(around.make(settings).error().at().field, "content");
    settings = bureau("json", "http://a");
    settings.settings["path.result"] = "no-slash";
    EXPECT_EQ(around.make(settings).error().at().field, "path.result");
    settings = bureau("json", "http://a");
    settings.files["hmac_key_file"] = "short\n";
    EXPECT_EQ(around.make(settings).error().at().field, "hmac_key_file");
}

TEST(HttpPushAdapter, TellsAPartnerWhereItsOwnCaseStandsAndOfNoOther) {
    Surroundings around;
    for (const std::string content : {"json", "xml"}) {
        const auto adapter = std::move(around.make(bureau(content, "")).value());
        const auto tell = [&](const std::string& number, const char* who = "bureau") {
            ports::HttpRequest asked;
            asked.partner = PartnerId{who};
            if (!number.empty()) asked.query = {{"number", number}};
            return ask(adapter->routes()[1], asked);
        };
        EXPECT_EQ(adapter->routes()[1].pattern, "/partners/bureau/cases");
        EXPECT_EQ(adapter->routes()[1].trust, ports::Trust::kPartner);
        const auto own = tell("B-7");
        EXPECT_EQ(own.status, 200);
        EXPECT_THAT(own.body, HasSubstr("已受理"));
        EXPECT_THAT(own.headers.at("content-type"), HasSubstr(content));
        EXPECT_EQ(tell("somebody else's").status, 404);
        EXPECT_THAT(tell("somebody else's").body, HasSubstr("CASE_NOT_FOUND"));
        EXPECT_EQ(tell("").status, 422);
        EXPECT_EQ(tell("B-7", "other").status, 403);
    }
}

}  // namespace
}  // namespace ow::http_push::test
