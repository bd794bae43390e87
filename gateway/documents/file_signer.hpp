#pragma once
// A Signer whose key lies in a file outside the repository: PEM (key and certificates) or PKCS#12.
// P-256 and RSA keys. The key stays in OpenSSL's memory; thread-safe.

#include <filesystem>
#include <memory>

#include "gateway/documents/signer.hpp"

struct evp_pkey_st;

namespace ow::documents {

class FileSigner final : public Signer {
  public:
    /// One or two PEM files: an unencrypted or `passphrase` protected key, certificates in `chain`.
    /// kFileUnreadable, kCryptoFailed (wrong passphrase, no key, key and certificate not a pair).
    static Result<std::unique_ptr<FileSigner>> open_pem(const std::filesystem::path& key,
                                                        const std::filesystem::path& chain,
                                                        const std::string& passphrase = {});
    static Result<std::unique_ptr<FileSigner>> open_pkcs12(const std::filesystem::path& file,
                                                           const std::string& passphrase);

    [[nodiscard]] SignatureAlgorithm algorithm() const override;
    [[nodiscard]] const std::vector<std::string>& certificates() const override {
        return certificates_;
    }
    [[nodiscard]] Result<std::string> sign(std::string_view bytes) const override;

  private:
    struct Free {
        void operator()(evp_pkey_st* key) const;
    };
    using Key = std::unique_ptr<evp_pkey_st, Free>;
    FileSigner(Key key, std::vector<std::string> certificates)
        : key_(std::move(key)), certificates_(std::move(certificates)) {}
    static Result<std::unique_ptr<FileSigner>> make(Key key, std::vector<std::string> certificates,
                                                    const std::filesystem::path& file);

    Key key_;
    std::vector<std::string> certificates_;
};

}  // namespace ow::documents
