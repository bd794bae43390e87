#pragma once
// Ciphers over OpenSSL 3. Pure functions, thread-safe.

#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

namespace ow::crypto {

/// AES-256-GCM: 12 random bytes ‖ ciphertext ‖ 16 tag bytes. `key` 32 bytes. `context` is bound to
/// the ciphertext but not part of it: opening with another one fails.
[[nodiscard]] std::string seal(std::string_view key, std::string_view plain,
                               std::string_view context);
/// kCryptoFailed if anything was changed or the key or context is not the one.
[[nodiscard]] Result<std::string> open(std::string_view key, std::string_view sealed,
                                       std::string_view context);

/// Block ciphers without padding: the size must be a multiple of 16, the caller pads and strips.
/// `key` 32 bytes for AES, 16 for SM4; `iv` 16 bytes.
[[nodiscard]] Result<std::string> aes256_cbc_encrypt(std::string_view key, std::string_view iv,
                                                     std::string_view blocks);
[[nodiscard]] Result<std::string> aes256_cbc_decrypt(std::string_view key, std::string_view iv,
                                                     std::string_view blocks);
[[nodiscard]] Result<std::string> sm4_ecb_encrypt(std::string_view key, std::string_view blocks);
[[nodiscard]] Result<std::string> sm4_ecb_decrypt(std::string_view key, std::string_view blocks);

/// PKCS#7 with a block of 1 … 255 bytes (some platforms use 32). Stripping checks the whole run.
[[nodiscard]] std::string pkcs7_pad(std::string_view plain, std::size_t block);
[[nodiscard]] Result<std::string> pkcs7_strip(std::string_view padded, std::size_t block);

}  // namespace ow::crypto
