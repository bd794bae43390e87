#pragma once
// The two keys of an installation, outside the data directory: the master key that wraps every
// case's key (32 bytes, hex) and the P-256 key that signs the evidence roots (PEM, beside it).

#include <filesystem>
#include <string>

#include "gateway/base/result.hpp"

namespace ow::app {

struct KeyFiles {
    std::string master_key;    ///< 32 bytes
    std::string root_private;  ///< PEM
    std::string root_public;   ///< PEM
};

/// kFileUnreadable, kCryptoFailed (not 64 hex digits). `master` is the master key's path; the root
/// key is `<master>.root.pem`.
[[nodiscard]] Result<KeyFiles> read_keys(const std::filesystem::path& master);

/// Makes both, readable by the owner only. Refuses to overwrite (kConfigInvalid).
[[nodiscard]] Status make_keys(const std::filesystem::path& master);

/// A whole file; kFileUnreadable naming it.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);
/// A public key, as `onewindow key public` prints it; kCryptoFailed: a private key, or none.
[[nodiscard]] Result<std::string> read_public_key(const std::filesystem::path& path);
/// Writes a file that only the owner may read.
[[nodiscard]] Status write_private_file(const std::filesystem::path& path,
                                        const std::string& bytes);

}  // namespace ow::app
