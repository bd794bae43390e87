#pragma once
// The head of a response as bytes. Inside gateway/http only.

#include <string>
#include <string_view>

#include "gateway/ports/http.hpp"

namespace ow::http {

struct ResponseFrame {
    std::string_view date;
    bool keep_alive = true;
};

/// Status line and headers with Content-Length, up to and with the blank line. A header name that
/// is no token and a value with control characters are dropped, never split into two.
[[nodiscard]] std::string response_head(const ports::HttpResponse& response,
                                        const ResponseFrame& frame);

}  // namespace ow::http
