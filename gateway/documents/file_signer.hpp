#pragma once
// A Signer whose key lies in a file outside the repository: PEM (key and certificates) or PKCS#12.
// P-256, RSA from 2048 bits, SM2. The key stays in OpenSSL's memory; thread-safe.

#include <filesystem>
#include <memory>

#include "gateway/documents/signer.hpp"

struct evp_pkey_st;

namespace ow::documents {

/// Errors name what is wrong in `At::field`, so that it can be said at that key of a configuration.
class FileSigner final : public Signer {
  public:
    struct Settings {
        std::string passphrase = {};
        std::string sm2_identity{kSm2Identity};  ///< empty: what `openssl cms -verify` 3.0 assumes
    };

    /// One or two PEM files: a key, perhaps with a passphrase, and certificates in `chain`.
    /// kFileUnreadable (`key`, `certificate`); kCryptoFailed: `passphrase` is wrong or missing, no
    /// `key` or one of another kind, no `certificate`, not that of the key,
    /// or not for seals (signer_chain.hpp).
    static Result<std::unique_ptr<FileSigner>> open_pem(const std::filesystem::path& key,
                                                        const std::filesystem::path& chain,
                                                        const Settings& settings);
    static Result<std::unique_ptr<FileSigner>> open_pem(const std::filesystem::path& key,
                                                        const std::filesystem::path& chain) {
        return open_pem(key, chain, Settings{});
    }
    /// The same errors; `pkcs12` instead of `key` for the file.
    static Result<std::unique_ptr<FileSigner>> open_pkcs12(const std::filesystem::path& file,
                                                           const Settings& settings);

    [[nodiscard]] SignatureAlgorithm algorithm() const override { return algorithm_; }
    [[nodiscard]] const std::vector<std::string>& certificates() const override {
        return certificates_;
    }
    [[nodiscard]] Result<std::string> sign(std::string_view bytes) const override;

  private:
    struct Free {
        void operator()(evp_pkey_st* key) const;
    };
    using Key = std::unique_ptr<evp_pkey_st, Free>;
    FileSigner(Key key, SignatureAlgorithm algorithm, std::vector<std::string> certificates,
               std::string identity)
        : key_(std::move(key)),
          algorithm_(algorithm),
          certificates_(std::move(certificates)),
          sm2_identity_(std::move(identity)) {}
    static Result<std::unique_ptr<FileSigner>> make(Key key, std::vector<std::string> certificates,
                                                    const std::filesystem::path& file,
                                                    const std::string& identity);

    Key key_;
    SignatureAlgorithm algorithm_;
    std::vector<std::string> certificates_;
    std::string sm2_identity_;
};

}  // namespace ow::documents
