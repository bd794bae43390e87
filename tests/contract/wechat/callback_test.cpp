// Pushes of the platform's twin to the adapter.

#include "adapters/wechat/signature.hpp"
#include "tests/contract/wechat/bench.hpp"

namespace ow::wechat {
namespace {

class WechatCallback : public Bench {
  protected:
    static constexpr const char* kUrl = "http://hall.test/partners/account/callback";
    std::string stamp() const {
        return std::to_string(
            std::chrono::duration_cast<std::chrono::seconds>(clock_.now().time_since_epoch())
                .count());
    }
    void expect_refused(const ports::HttpCall& call, int status, const std::string& code) {
        const ports::HttpReply reply = send(call);
        EXPECT_EQ(reply.status, status) << reply.body;
        EXPECT_NE(reply.body.find("\"" + code + "\""), std::string::npos) << reply.body;
        EXPECT_TRUE(inbound_.taken().empty());
    }
    ports::HttpCall text_push(const std::string& content, const std::string& id) {
        return twin_->push({{"FromUserName", "oUser_1"},
                            {"MsgType", "text"},
                            {"Content", content},
                            {"MsgId", id}});
    }
    /// A signed call with any Encrypt element.
    ports::HttpCall with_body(const std::string& body, const std::string& encrypt) {
        const std::string time = stamp();
        return test::call_of("POST",
                             std::string{kUrl} + "?timestamp=" + time +
                                 "&nonce=n1&encrypt_type=aes&msg_signature=" +
                                 sign({"server_token", time, "n1", encrypt}),
                             body);
    }
};

TEST_F(WechatCallback, TheUrlCheckIsEchoed) {
    const std::string time = stamp();
    const std::string good =
        std::string{kUrl} + "?timestamp=" + time + "&nonce=9&echostr=5837397&signature=";
    EXPECT_EQ(get(good + sign({"server_token", time, "9"})).body, "5837397");
    EXPECT_EQ(get(good + sign({"server_token", time, "9"})).headers.at("content-type"),
              "text/plain; charset=utf-8");
    EXPECT_EQ(get(good + sign({"other", time, "9"})).status, 403);
    EXPECT_EQ(get(good).status, 401);
    clock_.forward(std::chrono::minutes{11});
    EXPECT_EQ(get(good + sign({"server_token", time, "9"})).status, 403);
}

TEST_F(WechatCallback, AClickOnTheBookingButtonIsAnsweredWithALinkInASealedReply) {
    const ports::HttpReply reply = send(click());
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body.find("oUser_1"), std::string::npos);
    const auto shown = twin_->shown(reply);
    ASSERT_TRUE(shown);
    EXPECT_NE(shown->find("http://hall.test/partners/account/book?t="), std::string::npos);
    EXPECT_EQ(shown->find("oUser_1"), std::string::npos);
}

TEST_F(WechatCallback, PlainModeWorksOnlyWhereItIsSwitchedOn) {
    rebuild({{"mode", "plain"}});
    EXPECT_FALSE(link().empty());
    const ports::HttpCall plain = click();
    rebuild({});
    expect_refused(plain, 403, "AUTH_SIGNATURE_INVALID");
}

TEST_F(WechatCallback, OtherPushesAreAnsweredSuccess) {
    EXPECT_EQ(send(click("progress")).body, "success");
    EXPECT_EQ(send(text_push("你好", "1")).body, "success");
    EXPECT_TRUE(inbound_.taken().empty());
}

TEST_F(WechatCallback, AKeptPushIsAnsweredOnlyWhenItIsDurable) {
    rebuild({{"keep", "text, TEMPLATESENDJOBFINISH"}});
    inbound_.hold = true;
    const auto answer =
        test::ask(*adapter_, test::request_of(text_push("材料齐了吗", "77"), clock_.now()));
    EXPECT_FALSE(answer->has_value());
    inbound_.release();
    ASSERT_TRUE(answer->has_value());
    EXPECT_EQ((*answer)->body, "success");
    ASSERT_EQ(inbound_.taken().size(), 1U);
    EXPECT_EQ(inbound_.taken()[0].kind, "event");
    EXPECT_EQ(boost::json::parse(inbound_.taken()[0].body).at("content"), "材料齐了吗");
}

TEST_F(WechatCallback, ThePlatformsRetriesAreOneMessage) {
    rebuild({{"keep", "text"}});
    const twin::Fields fields{{"FromUserName", "oUser_1"},
                              {"MsgType", "text"},
                              {"Content", "一"},
                              {"MsgId", "77"},
                              {"CreateTime", stamp()}};
    for (int attempt = 0; attempt < 4; ++attempt) {
        EXPECT_EQ(send(twin_->push(fields)).body,
                  "success");  // each time a new nonce and signature
        clock_.forward(std::chrono::seconds{5});
    }
    EXPECT_EQ(inbound_.taken().size(), 1U);
    EXPECT_EQ(inbound_.repeated(), 3U);
}

TEST_F(WechatCallback, ARetryWithTheSameSignatureIsAnsweredAgain) {
    rebuild({{"keep", "text"}});
    const ports::HttpCall call = text_push("一", "77");
    EXPECT_EQ(send(call).body, "success");
    EXPECT_EQ(send(call).body, "success");
    EXPECT_EQ(inbound_.taken().size(), 1U);
    EXPECT_EQ(inbound_.repeated(), 1U);
}

TEST_F(WechatCallback, WhatCannotBeStoredIsRefusedSoThatThePlatformSendsAgain) {
    rebuild({{"keep", "text"}});
    inbound_.decide = [](const ports::InboundMessage&) {
        return ports::Answer{Error{Code::kStoreUnavailable}, {}, false};
    };
    EXPECT_EQ(send(text_push("一", "77")).status, 503);
    inbound_.decide = [](const ports::InboundMessage&) { return ports::Answer{}; };
    EXPECT_EQ(send(text_push("一", "77")).body, "success");
    EXPECT_EQ(inbound_.taken().size(), 1U);
}

TEST_F(WechatCallback, WhatIntakeRefusesForGoodIsNotAskedForAgain) {
    rebuild({{"keep", "text"}});
    inbound_.decide = [](const ports::InboundMessage&) {
        return ports::Answer{Error{Code::kMessageKindUnknown}, {}, false};
    };
    EXPECT_EQ(send(text_push("一", "77")).body, "success");
}

TEST_F(WechatCallback, AWrongSignatureAndAnOldOneAre403) {
    ports::HttpCall call = click();
    call.url.back() = call.url.back() == '0' ? '1' : '0';
    expect_refused(call, 403, "AUTH_SIGNATURE_INVALID");
    call = click();
    call.url = call.url.substr(0, call.url.find("&msg_signature"));
    expect_refused(call, 401, "AUTH_CREDENTIALS_MISSING");
    call = click();
    clock_.forward(std::chrono::minutes{10} + std::chrono::seconds{1});
    expect_refused(call, 403, "AUTH_TIME_OUTSIDE_WINDOW");
}

TEST_F(WechatCallback, ATimestampMoreThanAMinuteAheadIs403) {
    clock_.forward(std::chrono::seconds{61});
    const ports::HttpCall call = click();
    clock_.forward(std::chrono::seconds{-61});
    expect_refused(call, 403, "AUTH_TIME_OUTSIDE_WINDOW");
}

TEST_F(WechatCallback, ASignatureSeenBeforeOverAnotherBodyIsAReplay) {
    rebuild({{"mode", "plain"}, {"keep", "text"}});
    const ports::HttpCall first = text_push("一", "77");
    ports::HttpCall replay = text_push("二", "78");
    replay.url = first.url;
    EXPECT_EQ(send(first).body, "success");
    const ports::HttpReply reply = send(replay);
    EXPECT_EQ(reply.status, 403);
    EXPECT_NE(reply.body.find("AUTH_REPLAY"), std::string::npos);
    EXPECT_EQ(inbound_.taken().size(), 1U);
}

TEST_F(WechatCallback, AnotherAccountsEnvelopeIsRefused) {
    Twin other{TwinSettings{{"wxother", "app-secret", "server_token", kKey}, kUrl, false}, wire_,
               clock_};
    expect_refused(other.push({{"FromUserName", "oUser_1"},
                               {"MsgType", "event"},
                               {"Event", "CLICK"},
                               {"EventKey", "book"}}),
                   400, "REQUEST_INVALID");
}

TEST_F(WechatCallback, BrokenEnvelopesAre400) {
    const std::string encrypt = twin::element(click().body, "Encrypt");
    const std::string good = "<Encrypt>" + encrypt + "</Encrypt>";
    EXPECT_EQ(send(with_body("<xml>" + good + "</xml>", encrypt)).status, 200);
    expect_refused(with_body("<xml>" + good + good + "</xml>", encrypt), 400, "REQUEST_INVALID");
    expect_refused(with_body("<!DOCTYPE x [<!ENTITY e '1'>]><xml>" + good + "</xml>", encrypt), 400,
                   "XML_DOCTYPE_REFUSED");
    expect_refused(with_body("<xml>" + good + "</xml><xml/>", encrypt), 400, "XML_INVALID");
    expect_refused(with_body("<xml><a>" + good + "</a></xml>", encrypt), 400, "REQUEST_INVALID");
    expect_refused(with_body("<xml><Encrypt>" + good + "</Encrypt></xml>", encrypt), 400,
                   "REQUEST_INVALID");
    expect_refused(with_body("<xml>" + good.substr(0, 40), encrypt), 400, "XML_INVALID");
    expect_refused(with_body("", ""), 400, "XML_INVALID");
    const std::string cut = encrypt.substr(0, encrypt.size() - 8);
    expect_refused(with_body("<xml><Encrypt>" + cut + "</Encrypt></xml>", cut), 400,
                   "REQUEST_INVALID");
    expect_refused(with_body("<xml><Encrypt>***</Encrypt></xml>", "***"), 400, "REQUEST_INVALID");
}

TEST_F(WechatCallback, CompatibleModesClearTextIsNotRead) {
    const ports::HttpCall sealed = click();
    const std::string encrypt = twin::element(sealed.body, "Encrypt");
    const ports::HttpCall call = with_body(
        "<xml><FromUserName>oEvil</FromUserName><MsgType>event</MsgType><Event>CLICK</Event>"
        "<EventKey>progress</EventKey><Encrypt>" +
            encrypt + "</Encrypt></xml>",
        encrypt);
    EXPECT_NE(twin_->shown(send(call)).value_or("").find("/book?t="), std::string::npos);
}

TEST_F(WechatCallback, ADemoUserCanPushThroughTheTwin) {
    ports::HttpRequest request;
    request.path = "/twin/push";
    request.body = R"({"openid":"oUser_2","event":"CLICK","event_key":"book"})";
    const auto answer = boost::json::parse(twin_->handle(request).body);
    EXPECT_EQ(answer.at("status"), 200);
    EXPECT_NE(std::string{answer.at("text").as_string()}.find("/book?t="), std::string::npos);
    request.body = R"({"repeat":true})";
    EXPECT_EQ(boost::json::parse(twin_->handle(request).body).at("status"), 200);
}

TEST_F(WechatCallback, WrongSettingsAreNamed) {
    const auto field_of = [&](const std::string& key, const std::string& value) {
        ports::PartnerSettings partner = partner_;
        partner.settings[key] = value;
        const auto made =
            make_adapter({partner, inbound_, wire_, clock_, log_, "http://hall.test", {}});
        return made ? std::string{} : made.error().at().field;
    };
    EXPECT_EQ(field_of("apid", "x"), "apid");
    EXPECT_EQ(field_of("mode", "loose"), "mode");
    EXPECT_EQ(field_of("way", "pigeon"), "way");
    EXPECT_EQ(field_of("link_minutes", "0"), "link_minutes");
    EXPECT_EQ(field_of("appid", ""), "appid");
    ports::PartnerSettings partner = partner_;
    partner.files.erase("secret_file");
    const auto made =
        make_adapter({partner, inbound_, wire_, clock_, log_, "http://hall.test", {}});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().at().field, "secret_file");
    EXPECT_EQ(made.error().text().find("app-secret"), std::string::npos);
}

}  // namespace
}  // namespace ow::wechat
