#pragma once
// Digests and MACs over OpenSSL 3, and the encodings they travel in. Pure functions, thread-safe.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

namespace ow::crypto {

enum class Hash : std::uint8_t { kSha256, kSm3, kSha1, kMd5 };

/// Raw digest bytes. SHA-1 and MD5 exist only because partners' protocols ask for them.
[[nodiscard]] std::string digest(Hash hash, std::string_view bytes);
[[nodiscard]] std::string hmac(Hash hash, std::string_view key, std::string_view bytes);
/// Equal without telling by time how much of it is; different lengths are unequal.
[[nodiscard]] bool equal_constant_time(std::string_view a, std::string_view b);

[[nodiscard]] std::string to_hex(std::string_view bytes);  ///< lower case
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);
[[nodiscard]] std::string to_base64(std::string_view bytes);
/// Standard alphabet, with or without padding, blanks and line ends skipped; spare low bits of the
/// last character are dropped (43-character keys may have them set). nullopt for anything else.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

/// Cryptographically random bytes. Throws if the system has none.
[[nodiscard]] std::string random_bytes(std::size_t count);
/// `bytes` random bytes as URL-safe text without padding.
[[nodiscard]] std::string random_token(std::size_t bytes = 16);

/// scrypt (RFC 7914) N=2^15 r=8 p=1, 32 bytes: for passwords.
[[nodiscard]] std::string scrypt(std::string_view password, std::string_view salt);

}  // namespace ow::crypto
