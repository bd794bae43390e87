#pragma once
// The signers of this installation, opened: who signs which document.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gateway/app/config_signing.hpp"
#include "gateway/documents/signer.hpp"

namespace ow::app {

/// Its key found, its passphrase read. Errors of FileSigner and TokenSigner: `At::field` is the key
/// of the configuration that is wrong.
[[nodiscard]] Result<std::unique_ptr<documents::Signer>> open_signer(
    const SignerSettings& settings);

struct SealHolder {
    std::string id;  ///< `hall` or a department's
    const documents::Signer* signer = nullptr;
};

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
    void add(std::string id, std::unique_ptr<documents::Signer> signer);

  private:
    std::map<std::string, std::unique_ptr<documents::Signer>> signers_;
    std::vector<std::string> countersigned_;
};

}  // namespace ow::app
