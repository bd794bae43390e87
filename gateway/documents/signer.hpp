#pragma once
// The port to whoever holds a seal's private key: a file, a token, a seal service. It signs bytes
// the gateway has composed (signed attributes, see cms.hpp) and never sees a document.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"

namespace ow::documents {

enum class SignatureAlgorithm : std::uint8_t { kEcdsaSha256, kRsaSha256 };

/// Implementations are thread-safe.
class Signer {
  public:
    virtual ~Signer() = default;
    [[nodiscard]] virtual SignatureAlgorithm algorithm() const = 0;
    /// DER; the signer's own certificate first, then its chain.
    [[nodiscard]] virtual const std::vector<std::string>& certificates() const = 0;
    /// Signature value over SHA-256 of `bytes`. kCryptoFailed; a remote signer may add partner
    /// codes.
    [[nodiscard]] virtual Result<std::string> sign(std::string_view bytes) const = 0;
};

}  // namespace ow::documents
