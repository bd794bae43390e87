#pragma once
// What every protocol over HTTP has in common: what a partner's answer means to the relay, what an
// idempotency key looks like, which of a partner's words may be told on.

#include <string>
#include <string_view>

#include "gateway/ports/partner.hpp"

namespace ow::ports {

/// The outcome of a status that is not a success: 401, 403 – our credentials; 408, 429, 503 –
/// later; other 5xx – it may have acted; anything else – refused for good.
[[nodiscard]] Code outcome_of(int http_status);

/// The seconds of a Retry-After header, at most a day; 0: none, or a date.
[[nodiscard]] Millis retry_after(const HttpReply& reply);

/// At most 200 visible ASCII characters; empty counts as one (the body's digest serves).
[[nodiscard]] bool is_idempotency_key(std::string_view text);

/// A partner's own code as it came if it is A-Z, 0-9 and '_' only, at most 40; else empty: its
/// prose may name a person.
[[nodiscard]] std::string plain_code(std::string code);

/// Done. The partner's number is kept if it has 1 to 64 bytes.
[[nodiscard]] Receipt receipt_with(std::string_view foreign_no);

}  // namespace ow::ports
