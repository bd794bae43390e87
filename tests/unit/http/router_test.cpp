#include "gateway/http/router.hpp"

#include <gtest/gtest.h>

namespace ow::http {
namespace {

ports::Route route(std::string method, std::string pattern) {
    return {std::move(method), std::move(pattern), ports::Trust::kPublic, 0,
            [](const auto&, const auto&) {}};
}

Router router() {
    return std::move(
        Router::make({route("GET", "/*"), route("GET", "/api/{kind}/{no}"),
                      route("GET", "/api/cases/{no}"), route("POST", "/api/cases/{no}"),
                      route("GET", "/api/cases/new"), route("GET", "/static/*")})
            .value());
}

std::string pattern_of(const RouteMatch& match) {
    return match.route ? match.route->pattern : "(none)";
}

TEST(Router, PrefersLiteralThenParameterThenPrefix) {
    const Router routes = router();
    EXPECT_EQ(pattern_of(routes.match("GET", "/api/cases/new")), "/api/cases/new");
    EXPECT_EQ(pattern_of(routes.match("GET", "/api/cases/7")), "/api/cases/{no}");
    EXPECT_EQ(pattern_of(routes.match("GET", "/api/items/7")), "/api/{kind}/{no}");
    EXPECT_EQ(pattern_of(routes.match("GET", "/api/items")), "/*");
    EXPECT_EQ(pattern_of(routes.match("GET", "/")), "/*");
}

TEST(Router, NamesTheParts) {
    const Router routes = router();
    const auto match = routes.match("GET", "/api/items/7");
    EXPECT_EQ(match.params.at("kind"), "items");
    EXPECT_EQ(match.params.at("no"), "7");
    EXPECT_EQ(routes.match("GET", "/static/a/b.css").params.at("*"), "a/b.css");
}

TEST(Router, AnEmptyPartIsNoParameter) {
    EXPECT_EQ(pattern_of(router().match("POST", "/api/cases/")), "(none)");
}

TEST(Router, SaysWhichMethodsThePathHas) {
    const auto match = router().match("DELETE", "/api/cases/7");
    EXPECT_EQ(match.route, nullptr);
    EXPECT_NE(match.allow.find("POST"), std::string::npos);
    EXPECT_EQ(pattern_of(router().match("HEAD", "/api/cases/new")), "/api/cases/new");
}

TEST(Router, RefusesTwoRoutesForTheSameRequests) {
    const auto twice = Router::make({route("GET", "/a/{x}"), route("GET", "/a/{y}")});
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code(), Code::kConfigInvalid);
    EXPECT_FALSE(Router::make({route("GET", "no-slash")}));
    EXPECT_TRUE(Router::make({route("GET", "/a/{x}"), route("POST", "/a/{y}")}));
}

}  // namespace
}  // namespace ow::http
