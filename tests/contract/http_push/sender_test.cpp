#include "adapters/http_push/sender.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/ports/call_outcome.hpp"
#include "tests/contract/http_push/fakes.hpp"

namespace ow::http_push::test {
namespace {

using testing::HasSubstr;

ports::Delivery delivery() {
    ports::Delivery delivery;
    delivery.partner = PartnerId{"bureau"};
    delivery.kind = "accepted";
    delivery.idempotency_key = "row-77";
    delivery.content_type = "application/json";
    delivery.body = "{\"caseNo\":\"1\"}";
    return delivery;
}

struct Meaning {
    int status;
    const char* body;
    Code code;
};

TEST(HttpPushSender, PostsSignedWithTheRowsIdAsKey) {
    Surroundings around;
    const auto adapter = std::move(around.make(bureau("json", "https://b.example/api/")).value());
    around.http.reply = ports::HttpReply{200, {}, "{\"foreign_no\":\"B-9\"}"};
    const auto receipt = adapter->sender()->send(delivery());
    ASSERT_TRUE(receipt) << receipt.error().text();
    EXPECT_EQ(receipt->facts.at("foreign_no").as_string(), "B-9");
    ASSERT_EQ(around.http.calls.size(), 1U);
    const auto call = around.http.calls[0];
    EXPECT_EQ(call.url, "https://b.example/api/in/accepted?v=1");
    EXPECT_EQ(call.headers.at("idempotency-key"), "row-77");
    EXPECT_EQ(call.headers.at("x-ow-partner"), "gateway");
    EXPECT_EQ(call.deadline, Millis{30'000});
    const auto again = adapter->sender()->send(delivery());
    ASSERT_TRUE(again);
    EXPECT_EQ(around.http.calls[1].headers.at("idempotency-key"), "row-77");
    EXPECT_NE(around.http.calls[1].headers.at("x-ow-nonce"), call.headers.at("x-ow-nonce"));
}

TEST(HttpPushSender, ReadsTheReplyAsTheRelayNeedsIt) {
    const Meaning kMeanings[] = {
        {400, "", Code::kPartnerRefused},
        {404, "", Code::kPartnerRefused},
        {422, "{\"code\":\"X\"}", Code::kPartnerRefused},
        {409, "{\"code\":\"OTHER\"}", Code::kPartnerRefused},
        {302, "", Code::kPartnerRefused},
        {401, "", Code::kPartnerCredentials},
        {403, "", Code::kPartnerCredentials},
        {429, "", Code::kPartnerBusy},
        {503, "", Code::kPartnerBusy},
        {500, "", Code::kPartnerTimeout},
        {502, "", Code::kPartnerTimeout},
        {504, "", Code::kPartnerTimeout},
    };
    for (const Meaning& meaning : kMeanings) {
        const auto receipt =
            read_reply(Content::kJson, PartnerId{"b"}, {meaning.status, {}, meaning.body});
        ASSERT_FALSE(receipt) << meaning.status;
        EXPECT_EQ(receipt.error().code(), meaning.code) << meaning.status;
    }
    const auto twice = read_reply(Content::kJson, PartnerId{"b"},
                                  {409, {}, "{\"code\":\"DUPLICATE\",\"foreign_no\":\"B-9\"}"});
    ASSERT_TRUE(twice);
    EXPECT_EQ(twice->facts.at("foreign_no").as_string(), "B-9");
    const auto xml =
        read_reply(Content::kXml, PartnerId{"b"}, {201, {}, "<r><foreign_no>B-8</foreign_no></r>"});
    ASSERT_TRUE(xml);
    EXPECT_EQ(xml->facts.at("foreign_no").as_string(), "B-8");
    EXPECT_TRUE(read_reply(Content::kJson, PartnerId{"b"}, {204, {}, ""}));
}

TEST(HttpPushSender, APageInsteadOfAnAnswerIsNoReceipt) {
    for (const char* page :
         {"<html>login</html>", "<!DOCTYPE html><p>502", "ok", "{bad", "[1,2]"}) {
        const auto json = read_reply(Content::kJson, PartnerId{"b"}, {200, {}, page});
        ASSERT_FALSE(json) << page;
        EXPECT_EQ(json.error().code(), Code::kPartnerTimeout) << "it may have been taken";
    }
    EXPECT_FALSE(read_reply(Content::kXml, PartnerId{"b"}, {200, {}, " <HTML><p>login"}));
    EXPECT_FALSE(read_reply(Content::kXml, PartnerId{"b"}, {200, {}, "{}"}));
    EXPECT_TRUE(
        read_reply(Content::kXml, PartnerId{"b"}, {200, {}, "<?xml version=\"1.0\"?><r/>"}));
}

TEST(HttpPushSender, ANumberOfAHundredHanziIsKept) {
    std::string number;
    for (int i = 0; i < 100; ++i) number += "号";
    const auto kept = [](const std::string& text) {
        return ports::receipt_with(text).facts.contains("foreign_no");
    };
    EXPECT_TRUE(kept(number));
    EXPECT_FALSE(kept(number + "号"));
    EXPECT_FALSE(kept("号\n<b>"));
}

TEST(HttpPushSender, KeepsThePartnersProseOutOfTheCause) {
    const auto receipt = read_reply(Content::kJson, PartnerId{"b"},
                                    {422, {}, "{\"code\":\"王测试 has no permit\"}"});
    EXPECT_EQ(receipt.error().cause(), "HTTP 422");
    EXPECT_EQ(read_reply(Content::kJson, PartnerId{"b"}, {422, {}, "{\"code\":\"NO_ITEM\"}"})
                  .error()
                  .cause(),
              "HTTP 422 NO_ITEM");
}

TEST(HttpPushSender, PassesTheClientsErrorOnAndMissesNoPath) {
    Surroundings around;
    const auto adapter = std::move(around.make(bureau("json", "https://b.example")).value());
    around.http.reply = Error{Code::kPartnerUnreachable};
    EXPECT_EQ(adapter->sender()->send(delivery()).error().code(), Code::kPartnerUnreachable);
    auto unknown = delivery();
    unknown.kind = "result";
    const auto failed = adapter->sender()->send(unknown);
    EXPECT_EQ(failed.error().code(), Code::kPartnerConfiguration);
    EXPECT_EQ(failed.error().at().field, "path.result");
}

TEST(HttpPushSender, PacksAttachmentsBehindTheMessage) {
    Surroundings around;
    const auto adapter = std::move(around.make(bureau("json", "https://b.example")).value());
    auto with_file = delivery();
    with_file.attachments.push_back({"决定书.pdf", "application/pdf", "%PDF-1.7"});
    ASSERT_TRUE(adapter->sender()->send(with_file));
    const auto& call = around.http.calls[0];
    EXPECT_THAT(call.headers.at("content-type"), HasSubstr("multipart/mixed; boundary=ow-"));
    EXPECT_THAT(call.body, HasSubstr("application/json\r\n\r\n{\"caseNo\":\"1\"}\r\n--ow-"));
    EXPECT_THAT(call.body, HasSubstr("filename=\"决定书.pdf\"\r\n\r\n%PDF-1.7\r\n--ow-"));
}

}  // namespace
}  // namespace ow::http_push::test
