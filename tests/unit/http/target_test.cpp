#include "gateway/http/target.hpp"

#include <gtest/gtest.h>

#include "gateway/http/response_text.hpp"

namespace ow::http {
namespace {

TEST(Target, DecodesPathAndQuery) {
    const auto target = parse_target("/a/%E6%9D%90+b?q=%E4%B8%80+x&q=2&flag&e=&%3D=%26");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/a/材+b");
    EXPECT_EQ(target->query.at("q"), "2");
    EXPECT_EQ(target->query.at("flag"), "");
    EXPECT_EQ(target->query.at("="), "&");
    EXPECT_EQ(parse_target("/")->path, "/");
    EXPECT_EQ(parse_target("/a//b/")->path, "/a//b/");
}

TEST(Target, TakesTheAbsoluteForm) {
    EXPECT_EQ(parse_target("http://host:1/a?b=c")->path, "/a");
    EXPECT_EQ(parse_target("http://host")->path, "/");
}

TEST(Target, RefusesWhatTwoReadersReadDifferently) {
    for (const char* raw : {"", "*", "a", "/..", "/a/../b", "/./a", "/%2e%2e/x", "/a%2fb", "/a%00b",
                            "/%", "/%4", "/%zz", "/%ff", "/a?%zz", "host:443"})
        EXPECT_FALSE(parse_target(raw)) << raw;
}

TEST(ResponseHead, NeverSplitsAHeaderInTwo) {
    const std::string head = response_head(
        {200,
         {{"x-a", "b\r\nx-c: d"}, {"x e", "f"}, {"content-length", "99"}, {"set-cookie", "ok=1"}},
         "four"},
        {"now", true});
    EXPECT_EQ(head.find("x-c:"), std::string::npos);
    EXPECT_EQ(head.find("x e"), std::string::npos);
    EXPECT_EQ(head.find("99"), std::string::npos);
    EXPECT_NE(head.find("content-length: 4\r\n"), std::string::npos);
    EXPECT_NE(head.find("set-cookie: ok=1\r\n"), std::string::npos);
}

}  // namespace
}  // namespace ow::http
