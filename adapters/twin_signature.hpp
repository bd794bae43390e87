#pragma once
// The partners' own code for the signature headers. Shares nothing with the gateway's.

#include <string>
#include <string_view>

#include "gateway/base/time.hpp"
#include "gateway/ports/http.hpp"

namespace ow::adapters {

/// Whether `request` carries our key's signature over exactly these bytes.
[[nodiscard]] bool is_signed(const ports::HttpRequest& request, const std::string& key);
/// Whether it looks like one at all: ASCII letters, digits, '-' and '_'; empty: none was told.
[[nodiscard]] bool is_item_code(std::string_view text);
/// Whether its time is within five minutes of `now`.
[[nodiscard]] bool is_timely(const ports::HttpRequest& request, Instant now);
/// `call`, of which method, URL and body are set, as `name` makes it: with its four headers.
[[nodiscard]] ports::HttpCall signed_by(const std::string& name, const std::string& key,
                                        ports::HttpCall call, Instant now);

}  // namespace ow::adapters
