#include "gateway/http/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/base/text.hpp"

namespace ow::http {
namespace {

constexpr MetricRow kRows[] = {
    {Metric::kConnectionsCut, "onewindow_http_connections_cut_total", MetricType::kCounter,
     "reason", "Connections closed by the server for being too slow or broken."},
    {Metric::kConnectionsOpen, "onewindow_http_connections_open", MetricType::kGauge, "port",
     "Open connections."},
    {Metric::kConnectionsRefused, "onewindow_http_connections_refused_total", MetricType::kCounter,
     "", "Connections closed at once because the limit was reached."},
    {Metric::kPoolDepth, "onewindow_http_pool_depth", MetricType::kGauge, "port",
     "Requests waiting for or running on the worker pool."},
    {Metric::kRequestSeconds, "onewindow_http_request_seconds", MetricType::kHistogram, "",
     "From the last byte of a request to its answer."},
    {Metric::kRequestsRefused, "onewindow_http_requests_refused_total", MetricType::kCounter,
     "status", "Requests refused before a route's handler ran."},
    {Metric::kRequests, "onewindow_http_requests_total", MetricType::kCounter, "route status",
     "Requests answered."},
};

constexpr double kBounds[] = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                              0.1,    0.25,  0.5,    1,     2.5,  5,     10};

std::string escaped(std::string_view value) {
    std::string out;
    for (char c : value) {
        if (c == '\\' || c == '"') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else {
            out += c;
        }
    }
    return out;
}

void append_value(std::string& out, const MetricRow& row, const Metrics::Labels& labels,
                  double value) {
    out += row.name;
    if (!labels.empty()) {
        const auto names = split(row.labels, ' ');
        for (std::size_t i = 0; i < labels.size() && i < names.size(); ++i)
            out += fmt::format("{}{}=\"{}\"", i == 0 ? '{' : ',', names[i], escaped(labels[i]));
        out += '}';
    }
    out += fmt::format(" {}\n", value);
}

}  // namespace

std::span<const MetricRow> metric_table() {
    return kRows;
}

void Metrics::add(Metric metric, const Labels& labels, double by) {
    const std::scoped_lock lock{mutex_};
    values_[metric][labels] += by;
}

void Metrics::set(Metric metric, const Labels& labels, double value) {
    const std::scoped_lock lock{mutex_};
    values_[metric][labels] = value;
}

void Metrics::observe(Metric metric, double seconds) {
    const auto bound = std::lower_bound(std::begin(kBounds), std::end(kBounds), seconds);
    const auto index = static_cast<std::size_t>(bound - std::begin(kBounds));
    const std::scoped_lock lock{mutex_};
    Histogram& histogram = histograms_[metric];
    histogram.buckets.resize(std::size(kBounds) + 1);
    ++histogram.buckets[index];
    histogram.sum += seconds;
}

void Metrics::read_from(Metric metric, const Labels& labels, std::function<double()> read) {
    const std::scoped_lock lock{mutex_};
    readers_[metric][labels] = std::move(read);
}

double Metrics::value(Metric metric, const Labels& labels) const {
    const std::scoped_lock lock{mutex_};
    if (const auto row = readers_.find(metric); row != readers_.end()) {
        if (const auto read = row->second.find(labels); read != row->second.end())
            return read->second();
    }
    const auto row = values_.find(metric);
    if (row == values_.end()) return 0;
    const auto value = row->second.find(labels);
    return value == row->second.end() ? 0 : value->second;
}

std::string Metrics::text() const {
    static constexpr std::string_view kTypes[] = {"counter", "gauge", "histogram"};
    const std::scoped_lock lock{mutex_};
    std::string out;
    for (const MetricRow& row : kRows) {
        out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", row.name, row.help, row.name,
                           kTypes[static_cast<std::size_t>(row.type)]);
        if (const auto values = values_.find(row.metric); values != values_.end())
            for (const auto& [labels, value] : values->second)
                append_value(out, row, labels, value);
        if (const auto readers = readers_.find(row.metric); readers != readers_.end())
            for (const auto& [labels, read] : readers->second)
                append_value(out, row, labels, read());
        const auto histogram = histograms_.find(row.metric);
        if (histogram == histograms_.end()) continue;
        std::uint64_t count = 0;
        for (std::size_t i = 0; i < histogram->second.buckets.size(); ++i) {
            count += histogram->second.buckets[i];
            const std::string bound =
                i < std::size(kBounds) ? fmt::format("{}", kBounds[i]) : "+Inf";
            out += fmt::format("{}_bucket{{le=\"{}\"}} {}\n", row.name, bound, count);
        }
        out += fmt::format("{}_sum {}\n{}_count {}\n", row.name, histogram->second.sum, row.name,
                           count);
    }
    return out;
}

}  // namespace ow::http
