#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "adapters/wechat/envelope.hpp"
#include "adapters/wechat/freshness.hpp"
#include "adapters/wechat/outbound.hpp"
#include "adapters/wechat/push.hpp"
#include "adapters/wechat/reply.hpp"
#include "adapters/wechat/signature.hpp"
#include "adapters/wechat/values.hpp"

namespace ow::wechat {
namespace {

namespace json = boost::json;

std::string event(std::string_view extra) {
    return "<xml><ToUserName>gh_1</ToUserName><FromUserName><![CDATA[oUser_1]]></FromUserName>"
           "<CreateTime>1735689600</CreateTime><MsgType>event</MsgType>" +
           std::string{extra} + "</xml>";
}

Instant at_second(std::int64_t seconds) {
    return Instant{std::chrono::seconds{seconds}};
}

void expect_refused(std::string_view body, Code code) {
    SCOPED_TRACE(body);
    const auto push = parse_push(body);
    ASSERT_FALSE(push);
    EXPECT_EQ(push.error().code(), code);
    EXPECT_EQ(push.error().row().http_status, 400);
}

TEST(WechatPush, FieldsAreReadWithAndWithoutCdata) {
    const auto push =
        parse_push(event("<Event><![CDATA[CLICK]]></Event><EventKey>book</EventKey>"));
    ASSERT_TRUE(push) << push.error().text();
    EXPECT_EQ(push->event, "CLICK");
    EXPECT_EQ(push->event_key, "book");
    EXPECT_EQ(push->from_user, "oUser_1");
    EXPECT_EQ(push->create_time, 1735689600);
}

TEST(WechatPush, AScanGivesTheNumberBehindTheComma) {
    const auto push =
        parse_push(event("<Event>scancode_waitmsg</Event><EventKey>scan</EventKey><ScanCodeInfo>"
                         "<ScanType>barcode</ScanType><ScanResult>CODE_128,1234567890123</"
                         "ScanResult></ScanCodeInfo>"));
    ASSERT_TRUE(push) << push.error().text();
    EXPECT_EQ(scanned_number(*push), "1234567890123");
}

TEST(WechatPush, BrokenOrAmbiguousXmlIsRefused) {
    expect_refused("", Code::kXmlInvalid);
    expect_refused("not xml", Code::kXmlInvalid);
    expect_refused(event("<Event>CLICK</Event>").substr(0, 120), Code::kXmlInvalid);
    expect_refused(event("<Event>CLICK</Event>") + "<xml/>", Code::kXmlInvalid);
    expect_refused("<!DOCTYPE xml [<!ENTITY a \"b\">]>" + event("<Event>&a;</Event>"),
                   Code::kXmlDoctypeRefused);
    expect_refused(event("<Event>\xff\xfe</Event>"), Code::kXmlInvalid);
    expect_refused(event("<Event>CLICK</Event><Event>VIEW</Event>"), Code::kRequestInvalid);
    expect_refused(event("<Event><b>CLICK</b></Event>"), Code::kRequestInvalid);
    expect_refused(event("<Event></Event>"), Code::kRequestInvalid);
    expect_refused("<other>" + event("<Event>CLICK</Event>") + "</other>", Code::kRequestInvalid);
}

TEST(WechatPush, WrongFieldsAreNamed) {
    const auto no_id = parse_push(
        "<xml><ToUserName>g</ToUserName><FromUserName>o</FromUserName><CreateTime>1</CreateTime>"
        "<MsgType>text</MsgType><Content>x</Content></xml>");
    ASSERT_FALSE(no_id);
    EXPECT_EQ(no_id.error().at().field, "MsgId");
    const auto bad_time = parse_push(
        "<xml><ToUserName>g</ToUserName><FromUserName>o</FromUserName><CreateTime>-1</CreateTime>"
        "<MsgType>text</MsgType><MsgId>1</MsgId></xml>");
    ASSERT_FALSE(bad_time);
    EXPECT_EQ(bad_time.error().at().field, "CreateTime");
    const auto bad_user = parse_push(
        "<xml><ToUserName>g</ToUserName><FromUserName>o' or "
        "1</FromUserName><CreateTime>1</CreateTime>"
        "<MsgType>text</MsgType><MsgId>1</MsgId></xml>");
    ASSERT_FALSE(bad_user);
    EXPECT_EQ(bad_user.error().at().field, "FromUserName");
}

TEST(WechatPush, EncryptMustStandOnceAtTheTop) {
    EXPECT_EQ(
        encrypted_part("<xml><ToUserName>g</ToUserName><Encrypt><![CDATA[abc=]]></Encrypt></xml>")
            .value(),
        "abc=");
    for (const char* body :
         {"<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>",
          "<xml><a><Encrypt>a</Encrypt></a></xml>",
          "<xml><Encrypt><Encrypt>a</Encrypt></Encrypt></xml>",
          "<xml><ToUserName>g</ToUserName></xml>", "<xml><Encrypt/></xml>",
          "<xml><Encrypt>a</Encrypt></xml><xml><Encrypt>b</Encrypt></xml>",
          "<!DOCTYPE xml><xml><Encrypt>a</Encrypt></xml>", "<xml><Encrypt>a</Encr"}) {
        const auto part = encrypted_part(body);
        ASSERT_FALSE(part) << body;
        EXPECT_EQ(part.error().row().http_status, 400) << body;
    }
}

TEST(WechatPush, RetriesHaveOneKeyAndTwoClicksInOneSecondHaveTwo) {
    const auto key = [](const std::string& body) { return dedupe_key(parse_push(body).value()); };
    const std::string book = event("<Event>CLICK</Event><EventKey>book</EventKey>");
    EXPECT_EQ(key(book), key(event("<EventKey>book</EventKey><Event><![CDATA[CLICK]]></Event>")));
    EXPECT_NE(key(book), key(event("<Event>CLICK</Event><EventKey>progress</EventKey>")));
    EXPECT_NE(key(book), key(event("<Event>VIEW</Event><EventKey>book</EventKey>")));
    const auto message = [](const std::string& id, const std::string& time) {
        return "<xml><ToUserName>g</ToUserName><FromUserName>o</FromUserName><CreateTime>" + time +
               "</CreateTime><MsgType>text</MsgType><MsgId>" + id + "</MsgId></xml>";
    };
    EXPECT_EQ(key(message("6054768590064713728", "1")), key(message("6054768590064713728", "2")));
    EXPECT_NE(key(message("6054768590064713728", "1")), key(message("6054768590064713729", "1")));
    EXPECT_EQ(key(book).find("oUser"), std::string::npos);
}

TEST(WechatSignature, MissingAndWrongAreToldApart) {
    EXPECT_EQ(check_signature("", {"a"}).error().code(), Code::kAuthCredentialsMissing);
    EXPECT_EQ(check_signature("0", {"a"}).error().code(), Code::kAuthSignatureInvalid);
    EXPECT_TRUE(check_signature(sign({"b", "a"}), {"a", "b"}));
}

TEST(WechatFreshness, TenMinutesBackAndSixtySecondsAheadPass) {
    const Freshness freshness;
    EXPECT_TRUE(freshness.check_time("1000", at_second(1600)));
    EXPECT_EQ(freshness.check_time("999", at_second(1600)).error().code(),
              Code::kAuthTimeOutsideWindow);
    EXPECT_TRUE(freshness.check_time("1060", at_second(1000)));
    EXPECT_EQ(freshness.check_time("1061", at_second(1000)).error().code(),
              Code::kAuthTimeOutsideWindow);
    for (const char* wrong :
         {"", "1e3", " 1", "1 ", "-1", "99999999999999999999", "9223372036854775807"}) {
        EXPECT_EQ(freshness.check_time(wrong, at_second(1000)).error().code(),
                  Code::kRequestInvalid)
            << wrong;
    }
}

TEST(WechatFreshness, OneSignatureStandsForOneBody) {
    Freshness freshness;
    EXPECT_TRUE(freshness.admit("s1", "body", at_second(0)));
    EXPECT_TRUE(freshness.admit("s1", "body", at_second(5)));
    EXPECT_EQ(freshness.admit("s1", "other", at_second(5)).error().code(), Code::kAuthReplay);
    EXPECT_TRUE(freshness.admit("s2", "other", at_second(5)));
    EXPECT_EQ(freshness.admit("s1", "other", at_second(600)).error().code(), Code::kAuthReplay);
}

TEST(WechatFreshness, MemoryIsBounded) {
    Freshness freshness{{.remembered = 2}};
    EXPECT_TRUE(freshness.admit("1", "a", at_second(0)));
    EXPECT_TRUE(freshness.admit("2", "a", at_second(0)));
    EXPECT_TRUE(freshness.admit("3", "a", at_second(0)));
    EXPECT_TRUE(freshness.admit("1", "b", at_second(0)));
    EXPECT_FALSE(freshness.admit("3", "b", at_second(0)));
}

TEST(WechatReply, TextGoesBackToTheSenderAndIsNeverCut) {
    const Push push = parse_push(event("<Event>CLICK</Event><EventKey>book</EventKey>")).value();
    const std::string reply =
        text_reply(push, "请点 <a href=\"https://x\">预约</a> ]]>", 7).value();
    EXPECT_NE(reply.find("<ToUserName>oUser_1</ToUserName>"), std::string::npos);
    EXPECT_NE(reply.find("<FromUserName>gh_1</FromUserName>"), std::string::npos);
    EXPECT_NE(reply.find("&lt;a href="), std::string::npos);
    EXPECT_TRUE(text_reply(push, std::string(kMaxPassiveText, 'x'), 7));
    EXPECT_EQ(text_reply(push, std::string(kMaxPassiveText + 1, 'x'), 7).error().code(),
              Code::kFieldTooLong);
    EXPECT_EQ(text_reply(push, "a\x01", 7).error().code(), Code::kFieldFormat);
}

TEST(WechatReply, ASafeReplyIsSignedOverItsOwnParts) {
    const auto mode = SafeMode::make("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx1");
    ASSERT_TRUE(mode);
    const std::string reply = sealed_reply(*mode, "tok", "<xml/>", "7", "n", std::string(16, 'r'));
    const std::string encrypt = encrypted_part(reply).value();
    EXPECT_EQ(mode->open(encrypt).value(), "<xml/>");
    EXPECT_NE(reply.find("<MsgSignature>" + sign({"tok", "7", "n", encrypt}) + "<"),
              std::string::npos);
}

TEST(WechatEnvelope, AKeyThatIsNone43CharactersOfBase64IsAConfigurationError) {
    for (const char* key : {"", "abc", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG=",
                            "abcdefghijklmnopqrstuvwxyz0123456789ABCDEF*",
                            "abcdefghijklmnopqrstuvwxyz0123456789ABCDEF "}) {
        EXPECT_EQ(SafeMode::make(key, "wx1").error().code(), Code::kPartnerConfiguration) << key;
    }
}

TEST(WechatValues, ALongValueIsAnErrorNamingTheFieldAndNeverCut) {
    const std::string hanzi20 = "一二三四五六七八九十一二三四五六七八九十";
    EXPECT_TRUE(check_value("thing1", hanzi20));
    const Status long_one = check_value("thing1", hanzi20 + "𬱖");
    ASSERT_FALSE(long_one);
    EXPECT_EQ(long_one.error().code(), Code::kFieldTooLong);
    EXPECT_EQ(long_one.error().at().field, "thing1");
    EXPECT_EQ(long_one.error().cause().find("一"), std::string::npos);
    EXPECT_TRUE(check_value("character_string2", std::string(32, '9')));
    EXPECT_EQ(check_value("character_string2", std::string(33, '9')).error().code(),
              Code::kFieldTooLong);
    EXPECT_EQ(check_value("keyword1", std::string(21, 'x')).error().code(), Code::kFieldTooLong);
    EXPECT_TRUE(check_value("name1", "王测试王测试王测试王"));
    EXPECT_FALSE(check_value("name1", "王测试王测试王测试王测"));
    EXPECT_TRUE(check_value("name1", "Abcdefghij Abcdefghi"));
}

TEST(WechatValues, EachClassHasItsAlphabet) {
    EXPECT_FALSE(check_value("character_string2", "编号1"));
    EXPECT_FALSE(check_value("number1", "12a"));
    EXPECT_FALSE(check_value("letter1", "a1"));
    EXPECT_FALSE(check_value("phrase1", "ok"));
    EXPECT_FALSE(check_value("phone_number1", "电话"));
    EXPECT_FALSE(check_value("thing1", "两\n行"));
    EXPECT_FALSE(check_value("thing1", "好😀"));
    EXPECT_EQ(check_value("thing1", " ").error().code(), Code::kFieldMissing);
    EXPECT_TRUE(check_value("time3", "2026年11月20日 09:30~10:00"));
    EXPECT_TRUE(check_value("car_number4", "豫A12345"));
}

TEST(WechatOutbound, BodiesCarryWhatTheInterfaceNames) {
    const Notice notice{"oUser_1",
                        "tpl",
                        "https://hall/q",
                        {{"thing1", "食品经营许可"}, {"time2", "2026-11-23 09:30"}}};
    const json::value subscribe = json::parse(subscribe_body(notice).value());
    EXPECT_EQ(subscribe.at("touser"), "oUser_1");
    EXPECT_EQ(subscribe.at("page"), "https://hall/q");
    EXPECT_EQ(subscribe.at("data").at("thing1").at("value"), "食品经营许可");
    const json::value tmpl = json::parse(template_body(notice, "row-1").value());
    EXPECT_EQ(tmpl.at("url"), "https://hall/q");
    EXPECT_EQ(tmpl.at("client_msg_id"), "row-1");
    const json::value custom = json::parse(custom_text_body("oUser_1", "您好").value());
    EXPECT_EQ(custom.at("msgtype"), "text");
    EXPECT_EQ(custom.at("text").at("content"), "您好");
    const json::value token = json::parse(stable_token_body("wx1", "s", true));
    EXPECT_EQ(token.at("grant_type"), "client_credential");
    EXPECT_EQ(token.at("force_refresh"), true);
    EXPECT_EQ(subscribe_body({"", "tpl", "", {}}).error().at().field, "openid");
    const Notice long_one{"o", "tpl", "", {{"thing1", std::string(21, 'x')}}};
    EXPECT_EQ(template_body(long_one, "r").error().at().field, "thing1");
}

TEST(WechatOutbound, AMessageIdFitsAndStaysTheSame) {
    const std::string key(80, 'k');
    EXPECT_EQ(client_msg_id(key).size(), 32U);
    EXPECT_EQ(client_msg_id(key), client_msg_id(key));
    EXPECT_NE(client_msg_id(key), client_msg_id(key + "k"));
}

TEST(WechatOutbound, EveryErrcodeOfTheTableHasItsRetryClass) {
    int previous = -2;
    for (const ErrcodeRow& row : errcodes()) {
        EXPECT_LT(previous, row.errcode);
        previous = row.errcode;
        EXPECT_EQ(row.next == Next::kBackOff, row_of(row.code).retry == Retry::kBusy)
            << row.errcode;
    }
    EXPECT_EQ(errcode_row(-1).code, Code::kPartnerBusy);
    for (const int token : {40001, 40014, 42001})
        EXPECT_EQ(errcode_row(token).next, Next::kRefreshToken);
    for (const int other : {40003, 43004, 43101, 43107, 45015, 45047}) {
        EXPECT_EQ(errcode_row(other).next, Next::kOtherChannel);
        EXPECT_EQ(errcode_row(other).code, Code::kPartnerRefused);
    }
    for (const int fix : {40037, 40164, 48001, 47003, 45168, 47001}) {
        EXPECT_EQ(errcode_row(fix).code, Code::kPartnerConfiguration);
    }
    EXPECT_EQ(errcode_row(99999).code, Code::kPartnerRefused);
}

TEST(WechatOutbound, AnswersAreReadAndNonsenseIsNot) {
    EXPECT_EQ(parse_answer(200, R"({"errcode":0,"errmsg":"ok","msgid":200228332})").value().msgid,
              "200228332");
    EXPECT_EQ(parse_answer(200, R"({"access_token":"T","expires_in":7200})").value().access_token,
              "T");
    EXPECT_EQ(parse_answer(200, R"({"errcode":43101})").value().errcode, 43101);
    EXPECT_EQ(parse_answer(502, "").error().code(), Code::kPartnerTimeout);
    EXPECT_EQ(parse_answer(503, "").error().code(), Code::kPartnerBusy);
    EXPECT_EQ(parse_answer(404, "").error().code(), Code::kPartnerRefused);
    for (const char* body : {"", "[]", "{", "<html>"}) {
        EXPECT_EQ(parse_answer(200, body).error().code(), Code::kPartnerTimeout) << body;
    }
}

}  // namespace
}  // namespace ow::wechat
