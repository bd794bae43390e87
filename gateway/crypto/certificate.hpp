#pragma once
// What must be known of certificates and keys in files before they are used: for `onewindow check`.
// Nothing is trusted here; TLS and signatures have their own checks.

#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"

namespace ow::crypto {

struct Certificate {
    std::string subject;  ///< `CN=localhost`
    Instant from{};
    Instant until{};
    std::string serial = {};  ///< hex
};

/// Every certificate of a PEM text, in order. kCryptoFailed: there is none, or a broken one.
[[nodiscard]] Result<std::vector<Certificate>> read_certificates(std::string_view pem);

/// One certificate in DER. kCryptoFailed.
[[nodiscard]] Result<Certificate> read_certificate(std::string_view der);

/// Whether the first certificate's key is `key`'s. kCryptoFailed: one of them cannot be read; an
/// encrypted key is never asked for.
[[nodiscard]] Status check_pair(std::string_view certificate_pem, std::string_view key_pem);

}  // namespace ow::crypto
