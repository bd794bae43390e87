// Safe mode and signatures against vectors made by Python and openssl (make_vectors.py), which
// share no code with adapter or twin.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "adapters/wechat/envelope.hpp"
#include "adapters/wechat/push.hpp"
#include "adapters/wechat/signature.hpp"
#include "adapters/wechat/twin_wire.hpp"
#include "gateway/crypto/digest.hpp"
#include "tests/support/python.hpp"

namespace ow::wechat {
namespace {

namespace json = boost::json;

std::string text(const json::value& row, std::string_view key) {
    return std::string{row.at(key).as_string()};
}

json::value committed() {
    std::ifstream file("tests/contract/wechat/vectors.json");
    std::stringstream all;
    all << file.rdbuf();
    return json::parse(all.str());
}

json::value fresh() {
    const std::string seed = std::to_string(std::random_device{}());
    return json::parse(test::run_python("tests/contract/wechat/make_vectors.py --fresh " + seed));
}

twin::Account account_of(const json::value& row) {
    return {text(row, "appid"), "", "tok", text(row, "key")};
}

/// As the body of a reply, signed by the adapter's own hand.
std::string reply_with(const std::string& encrypt) {
    return "<xml><Encrypt>" + encrypt + "</Encrypt><MsgSignature>" +
           sign({"tok", "1", "n", encrypt}) +
           "</MsgSignature><TimeStamp>1</TimeStamp><Nonce>n</Nonce></xml>";
}

/// The twin's own code opens it, and what the twin seals the adapter opens.
void expect_twin_opens(const json::value& row) {
    EXPECT_EQ(twin::open_reply(account_of(row), reply_with(text(row, "encrypt"))).value_or(""),
              text(row, "message"));
    const twin::Sealed sealed =
        twin::seal_push(account_of(row), text(row, "message"), "1", "n", "o");
    const auto mode = SafeMode::make(text(row, "key"), text(row, "appid"));
    EXPECT_EQ(mode->open(encrypted_part(sealed.body).value()).value(), text(row, "message"));
}

void expect_good(const json::value& vectors) {
    for (const json::value& row : vectors.at("good").as_array()) {
        SCOPED_TRACE("pad " + json::serialize(row.at("pad")) + " spare " +
                     json::serialize(row.at("spare_bits")));
        const auto mode = SafeMode::make(text(row, "key"), text(row, "appid"));
        ASSERT_TRUE(mode) << mode.error().text();
        const auto opened = mode->open(text(row, "encrypt"));
        ASSERT_TRUE(opened) << opened.error().text();
        EXPECT_EQ(*opened, text(row, "message"));
        const std::string random16 = crypto::from_hex(text(row, "random")).value();
        EXPECT_EQ(mode->seal(text(row, "message"), random16), text(row, "encrypt"));
        EXPECT_EQ(sign({text(row, "token"), text(row, "timestamp"), text(row, "nonce")}),
                  text(row, "signature"));
        EXPECT_TRUE(check_signature(text(row, "msg_signature"),
                                    {text(row, "token"), text(row, "timestamp"), text(row, "nonce"),
                                     text(row, "encrypt")}));
        EXPECT_TRUE(parse_push(*opened));
        expect_twin_opens(row);
    }
}

void expect_damaged(const json::value& vectors) {
    for (const json::value& row : vectors.at("damaged").as_array()) {
        SCOPED_TRACE(text(row, "name"));
        const auto mode = SafeMode::make(text(row, "key"), text(row, "appid"));
        ASSERT_TRUE(mode);
        const auto opened = mode->open(text(row, "encrypt"));
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().code(), Code::kRequestInvalid);
        EXPECT_EQ(opened.error().row().http_status, 400);
        EXPECT_FALSE(twin::open_reply(account_of(row), reply_with(text(row, "encrypt"))));
    }
}

TEST(WechatVectors, EveryPadFrom1To32WithEverySpareBitsOfTheKeyOpensAndSeals) {
    const json::value vectors = committed();
    std::set<std::pair<std::int64_t, std::int64_t>> seen;
    for (const json::value& row : vectors.at("good").as_array()) {
        seen.emplace(row.at("pad").as_int64(), row.at("spare_bits").as_int64());
    }
    EXPECT_EQ(seen.size(), 32U * 4U);
    expect_good(vectors);
}

TEST(WechatVectors, DamagedEnvelopesAndOtherAppidsAreRefused) {
    const json::value vectors = committed();
    EXPECT_EQ(vectors.at("damaged").as_array().size(), 18U);
    expect_damaged(vectors);
}

TEST(WechatVectors, FreshOnesMadeNowPassToo) {
    const json::value vectors = fresh();
    EXPECT_EQ(vectors.at("good").as_array().size(), 16U);
    expect_good(vectors);
    expect_damaged(vectors);
}

TEST(WechatVectors, UrlCheckSortsBytewise) {
    const json::value vectors = committed();
    for (const json::value& row : vectors.at("url_checks").as_array()) {
        EXPECT_EQ(sign({text(row, "token"), text(row, "timestamp"), text(row, "nonce")}),
                  text(row, "signature"));
    }
}

TEST(WechatVectors, WhatWeSealIsOpenedByOpenssl) {
    const json::value row = committed().at("good").as_array().at(77);
    const auto mode = SafeMode::make(text(row, "key"), text(row, "appid"));
    const std::string message = "<xml><Content>預約成功 𬱖</Content></xml>";
    const json::object request{{"key", row.at("key")},
                               {"appid", row.at("appid")},
                               {"encrypt", mode->seal(message, crypto::random_bytes(16))}};
    const std::string out =
        test::run_python("tests/contract/wechat/make_vectors.py --open", json::serialize(request));
    EXPECT_EQ(text(json::parse(out), "message"), message);
}

}  // namespace
}  // namespace ow::wechat
