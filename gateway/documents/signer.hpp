#pragma once
// The port to whoever holds a seal's private key: a file, a token, a seal service. It signs bytes
// the gateway has composed (signed attributes, see cms.hpp) and never sees a document.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"

namespace ow::documents {

enum class SignatureAlgorithm : std::uint8_t {
    kEcdsaSha256,  ///< P-256
    kRsaSha256,    ///< PKCS#1 v1.5
    kSm2Sm3,       ///< GB/T 32918, GM/T 0009
};

/// The signer's identity that enters an SM2 digest (GM/T 0009 §10).
inline constexpr std::string_view kSm2Identity = "1234567812345678";

/// Implementations are thread-safe.
class Signer {
  public:
    virtual ~Signer() = default;
    [[nodiscard]] virtual SignatureAlgorithm algorithm() const = 0;
    /// DER; the signer's own certificate first, then its chain.
    [[nodiscard]] virtual const std::vector<std::string>& certificates() const = 0;
    /// Signature value over the algorithm's hash of `bytes`, as CMS has it (ECDSA and SM2: DER).
    /// kCryptoFailed; kSealUnusable: a token that is not there.
    [[nodiscard]] virtual Result<std::string> sign(std::string_view bytes) const = 0;
};

}  // namespace ow::documents
