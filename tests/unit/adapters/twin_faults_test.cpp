#include "adapters/twin_faults.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <optional>

namespace ow::adapters {
namespace {

boost::json::object json(std::string_view text) {
    return boost::json::parse(text).as_object();
}

}  // namespace

TEST(TwinFaults, AreOffUntilSetAndUsedUpOneByOne) {
    TwinFaults faults;
    EXPECT_FALSE(faults.use("busy") || faults.use("hang") || faults.cuts());
    ASSERT_TRUE(faults.set(json(R"({"busy": 2, "hang": 1, "cut": 1})")));
    EXPECT_TRUE(faults.use("busy"));
    EXPECT_TRUE(faults.use("busy"));
    EXPECT_FALSE(faults.use("busy"));
    EXPECT_TRUE(faults.use("hang"));
    EXPECT_FALSE(faults.use("hang"));
    EXPECT_TRUE(faults.cuts());
    EXPECT_FALSE(faults.cuts());
}

TEST(TwinFaults, SettingReplacesAll) {
    TwinFaults faults;
    ASSERT_TRUE(faults.set(json(R"({"busy": 9})")));
    ASSERT_TRUE(faults.set(json(R"({"cut": 1})")));
    EXPECT_FALSE(faults.use("busy"));
    EXPECT_TRUE(faults.cuts());
}

TEST(TwinFaults, AWrongNameOrValueIsToldAndChangesNothing) {
    TwinFaults faults;
    ASSERT_TRUE(faults.set(json(R"({"busy": 1})")));
    for (const char* wrong : {R"({"bussy": 1})", R"({"cut": "x"})", R"({"down_until": "tomorrow"})",
                              R"({"busy": 0, "hung": 1})"})
        EXPECT_FALSE(faults.set(json(wrong))) << wrong;
    EXPECT_TRUE(faults.use("busy"));
}

TEST(TwinFaults, AShareOfTheAnswersIsCutTheSameInEveryRun) {
    std::string runs[2];
    for (std::string& cuts : runs) {
        TwinFaults faults;
        ASSERT_TRUE(faults.set(json(R"({"cut": 0.2})")));
        for (int i = 0; i < 1000; ++i) cuts += faults.cuts() ? 'x' : '.';
    }
    EXPECT_EQ(runs[0], runs[1]);
    const auto count = std::count(runs[0].begin(), runs[0].end(), 'x');
    EXPECT_GT(count, 150);
    EXPECT_LT(count, 250);
}

TEST(TwinFaults, CutOneInNCutsEveryNthAnswerForEver) {
    TwinFaults faults;
    ASSERT_TRUE(faults.set(json(R"({"cut_one_in": 3})")));
    std::string cuts;
    for (int i = 0; i < 9; ++i) cuts += faults.cuts() ? 'x' : '.';
    EXPECT_EQ(cuts, "..x..x..x");
}

TEST(TwinFaults, AHangingAnswerIsHeldAndCutAtTheEnd) {
    std::optional<int> answered;
    {
        TwinFaults faults;
        const auto routes =
            faults.routes([](const ports::HttpRequest& request) -> ports::HttpResponse {
                return {request.path == "/hang" ? TwinFaults::kHang : 201, {}, {}};
            });
        ASSERT_EQ(routes.size(), 2u);
        const auto ask = [&](const std::string& path) {
            auto request = std::make_shared<ports::HttpRequest>();
            request->path = path;
            routes[0].handler(request, [&](const ports::HttpResponse& r) { answered = r.status; });
        };
        ask("/");
        EXPECT_EQ(answered, 201);
        answered.reset();
        ask("/hang");
        EXPECT_FALSE(answered);
    }
    EXPECT_EQ(answered, TwinFaults::kCut);
}

}  // namespace ow::adapters
