#pragma once
// The other end of bench_intake: many connections on one thread, each with one request under way,
// sent again and again as soon as the last one is answered. Meant to run in a process of its own.

#include <cstdint>
#include <string>
#include <vector>

namespace ow::bench {

struct LoadResult {
    double seconds = 0;  ///< of the measured part
    double p50_ms = 0;
    double p99_ms = 0;
    int answered = 0;  ///< with 200, in the measured part
    int failed = 0;    ///< with anything else, ever
};

/// `requests` are whole HTTP/1.1 requests; the first `warm` are not measured.
[[nodiscard]] LoadResult send_all(std::uint16_t port, const std::vector<std::string>& requests,
                                  int connections, std::size_t warm);

}  // namespace ow::bench
