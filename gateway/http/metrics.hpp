#pragma once
// Figures of the running gateway in the Prometheus text format 0.0.4.
//
// Every metric is a row of one literal table; its labels are few and bounded (route patterns, never
// paths; no person, no case). Others count by Metric; a gauge may instead be read when asked for.

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ow::http {

/// One per row of the table, in the same order.
enum class Metric : std::uint8_t {
    kConnectionsCut,
    kConnectionsOpen,
    kConnectionsRefused,
    kPoolDepth,
    kRequestSeconds,
    kRequestsRefused,
    kRequests,
};

enum class MetricType : std::uint8_t { kCounter, kGauge, kHistogram };

struct MetricRow {
    Metric metric;
    std::string_view name;
    MetricType type;
    std::string_view labels;  ///< names, blank-separated
    std::string_view help;
};
[[nodiscard]] std::span<const MetricRow> metric_table();

/// Thread-safe.
class Metrics {
  public:
    using Labels = std::vector<std::string>;  ///< values, in the order of the row

    void add(Metric metric, const Labels& labels = {}, double by = 1);
    void set(Metric metric, const Labels& labels, double value);
    void observe(Metric metric, double seconds);
    /// A gauge asked for at scrape time. `read` must outlive the last text() and be thread-safe.
    void read_from(Metric metric, const Labels& labels, std::function<double()> read);

    [[nodiscard]] double value(Metric metric, const Labels& labels = {}) const;
    [[nodiscard]] std::string text() const;

  private:
    struct Histogram {
        std::vector<std::uint64_t> buckets;  ///< not cumulative; the last is +Inf
        double sum = 0;
    };
    mutable std::mutex mutex_;
    std::map<Metric, std::map<Labels, double>> values_;
    std::map<Metric, std::map<Labels, std::function<double()>>> readers_;
    std::map<Metric, Histogram> histograms_;
};

}  // namespace ow::http
