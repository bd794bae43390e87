// The SM4 envelope against vectors made by Python and openssl (make_vectors.py), which share no
// code with adapter or twin.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <random>
#include <sstream>

#include "adapters/ems/envelope.hpp"
#include "adapters/ems/twin.hpp"
#include "tests/support/python.hpp"

namespace ow::ems {
namespace {

namespace json = boost::json;

std::string text(const json::value& row, std::string_view key) {
    return std::string{row.at(key).as_string()};
}

json::value committed() {
    std::ifstream file("tests/contract/ems/vectors.json");
    std::stringstream all;
    all << file.rdbuf();
    return json::parse(all.str());
}

void expect_good(const json::value& vectors) {
    for (const json::value& row : vectors.at("good").as_array()) {
        const auto envelope = Envelope::make(text(row, "sign_key"));
        ASSERT_TRUE(envelope) << envelope.error().text();
        EXPECT_EQ(envelope->seal(text(row, "json")), text(row, "sealed"));
        EXPECT_EQ(envelope->open(text(row, "sealed")).value(), text(row, "json"));
        EXPECT_EQ(Twin::seal(text(row, "sign_key"), text(row, "json")), text(row, "sealed"));
        EXPECT_EQ(Twin::open(text(row, "sign_key"), text(row, "sealed")).value_or(""),
                  text(row, "json"));
    }
}

void expect_damaged(const json::value& vectors) {
    for (const json::value& row : vectors.at("damaged").as_array()) {
        SCOPED_TRACE(text(row, "name"));
        const auto opened = Envelope::make(text(row, "sign_key"))->open(text(row, "sealed"));
        ASSERT_FALSE(opened);
        EXPECT_FALSE(Twin::open(text(row, "sign_key"), text(row, "sealed")));
        EXPECT_TRUE(opened.error().row().http_status == 400 ||
                    opened.error().row().http_status == 403);
    }
}

TEST(EmsVectors, EveryPadOpensAndSeals) {
    const json::value vectors = committed();
    EXPECT_EQ(vectors.at("good").as_array().size(), 34U);
    expect_good(vectors);
}

TEST(EmsVectors, DamagedEnvelopesAreRefused) {
    const json::value vectors = committed();
    EXPECT_EQ(vectors.at("damaged").as_array().size(), 12U);
    expect_damaged(vectors);
}

TEST(EmsVectors, FreshOnesMadeNowPassToo) {
    const std::string seed = std::to_string(std::random_device{}());
    const json::value vectors =
        json::parse(test::run_python("tests/contract/ems/make_vectors.py --fresh " + seed));
    EXPECT_EQ(vectors.at("good").as_array().size(), 4U);
    expect_good(vectors);
    expect_damaged(vectors);
}

TEST(EmsVectors, WhatWeSealIsOpenedByOpenssl) {
    const std::string key = text(committed().at("good").as_array().at(0), "sign_key");
    const std::string body = R"({"receiver":{"name":"王测试𬱖"}})";
    const json::object request{{"sign_key", key}, {"sealed", Envelope::make(key)->seal(body)}};
    const std::string out =
        test::run_python("tests/contract/ems/make_vectors.py --open", json::serialize(request));
    EXPECT_EQ(text(json::parse(out), "json"), body);
}

}  // namespace
}  // namespace ow::ems
