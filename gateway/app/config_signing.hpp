#pragma once
// `signing:` of gateway.yaml: who signs documents with which key, which of them are signed twice,
// where timestamps come from, and whom `onewindow verify` trusts.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/time.hpp"
#include "gateway/yaml/reader.hpp"

namespace ow::app {

/// One of: PKCS#12, PEM files, a PKCS#11 token. Secrets are in files of their own.
struct SignerSettings {
    std::filesystem::path pkcs12;
    std::filesystem::path key, certificate;  ///< PEM; a token's certificate may be a file too
    std::filesystem::path passphrase_file;   ///< of the key; a token's PIN
    std::filesystem::path module;            ///< PKCS#11
    std::string token, label;                ///< of the token, of the key in it
    std::string sm2_identity;
};

struct TimestampSettings {
    std::string url;
    bool is_required = true;  ///< else a document is signed without one while there is none
    Millis timeout{5'000};
    std::filesystem::path trusted;  ///< who vouches for the service; empty: not asked
};

struct SigningSettings {
    std::map<std::string, SignerSettings> signers;  ///< by `hall` or a department's id
    std::vector<std::string> countersigned;         ///< documents the hall signs as well
    std::optional<TimestampSettings> timestamp;
    std::filesystem::path trusted;  ///< for `onewindow verify`
};

[[nodiscard]] SigningSettings read_signing(const yaml::Node& node,
                                           const std::filesystem::path& directory,
                                           std::vector<Error>& problems);

}  // namespace ow::app
