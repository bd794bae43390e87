#pragma once
// Whether a timestamp token (RFC 3161), made by anybody, is over a signature value. Pure.

#include <string>
#include <string_view>

#include "gateway/base/time.hpp"
#include "gateway/documents/signed_data.hpp"

namespace ow::documents {

struct CheckedToken {
    Instant at{};
    SignedData data;
    bool has_play = false;  ///< some of its bytes, those of its certificates aside, could be others
};

/// kCryptoFailed with a Chinese reason: not a token, changed, over something else, or signed with
/// a certificate that is not for timestamps. Who vouches for the service is another question.
[[nodiscard]] Result<CheckedToken> check_token(std::string_view token, std::string_view signature);

}  // namespace ow::documents
