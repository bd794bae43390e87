#pragma once
// The partner's own code for the wire. Shares nothing with the adapter's.

#include <string>

#include "gateway/base/time.hpp"
#include "gateway/ports/http.hpp"

namespace ow::http_push::twin {

struct Message {
    std::string url;
    std::string content_type;
    std::string idempotency_key;
    std::string body;
};

[[nodiscard]] ports::HttpCall call_of(const Message& message);
/// `message` as a call signed by `name`.
[[nodiscard]] ports::HttpCall signed_call(const Message& message, const std::string& name,
                                          const std::string& key, Instant now);

}  // namespace ow::http_push::twin
