#include "adapters/twin_faults.hpp"

#include <gtest/gtest.h>

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
    EXPECT_FALSE(faults.busy() || faults.hangs() || faults.cuts());
    faults.set(json(R"({"busy": 2, "hang": 1, "cut": 1})"));
    EXPECT_TRUE(faults.busy());
    EXPECT_TRUE(faults.busy());
    EXPECT_FALSE(faults.busy());
    EXPECT_TRUE(faults.hangs());
    EXPECT_FALSE(faults.hangs());
    EXPECT_TRUE(faults.cuts());
    EXPECT_FALSE(faults.cuts());
}

TEST(TwinFaults, SettingReplacesAll) {
    TwinFaults faults;
    faults.set(json(R"({"busy": 9})"));
    faults.set(json(R"({"cut": 1})"));
    EXPECT_FALSE(faults.busy());
    EXPECT_TRUE(faults.cuts());
}

TEST(TwinFaults, CutOneInNCutsEveryNthAnswerForEver) {
    TwinFaults faults;
    faults.set(json(R"({"cut_one_in": 3})"));
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
