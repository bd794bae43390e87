#include "adapters/refusal.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace ow::adapters {

TEST(Refusal, OfAPartnerSaysWhetherItMayHaveActed) {
    const std::string kept = R"({"code":"0"})";
    const auto code_of = [](int status, std::string_view body) {
        return answered_object(status, body).error().code();
    };
    EXPECT_EQ(code_of(429, kept), Code::kPartnerBusy);
    EXPECT_EQ(code_of(503, kept), Code::kPartnerBusy);
    EXPECT_EQ(code_of(500, kept), Code::kPartnerTimeout);
    EXPECT_EQ(code_of(502, kept), Code::kPartnerTimeout);
    EXPECT_EQ(code_of(404, kept), Code::kPartnerRefused);
    EXPECT_EQ(code_of(302, kept), Code::kPartnerRefused);
    for (const char* body : {"", "[1]", "<html>", "{\"code\":", "null"})
        EXPECT_EQ(code_of(200, body), Code::kPartnerTimeout) << body;
    EXPECT_EQ(answered_object(200, kept).value().at("code"), "0");
}

TEST(Refusal, OfAPartnerKeepsItsWordsOutOfTheError) {
    const auto refused = answered_object(404, "王测试 13800000000");
    EXPECT_EQ(refused.error().cause(), "HTTP 404");
    EXPECT_EQ(answered_object(200, "王测试").error().cause(), "answer not understood");
}

}  // namespace ow::adapters
