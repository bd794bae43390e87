// Notices to users, against the platform's twin and its faults.

#include <thread>

#include "adapters/wechat/token_cache.hpp"
#include "tests/contract/wechat/bench.hpp"

namespace ow::wechat {
namespace {

class WechatSender : public Bench {
  protected:
    ports::Delivery notice(const std::string& key = "row-1") const {
        return {
            .partner = PartnerId{"account"},
            .kind = "notice",
            .idempotency_key = key,
            .content_type = "application/json",
            .body =
                R"({"openid":"oUser_1","text":"您的预约已确认","template":"booking","url":"http://hall.test/q/1",)"
                R"("values":{"thing1":"食品经营许可","time2":"2026-11-23 09:00"}})",
            .case_no = {},
            .attachments = {}};
    }
    Result<ports::Receipt> send_notice(const std::string& key = "row-1") {
        return adapter_->sender()->send(notice(key));
    }
    static Code code_of(const Result<ports::Receipt>& result) {
        EXPECT_FALSE(result);
        return result ? Code::kInternal : result.error().code();
    }
};

TEST_F(WechatSender, ACustomMessageArrivesAndTheReceiptCarriesItsNumber) {
    const auto receipt = send_notice();
    ASSERT_TRUE(receipt) << receipt.error().text();
    EXPECT_EQ(receipt->facts.at("way"), "custom");
    EXPECT_FALSE(receipt->facts.at("foreign_no").as_string().empty());
    ASSERT_EQ(sent().size(), 1U);
    EXPECT_EQ(sent()[0].at("text"), "您的预约已确认");
    EXPECT_EQ(sent()[0].at("openid"), "oUser_1");
}

TEST_F(WechatSender, ATemplateMessageIsOneHoweverOftenItIsAskedFor) {
    rebuild({{"way", "template"}});
    faults(R"({"cut":1})");
    EXPECT_EQ(code_of(send_notice()), Code::kPartnerTimeout);
    ASSERT_TRUE(send_notice());
    ASSERT_TRUE(send_notice("row-2"));
    ASSERT_EQ(sent().size(), 2U);
    EXPECT_EQ(sent()[0].at("asked"), 2);
    EXPECT_EQ(sent()[0].at("values").at("thing1").at("value"), "食品经营许可");
}

TEST_F(WechatSender, ACutAnswerOfAWayThatCannotDeduplicateIsUnclearAndNotRepeatedByTheAdapter) {
    faults(R"({"cut":1})");
    EXPECT_EQ(code_of(send_notice()), Code::kPartnerTimeout);
    EXPECT_EQ(sent().size(), 1U);
}

TEST_F(WechatSender, SubscribeMessagesGoTheirWay) {
    rebuild({{"way", "subscribe"}});
    ASSERT_TRUE(send_notice());
    EXPECT_EQ(sent()[0].at("way"), "subscribe");
}

TEST_F(WechatSender, AnExpiredTokenIsReplacedOnceAndTheMessageGoes) {
    ASSERT_TRUE(send_notice());
    faults(R"({"expire_token":true})");
    ASSERT_TRUE(send_notice("row-2"));
    EXPECT_EQ(sent().size(), 2U);
}

TEST_F(WechatSender, TheTokenIsFetchedOnceAndAgainBeforeItsEnd) {
    ASSERT_TRUE(send_notice("1"));
    EXPECT_EQ(wire_.calls, 2);
    ASSERT_TRUE(send_notice("2"));
    EXPECT_EQ(wire_.calls, 3);
    clock_.forward(std::chrono::minutes{115});
    ASSERT_TRUE(send_notice("3"));
    EXPECT_EQ(wire_.calls, 5);
}

TEST_F(WechatSender, ATokenRefusedTwiceIsACredentialsError) {
    wire_.connect("platform.test", [this](const ports::HttpRequest& request) {
        if (request.path == "/cgi-bin/stable_token") return twin_->handle(request);
        return ports::HttpResponse{200, {}, R"({"errcode":40001})"};
    });
    EXPECT_EQ(code_of(send_notice()), Code::kPartnerCredentials);
}

TEST_F(WechatSender, BusyAndRefusedAndUnreachableAreToldApart) {
    faults(R"({"busy":1})");
    EXPECT_EQ(code_of(send_notice()), Code::kPartnerBusy);
    ports::Delivery stranger = notice();
    stranger.body = R"({"openid":"xNobody","text":"x"})";
    EXPECT_EQ(code_of(adapter_->sender()->send(stranger)), Code::kPartnerRefused);
    wire_.disconnect("platform.test");
    EXPECT_EQ(code_of(send_notice()), Code::kPartnerUnreachable);
    EXPECT_TRUE(sent().empty());
}

TEST_F(WechatSender, ALostTokenAnswerMeansThatNothingWasSent) {
    wire_.connect("platform.test", [](const ports::HttpRequest&) {
        return ports::HttpResponse{0, {}, {}};
    });
    EXPECT_EQ(code_of(send_notice()), Code::kPartnerUnreachable);
}

TEST_F(WechatSender, AWrongSecretIsACredentialsError) {
    partner_.files["secret_file"] = "wrong";
    adapter_ =
        make_adapter({partner_, inbound_, wire_, clock_, log_, "http://hall.test", {}}).value();
    EXPECT_EQ(code_of(send_notice()), Code::kPartnerCredentials);
}

TEST_F(WechatSender, AValueTooLongNeverLeavesTheHouse) {
    rebuild({{"way", "template"}});
    ports::Delivery delivery = notice();
    delivery.body =
        R"({"openid":"oUser_1","template":"booking","values":{"thing1":"一二三四五六七八九十一二三四五六七八九十一"}})";
    const auto result = adapter_->sender()->send(delivery);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code(), Code::kFieldTooLong);
    EXPECT_EQ(result.error().at().field, "thing1");
    EXPECT_EQ(wire_.calls, 0);
    delivery.body = R"({"openid":"oUser_1","template":"nowhere","values":{"thing1":"一"}})";
    EXPECT_EQ(adapter_->sender()->send(delivery).error().at().field, "template_nowhere");
    delivery.body = "not json";
    EXPECT_EQ(code_of(adapter_->sender()->send(delivery)), Code::kJsonInvalid);
}

TEST_F(WechatSender, AHangingPlatformIsUnclear) {
    ASSERT_TRUE(send_notice("row-0"));
    faults(R"({"hang":1})");
    EXPECT_EQ(code_of(send_notice("row-1")), Code::kPartnerTimeout);
}

TEST_F(WechatSender, BehindAServerAHangingAnswerComesWhenTheTwinEnds) {
    ASSERT_TRUE(send_notice("row-0"));
    faults(R"({"hang":1})");
    ports::HttpRequest request;
    request.method = "POST";
    request.path = "/cgi-bin/message/custom/send";
    std::optional<int> status;
    for (const ports::Route& route : twin_->routes()) {
        if (route.method != "POST") continue;
        route.handler(std::make_shared<const ports::HttpRequest>(request),
                      [&](const ports::HttpResponse& response) { status = response.status; });
    }
    EXPECT_FALSE(status);
    twin_.reset();
    EXPECT_EQ(status, 0);
}

TEST_F(WechatSender, ATokenThatAnotherThreadHasReplacedIsNotFetchedAgain) {
    const Settings settings = read_settings(partner_, "http://hall.test").value();
    TokenCache tokens{settings, wire_, clock_};
    const std::string first = tokens.get(Millis{1000}).value();
    const std::string second = tokens.replace(first, Millis{1000}).value();
    EXPECT_NE(first, second);
    const int calls = wire_.calls;
    EXPECT_EQ(tokens.replace(first, Millis{1000}).value(), second);
    EXPECT_EQ(wire_.calls, calls);
    EXPECT_EQ(tokens.replace(second, Millis{1000}).error().code(), Code::kPartnerCredentials);
    clock_.forward(std::chrono::seconds{30});
    EXPECT_NE(tokens.replace(second, Millis{1000}).value(), second);
}

TEST_F(WechatSender, ManyThreadsFetchOneToken) {
    std::atomic<int> tokens = 0;
    std::atomic<int> messages = 0;
    struct Platform final : ports::HttpClient {
        std::atomic<int>& tokens;
        std::atomic<int>& messages;
        Platform(std::atomic<int>& t, std::atomic<int>& m) : tokens(t), messages(m) {}
        Result<ports::HttpReply> call(const ports::HttpCall& call) override {
            if (call.url.ends_with("stable_token")) {
                ++tokens;
                return ports::HttpReply{200, {}, R"({"access_token":"T","expires_in":7200})"};
            }
            ++messages;
            return ports::HttpReply{200, {}, R"({"errcode":0,"msgid":1})"};
        }
    } platform{tokens, messages};
    const auto adapter =
        make_adapter({partner_, inbound_, platform, clock_, log_, "http://hall.test", {}}).value();
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back(
            [&, i] { EXPECT_TRUE(adapter->sender()->send(notice("row-" + std::to_string(i)))); });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(tokens, 1);
    EXPECT_EQ(messages, 8);
}

}  // namespace
}  // namespace ow::wechat
