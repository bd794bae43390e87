#pragma once
// A Signer whose key lies in a PKCS#11 token – a card, a USB key, a signature machine – and never
// leaves it: C_Sign through p11-kit. P-256 and RSA from 2048 bits. Thread-safe: one session, one
// signature at a time; a session that the token forgot is opened anew once.

#include <filesystem>
#include <memory>

#include "gateway/documents/signer.hpp"

namespace ow::documents {

struct TokenSettings {
    std::filesystem::path module;  ///< the token's PKCS#11 library
    std::string token;             ///< label of the token
    std::string label;             ///< of the private key, and of the certificate beside it
    std::string pin;
    std::filesystem::path certificate = {};  ///< PEM with its chain; empty: the token's own
};

class TokenSigner final : public Signer {
  public:
    /// kSealUnusable: `module`, `token` or `label` is not there; kCryptoFailed: wrong `passphrase`,
    /// no `certificate` or not that of the key, a key of another kind. `At::field` says which.
    [[nodiscard]] static Result<std::unique_ptr<TokenSigner>> open(const TokenSettings& settings);
    ~TokenSigner() override;

    [[nodiscard]] SignatureAlgorithm algorithm() const override { return algorithm_; }
    [[nodiscard]] const std::vector<std::string>& certificates() const override {
        return certificates_;
    }
    [[nodiscard]] Result<std::string> sign(std::string_view bytes) const override;

  private:
    class Session;
    explicit TokenSigner(std::unique_ptr<Session> session);
    [[nodiscard]] Status check_pair();

    std::unique_ptr<Session> session_;
    SignatureAlgorithm algorithm_ = SignatureAlgorithm::kEcdsaSha256;
    std::vector<std::string> certificates_;
};

}  // namespace ow::documents
