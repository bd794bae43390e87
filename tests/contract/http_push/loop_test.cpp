// Adapter and twin over real sockets: gateway server, twin server, one client each.

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "gateway/http/client.hpp"
#include "gateway/http/server.hpp"
#include "tests/contract/http_push/fakes.hpp"

namespace ow::http_push::test {
namespace {

constexpr const char* kBody =
    R"({"caseNo":"4101842024092710000017","applicant":{"name":"王测试"},"item":{"code":"0001"}})";

/// Servers get late-bound handlers, because each side must know the other's port first.
struct Loop {
    SystemClock clock;
    NullLog log;
    http::Metrics metrics;
    FakeInbound inbound{kTaken};
    http::PartnerAuth auth{
        {{PartnerId{"bureau"}, {}, {{kKey}}, {*AddressRange::parse("127.0.0.1")}}}, clock};
    std::unique_ptr<http::Client> client = std::move(http::Client::make({}).value());
    std::unique_ptr<http::Server> twin_server;
    std::unique_ptr<ports::Adapter> adapter;
    std::unique_ptr<http::Server> gateway;
    std::unique_ptr<Twin> twin;

    explicit Loop(bool deduplicates) {
        const auto late = [this](const char* pattern, const char* method, std::size_t index) {
            return ports::Route{method, pattern, ports::Trust::kPublic, 0,
                                [this, index](const auto& request, const ports::Respond& respond) {
                                    twin->routes("")[index].handler(request, respond);
                                }};
        };
        twin_server =
            std::move(http::Server::start(
                          {}, {late("/b/in/{kind}", "POST", 0), late("/b/twin/faults", "POST", 3)},
                          {clock, log, metrics})
                          .value());
        const auto partner =
            bureau("json", "http://127.0.0.1:" + std::to_string(twin_server->port()) + "/b");
        adapter = std::move(make_adapter({partner, inbound, *client, clock, log, "", {}}).value());
        gateway = std::move(
            http::Server::start({}, adapter->routes(), {clock, log, metrics, &auth}).value());
        twin = std::make_unique<Twin>(
            adapters::DepartmentSettings{"bureau", deduplicates, kKey,
                                         "http://127.0.0.1:" + std::to_string(gateway->port()),
                                         true},
            false, *client, clock, log);
    }
    Result<ports::Receipt> send(const std::string& key) {
        ports::Delivery delivery;
        delivery.kind = "application";
        delivery.idempotency_key = key;
        delivery.body = kBody;
        delivery.deadline = Millis{5'000};
        return adapter->sender()->send(delivery);
    }
    void faults(const std::string& text) {
        ports::HttpRequest request;
        request.body = text;
        EXPECT_EQ(ask(twin->routes("")[3], request).status, 200);
    }
    boost::json::value told() { return boost::json::parse(ask(twin->routes("")[4], {}).body); }
};

TEST(HttpPushLoop, ACaseGoesOutAndItsDecisionComesIn) {
    Loop loop{true};
    const auto receipt = loop.send("row-1");
    ASSERT_TRUE(receipt) << receipt.error().text();
    EXPECT_EQ(receipt->facts.at("foreign_no").as_string(), "bureau-1");
    EXPECT_EQ(loop.twin->step(), 1U);
    ASSERT_EQ(loop.inbound.received.size(), 1U);
    EXPECT_EQ(loop.inbound.received[0].kind, "decision");
    EXPECT_EQ(loop.inbound.received[0].partner.str(), "bureau");
    EXPECT_EQ(loop.told().at("sent").at(0).at("status").as_int64(), 200);
}

TEST(HttpPushLoop, ACutAnswerIsATimeoutAndTheRepetitionIsDone) {
    Loop loop{true};
    loop.faults(R"({"cut":1})");
    const auto lost = loop.send("row-1");
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code(), Code::kPartnerTimeout);
    const auto again = loop.send("row-1");
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(again->facts.at("foreign_no").as_string(), "bureau-1");
    EXPECT_EQ(loop.told().at("messages").at(0).at("acted").as_int64(), 1);
}

TEST(HttpPushLoop, TheClientItselfNeverMakesADouble) {
    Loop loop{false};
    loop.faults(R"({"cut":0.3})");
    int lost = 0;
    for (int i = 0; i < 60; ++i) {
        const auto receipt = loop.send("row-" + std::to_string(i));
        if (receipt) continue;
        EXPECT_EQ(receipt.error().code(), Code::kPartnerTimeout);
        ++lost;
    }
    EXPECT_GT(lost, 5);
    EXPECT_TRUE(loop.told().at("doubles").as_array().empty());
    EXPECT_EQ(loop.told().at("messages").as_array().size(), 60U);
}

TEST(HttpPushLoop, SubmittingThroughTheTwinIsSignedForTheGateway) {
    Loop loop{true};
    ports::HttpRequest request;
    request.query = {{"kind", "application"}};
    request.headers = {{"content-type", "application/json"}, {"idempotency-key", "P-1"}};
    request.body = "{\"a\":1}";
    const auto answer = ask(loop.twin->routes("")[2], request);
    EXPECT_EQ(answer.status, 200) << answer.body;
    ASSERT_EQ(loop.inbound.received.size(), 1U);
    EXPECT_EQ(loop.inbound.received[0].idempotency_key, "P-1");
    EXPECT_EQ(loop.inbound.received[0].body, "{\"a\":1}");
}

}  // namespace
}  // namespace ow::http_push::test
