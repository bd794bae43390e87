#pragma once
// Timestamps of RFC 3161: the request, what to take from an answer, and the port to the service.
// Nothing is sent from here. Pure.

#include <string>
#include <string_view>

#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"

namespace ow::documents {

/// The port to a timestamp service. Thread-safe; blocks, with a limit of its own.
class Timestamper {
  public:
    virtual ~Timestamper() = default;
    /// DER of a TimeStampToken over SHA-256 of `signature`. Empty: none to be had, and none is
    /// demanded. kTimestampUnavailable.
    [[nodiscard]] virtual Result<std::string> stamp(std::string_view signature) const = 0;
};

/// TimeStampReq over SHA-256 of `signature`, asking for the service's certificate. `nonce`: up to
/// 16 random bytes.
[[nodiscard]] std::string timestamp_request(std::string_view signature, std::string_view nonce);

/// The TimeStampToken of a TimeStampResp that grants just that request. The token's own signature
/// is for check_token (timestamp_check.hpp). kTimestampUnavailable with a cause.
[[nodiscard]] Result<std::string> timestamp_token(std::string_view response,
                                                  std::string_view signature,
                                                  std::string_view nonce);

/// What a token's TSTInfo says.
struct TimestampInfo {
    std::string hash_oid;  ///< encoded
    std::string imprint;
    std::string nonce;  ///< without leading zeros; empty: none
    Instant at{};
};
[[nodiscard]] Result<TimestampInfo> read_timestamp_info(std::string_view tst_info);

}  // namespace ow::documents
