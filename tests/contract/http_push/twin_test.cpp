#include "adapters/http_push/twin.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "gateway/base/text.hpp"
#include "gateway/ports/call_signature.hpp"
#include "tests/contract/http_push/fakes.hpp"

namespace ow::http_push::test {
namespace {

constexpr const char* kCase =
    R"({"caseNo":"4101842024092710000017","applicant":{"name":"王测试"},"item":{"code":"0001"}})";

struct Stage {
    TurnedClock clock{kNow};
    NullLog log;
    FakeHttp http;
    Twin twin;
    std::vector<ports::Route> routes;

    explicit Stage(bool deduplicates, bool xml = false)
        : twin({"bureau", deduplicates, kKey, "https://gateway", true, Millis{60'000}, 2}, xml,
               http, clock, log),
          routes(twin.routes("/b")) {}

    ports::HttpResponse push(const std::string& key, const std::string& body = kCase) {
        ports::HttpCall call;
        call.url = "http://t/b/in/application";
        call.body = body;
        ports::HttpRequest request;
        request.method = "POST";
        request.raw_target = "/b/in/application";
        request.params = {{"kind", "application"}};
        request.body = body;
        request.headers = ports::sign_call({"gateway", kKey}, call, clock.now(), "nonce-" + key);
        request.headers["idempotency-key"] = key;
        return ask(routes[0], request);
    }
    ports::HttpResponse faults(const std::string& text) {
        ports::HttpRequest request;
        request.body = text;
        return ask(routes[3], request);
    }
    boost::json::value told() { return boost::json::parse(ask(routes[4], {}).body); }
};

TEST(HttpPushTwin, OneThatDeduplicatesActsOnceAndSaysSo) {
    Stage stage{true};
    EXPECT_EQ(stage.push("k1").status, 200);
    const auto again = stage.push("k1");
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(boost::json::parse(again.body).at("code").as_string(), "DUPLICATE");
    const auto told = stage.told();
    EXPECT_EQ(told.at("messages").at(0).at("arrivals").as_int64(), 2);
    EXPECT_EQ(told.at("messages").at(0).at("acted").as_int64(), 1);
    EXPECT_EQ(told.at("messages").at(0).at("case_no").as_string(), "4101842024092710000017");
    EXPECT_TRUE(told.at("doubles").as_array().empty());
}

TEST(HttpPushTwin, OneThatCannotExposesTheDouble) {
    Stage stage{false};
    stage.push("k1");
    EXPECT_EQ(stage.push("k1").status, 200);
    stage.push("k2");
    const auto told = stage.told();
    ASSERT_EQ(told.at("doubles").as_array().size(), 1U);
    EXPECT_EQ(told.at("doubles").at(0).as_string(), "k1");
}

TEST(HttpPushTwin, RefusesWhatIsNotSignedWithItsKey) {
    Stage stage{true};
    ports::HttpRequest request;
    request.params = {{"kind", "application"}};
    EXPECT_EQ(ask(stage.routes[0], request).status, 401);
}

TEST(HttpPushTwin, FailsOnDemand) {
    Stage stage{true};
    EXPECT_EQ(stage.faults(R"({"busy":1,"refuse":1})").status, 200);
    EXPECT_EQ(stage.push("k1").status, 503);
    EXPECT_EQ(stage.push("k1").status, 422);
    EXPECT_EQ(stage.push("k1").status, 200);
    stage.faults(R"({"down_until":"2024-10-09T16:01:00"})");
    EXPECT_EQ(stage.push("k2").status, 0);
    stage.clock.forward(Millis{60'000});
    EXPECT_EQ(stage.push("k2").status, 200);
    EXPECT_EQ(stage.told().at("messages").as_array().size(), 2U);
    EXPECT_EQ(stage.faults("[]").status, 400);
    EXPECT_EQ(stage.faults(R"({"down_until":"tomorrow"})").status, 400);
}

TEST(HttpPushTwin, CutsTheAnswerAfterItActed) {
    Stage stage{true};
    stage.faults(R"({"cut":1})");
    EXPECT_EQ(stage.push("k1").status, 0);
    EXPECT_EQ(stage.push("k1").status, 409) << "it had acted";
    stage.faults(R"({"cut":0.2})");
    int cut = 0;
    for (int i = 0; i < 1000; ++i) cut += stage.push("s" + std::to_string(i)).status == 0 ? 1 : 0;
    EXPECT_GT(cut, 150);
    EXPECT_LT(cut, 250);
}

TEST(HttpPushTwin, HangsUntilItsTime) {
    Stage stage{true};
    stage.faults(R"({"hang_ms":5000})");
    int status = -1;
    ports::HttpRequest request;
    request.params = {{"kind", "application"}};
    stage.routes[0].handler(std::make_shared<const ports::HttpRequest>(request),
                            [&](const ports::HttpResponse& answer) { status = answer.status; });
    EXPECT_EQ(stage.twin.step(), 0U);
    EXPECT_EQ(status, -1);
    stage.clock.forward(Millis{5'000});
    EXPECT_EQ(stage.twin.step(), 1U);
    EXPECT_EQ(status, 401);
}

TEST(HttpPushTwin, ADepartmentDecidesLaterAndInsistsUntilItIsHeard) {
    Stage stage{true};
    stage.push("k1");
    EXPECT_EQ(stage.twin.step(), 0U);
    stage.clock.forward(Millis{60'000});
    stage.http.reply = Error{Code::kPartnerUnreachable};
    EXPECT_EQ(stage.twin.step(), 1U);
    EXPECT_EQ(stage.twin.step(), 0U);
    stage.clock.forward(Millis{1'000});
    stage.http.reply = ports::HttpReply{200, {}, "{}"};
    EXPECT_EQ(stage.twin.step(), 1U);
    stage.clock.forward(Millis{10'000});
    EXPECT_EQ(stage.twin.step(), 0U);
    ASSERT_EQ(stage.http.calls.size(), 2U);
    EXPECT_EQ(stage.http.calls[0].url, "https://gateway/partners/bureau/decision");
    EXPECT_EQ(stage.http.calls[0].headers.at("Idempotency-Key"),
              stage.http.calls[1].headers.at("Idempotency-Key"));
    EXPECT_EQ(stage.http.calls[0].body, stage.http.calls[1].body);
    const auto body = boost::json::parse(stage.http.calls[0].body);
    EXPECT_EQ(body.at("caseNo").as_string(), "4101842024092710000017");
    EXPECT_EQ(body.at("outcome").as_string(), "ZY");
    EXPECT_EQ(body.at("decidedAt").as_string(), "2024-10-09 16:01:00");
    EXPECT_EQ(body.at("result").at("applicantName").as_string(), "王测试");
}

TEST(HttpPushTwin, ReadsAndWritesXmlInGb18030) {
    Stage stage{true, true};
    const std::string text =
        "<?xml version=\"1.0\" encoding=\"GBK\"?><APPROVEDATAINFO><SB><YWBH>C-1</YWBH>"
        "<SXBM>0001</SXBM><SQRMC>王测试</SQRMC></SB></APPROVEDATAINFO>";
    EXPECT_EQ(stage.push("k1", encode_from_utf8(text, "GBK").value()).status, 200);
    stage.push("k2", encode_from_utf8(text, "GBK").value());
    stage.clock.forward(Millis{60'000});
    EXPECT_EQ(stage.twin.step(), 2U);
    const std::string body = decode_to_utf8(stage.http.calls[0].body, "GB18030").value();
    EXPECT_THAT(body, testing::HasSubstr("<YWBH>C-1</YWBH><BJJGDM>0</BJJGDM>"));
    EXPECT_THAT(body, testing::HasSubstr("<CZRMC>王测试</CZRMC>"));
    EXPECT_THAT(body, testing::HasSubstr("<BJSJ>20241009T160100</BJSJ>"));
    EXPECT_THAT(decode_to_utf8(stage.http.calls[1].body, "GB18030").value(),
                testing::HasSubstr("<BJJGDM>7</BJJGDM>"))
        << "every second case is refused here";
}

}  // namespace
}  // namespace ow::http_push::test
