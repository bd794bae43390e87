#pragma once
// The headers that tell a partner who we are and that nobody changed a byte:
//   X-OW-Signature = hex HMAC-SHA256(key, METHOD \n target \n time \n nonce \n hex SHA-256(body))

#include <string>
#include <string_view>

#include "gateway/base/time.hpp"
#include "gateway/ports/http.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::ports {

struct Signing {
    std::string name;  ///< X-OW-Partner: how the other side knows us
    std::string key;   ///< raw bytes
};

/// From the settings `our_name` (default `gateway`) and `hmac_key_file`; without the latter calls
/// go unsigned. kPartnerConfiguration: the key is shorter than 16 bytes.
[[nodiscard]] Result<Signing> signing_of(const PartnerSettings& partner);

/// Path and query of an http(s) URL exactly as written; "/" if it has none.
[[nodiscard]] std::string_view target_of(std::string_view url);

/// The four headers for a call at `now`. `nonce` must be new each time.
[[nodiscard]] Headers sign_call(const Signing& signing, const HttpCall& call, Instant now,
                                const std::string& nonce);

}  // namespace ow::ports
