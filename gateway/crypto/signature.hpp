#pragma once
// ECDSA P-256 over SHA-256 with PEM keys: for the Merkle roots of the evidence. Thread-safe.

#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

namespace ow::crypto {

struct KeyPair {
    std::string private_pem;
    std::string public_pem;
};
[[nodiscard]] KeyPair new_p256_key();
[[nodiscard]] Result<std::string> sign(std::string_view private_pem, std::string_view bytes);
[[nodiscard]] bool verify(std::string_view public_pem, std::string_view bytes,
                          std::string_view signature);
/// The public half of a private key.
[[nodiscard]] Result<std::string> public_of(std::string_view private_pem);

}  // namespace ow::crypto
