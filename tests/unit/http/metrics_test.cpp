#include "gateway/http/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ow::http {
namespace {

using testing::HasSubstr;

TEST(Metrics, TheTableIsSortedAndInTheOrderOfTheEnumeration) {
    const auto rows = metric_table();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(static_cast<std::size_t>(rows[i].metric), i);
        if (i > 0) {
            EXPECT_LT(rows[i - 1].name, rows[i].name);
        }
    }
}

TEST(Metrics, WritesCountersWithEscapedLabels) {
    Metrics metrics;
    metrics.add(Metric::kRequests, {"/a\"b\\c", "200"});
    metrics.add(Metric::kRequests, {"/a\"b\\c", "200"}, 2);
    EXPECT_THAT(
        metrics.text(),
        HasSubstr("# TYPE onewindow_http_requests_total counter\n"
                  "onewindow_http_requests_total{route=\"/a\\\"b\\\\c\",status=\"200\"} 3\n"));
}

TEST(Metrics, BucketsAreCumulative) {
    Metrics metrics;
    for (double seconds : {0.0004, 0.02, 0.02, 99.0})
        metrics.observe(Metric::kRequestSeconds, seconds);
    const std::string text = metrics.text();
    EXPECT_THAT(text, HasSubstr("_bucket{le=\"0.0005\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("_bucket{le=\"0.025\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("_bucket{le=\"10\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("_bucket{le=\"+Inf\"} 4\n"));
    EXPECT_THAT(text, HasSubstr("onewindow_http_request_seconds_count 4\n"));
}

TEST(Metrics, AsksAGaugeWhenItIsRead) {
    Metrics metrics;
    double depth = 1;
    metrics.read_from(Metric::kPoolDepth, {"80"}, [&] { return depth; });
    depth = 7;
    EXPECT_EQ(metrics.value(Metric::kPoolDepth, {"80"}), 7);
    EXPECT_THAT(metrics.text(), HasSubstr("onewindow_http_pool_depth{port=\"80\"} 7\n"));
}

}  // namespace
}  // namespace ow::http
