#pragma once
// The signers of this installation, opened: who signs which document.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gateway/app/config_signing.hpp"
#include "gateway/documents/signer.hpp"
#include "gateway/model/seal_use.hpp"

namespace ow::app {

/// Its key found, its passphrase read. Errors of FileSigner and TokenSigner: `At::field` is the key
/// of the configuration that is wrong.
[[nodiscard]] Result<std::unique_ptr<documents::Signer>> open_signer(
    const SignerSettings& settings);

struct SealHolder {
    std::string id;  ///< `hall` or a department's
    const documents::Signer* signer = nullptr;
    model::SealKey key;
};

/// How the ledger of seals names a signer's key: by its own certificate; without a common name the
/// whole subject. kCryptoFailed: there is none.
[[nodiscard]] Result<model::SealKey> key_of(const documents::Signer& signer);

/// Thread-safe once it is opened.
class SigningKeys {
  public:
    /// Nobody signs.
    SigningKeys() = default;
    /// Everybody in `settings`; if nobody is, the hall by `documents.key` in `seals`, if there.
    [[nodiscard]] static Result<SigningKeys> open(const SigningSettings& settings,
                                                  const std::filesystem::path& seals);

    /// The department that issues it, for want of its key the hall; and the hall a second time
    /// where a document is countersigned. Empty: it stays unsigned.
    [[nodiscard]] std::vector<SealHolder> signers_of(const std::string& document,
                                                     const std::string& department) const;
    [[nodiscard]] Status add(const std::string& id, std::unique_ptr<documents::Signer> signer);

  private:
    struct Held {
        std::unique_ptr<documents::Signer> signer;
        model::SealKey key;
    };
    std::map<std::string, Held> signers_;
    std::vector<std::string> countersigned_;
};

}  // namespace ow::app
