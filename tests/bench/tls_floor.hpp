#pragma once
// What this machine does with the same bytes and nothing else: a plain loop over kept-alive TLS
// connections, each on a thread of its own, that writes a request and reads its answer.

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/floors.hpp"

namespace ow::bench {

/// `requests` are whole HTTP/1.1 requests. Throws std::runtime_error if one is not answered by 200.
[[nodiscard]] Floor tls_floor(std::uint16_t port, const std::vector<std::string>& requests,
                              int connections);

}  // namespace ow::bench
