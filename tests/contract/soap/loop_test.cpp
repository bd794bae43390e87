// Adapter and twin over real sockets: gateway server, twin server, one client each.

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "adapters/soap/twin.hpp"
#include "adapters/soap/twin_wire.hpp"
#include "gateway/http/client.hpp"
#include "gateway/http/server.hpp"
#include "tests/contract/soap/fakes.hpp"

namespace ow::soap::test {
namespace {

/// Servers get late-bound handlers, because each side must know the other's port first.
struct Loop {
    SystemClock clock;
    NullLog log;
    http::Metrics metrics;
    Surroundings around;
    http::PartnerAuth auth{
        {{PartnerId{"bureau"}, {}, {{kKey}}, {*AddressRange::parse("127.0.0.1")}}}, clock};
    std::unique_ptr<http::Client> client = std::move(http::Client::make({}).value());
    std::unique_ptr<Twin> twin;
    std::unique_ptr<http::Server> twin_server;
    std::unique_ptr<ports::Adapter> adapter;
    std::unique_ptr<http::Server> gateway;

    explicit Loop(bool deduplicates = true) {
        const auto late = [this](const char* method, const char* pattern, std::size_t index) {
            return ports::Route{method, pattern, ports::Trust::kPublic, 0,
                                [this, index](const auto& request, const ports::Respond& respond) {
                                    twin->routes("/b")[index].handler(request, respond);
                                }};
        };
        twin_server = std::move(
            http::Server::start({}, {late("POST", "/b", 0)}, {clock, log, metrics}).value());
        const std::string here = "http://127.0.0.1:";
        adapter = std::move(
            around.make(bureau(here + std::to_string(twin_server->port()) + "/b"), client.get())
                .value());
        gateway = std::move(
            http::Server::start({}, adapter->routes(), {clock, log, metrics, &auth}).value());
        twin = std::make_unique<Twin>(
            adapters::DepartmentSettings{"bureau", deduplicates, kKey,
                                         here + std::to_string(gateway->port()), true},
            TwinOffer{}, *client, clock, log);
    }
    Result<ports::Receipt> send(const std::string& key) {
        ports::Delivery delivery;
        delivery.kind = "application";
        delivery.idempotency_key = key;
        delivery.content_type = "application/xml; charset=utf-8";
        delivery.body = std::string{"<SB><YWBH>"} + kCaseNo +
                        "</YWBH><SQRMC>王测试</SQRMC><SXBM>0001</SXBM></SB>";
        delivery.deadline = Millis{5'000};
        return adapter->sender()->send(delivery);
    }
    void faults(const std::string& text) {
        ports::HttpRequest request;
        request.body = text;
        EXPECT_EQ(ask(twin->routes("")[2], request).status, 200);
    }
    boost::json::value told() { return boost::json::parse(ask(twin->routes("")[3], {}).body); }
};

TEST(SoapLoop, ACaseGoesOutAndItsDecisionComesIn) {
    Loop loop;
    const auto receipt = loop.send("row-1");
    ASSERT_TRUE(receipt) << receipt.error().text();
    EXPECT_EQ(receipt->facts.at("foreign_no").as_string(), "bureau-1");
    EXPECT_EQ(loop.twin->step(), 1U);
    EXPECT_EQ(loop.told().at("sent").at(0).at("status").as_int64(), 200);
    ASSERT_EQ(loop.around.inbound.received.size(), 1U);
    const auto& message = loop.around.inbound.received[0];
    EXPECT_EQ(message.kind, "decision");
    EXPECT_EQ(message.idempotency_key, std::string{"bureau-1-"} + kCaseNo);
    EXPECT_EQ(text_of(message.body, "YWBH"), kCaseNo);
    EXPECT_EQ(text_of(message.body, "CZRMC"), "王测试");
    EXPECT_EQ(loop.told().at("messages").at(0).at("case_no").as_string(), kCaseNo);
}

TEST(SoapLoop, EveryFaultOfTheTwinHasItsOutcome) {
    Loop loop;
    const std::pair<const char*, Code> rows[] = {
        {R"({"busy":1})", Code::kPartnerBusy},
        {R"({"refuse":1})", Code::kPartnerRefused},
        {R"({"credentials":1})", Code::kPartnerCredentials},
        {R"({"server":1})", Code::kPartnerTimeout},
        {R"({"down":1})", Code::kPartnerTimeout},
    };
    for (const auto& [faults, code] : rows) {
        loop.faults(faults);
        const auto receipt = loop.send("row-1");
        ASSERT_FALSE(receipt) << faults;
        EXPECT_EQ(receipt.error().code(), code) << faults;
    }
    EXPECT_TRUE(loop.send("row-1")) << "each came once";
    EXPECT_EQ(loop.told().at("messages").as_array().size(), 1U);
}

TEST(SoapLoop, ACutAnswerIsATimeoutAndTheRepetitionIsDone) {
    Loop loop;
    loop.faults(R"({"cut":1})");
    const auto lost = loop.send("row-1");
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code(), Code::kPartnerTimeout);
    const auto again = loop.send("row-1");
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(again->facts.at("foreign_no").as_string(), "bureau-1");
    EXPECT_EQ(loop.told().at("messages").at(0).at("acted").as_int64(), 1);
}

TEST(SoapLoop, TheServersOwnRefusalsAreFaultsToo) {
    Loop loop;
    ports::HttpCall call;
    call.url = "http://127.0.0.1:" + std::to_string(loop.gateway->port()) + "/partners/bureau/soap";
    call.headers = {{"content-type", "text/xml"}, {"soapaction", "\"\""}};
    call.body = envelope(submit("<SB/>"));
    const auto reply = loop.client->call(call);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 500);
    EXPECT_EQ(text_of(reply->body, "faultcode"), "soap:Client");
    EXPECT_EQ(text_of(reply->body, "code"), "AUTH_CREDENTIALS_MISSING");
    auto wrong = twin::signed_call({call.url, "submit", "K-1", "<SB/>"}, "bureau",
                                   "another key, 16+ bytes", loop.clock.now());
    EXPECT_EQ(text_of(loop.client->call(wrong)->body, "code"), "AUTH_SIGNATURE_INVALID");
    EXPECT_TRUE(loop.around.inbound.received.empty());
    call.method = "GET";
    call.url += "?wsdl";
    EXPECT_EQ(loop.client->call(call)->status, 200) << "the description is public";
}

}  // namespace
}  // namespace ow::soap::test
