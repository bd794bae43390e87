#include "gateway/app/signing_keys.hpp"

#include <algorithm>

#include "gateway/app/key_files.hpp"
#include "gateway/base/text.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/documents/file_signer.hpp"
#include "gateway/documents/signer_chain.hpp"
#include "gateway/documents/token_signer.hpp"

namespace ow::app {
namespace {

constexpr std::string_view kHall = "hall";

std::string_view name_of(documents::SignatureAlgorithm algorithm) {
    switch (algorithm) {
        case documents::SignatureAlgorithm::kEcdsaSha256:
            return "ECDSA-SHA256";
        case documents::SignatureAlgorithm::kRsaSha256:
            return "RSA-SHA256";
        case documents::SignatureAlgorithm::kSm2Sm3:
            break;
    }
    return "SM2-SM3";
}

template <class T>
Result<std::unique_ptr<documents::Signer>> as_signer(Result<std::unique_ptr<T>> opened) {
    if (!opened) return opened.error();
    return std::unique_ptr<documents::Signer>{std::move(*opened)};
}

}  // namespace

Result<std::unique_ptr<documents::Signer>> open_signer(const SignerSettings& settings) {
    documents::FileSigner::Settings secret;
    secret.sm2_identity = settings.sm2_identity;
    if (!settings.passphrase_file.empty()) {
        const auto text = read_file(settings.passphrase_file);
        if (!text)
            return Error{Code::kFileUnreadable,
                         {"passphrase_file", settings.passphrase_file.string(), 0, 0},
                         "there is no file " + settings.passphrase_file.string()};
        secret.passphrase = std::string{trim(*text)};
    }
    if (!settings.pkcs12.empty())
        return as_signer(documents::FileSigner::open_pkcs12(settings.pkcs12, secret));
    if (settings.module.empty())
        return as_signer(
            documents::FileSigner::open_pem(settings.key, settings.certificate, secret));
    return as_signer(documents::TokenSigner::open({settings.module, settings.token, settings.label,
                                                   secret.passphrase, settings.certificate}));
}

Result<model::SealKey> key_of(const documents::Signer& signer) {
    const std::vector<std::string>& chain = signer.certificates();
    if (chain.empty()) return Error{Code::kCryptoFailed, {"certificate"}, "no certificate"};
    const auto own = crypto::read_certificate(chain.front());
    if (!own) return own.error();
    const bool is_sm2 = signer.algorithm() == documents::SignatureAlgorithm::kSm2Sm3;
    const auto hash = is_sm2 ? crypto::Hash::kSm3 : crypto::Hash::kSha256;
    const std::string name = documents::common_name(chain.front());
    return model::SealKey{
        name.empty() ? own->subject : name, own->serial,
        (is_sm2 ? "sm3:" : "sha256:") + crypto::to_hex(crypto::digest(hash, chain.front())),
        std::string{name_of(signer.algorithm())}};
}

Result<SigningKeys> SigningKeys::open(const SigningSettings& settings,
                                      const std::filesystem::path& seals) {
    SigningKeys out;
    out.countersigned_ = settings.countersigned;
    auto signers = settings.signers;
    const std::filesystem::path key = seals / "documents.key";
    if (signers.empty() && std::filesystem::exists(key)) {
        SignerSettings& hall = signers[std::string{kHall}];
        hall.key = key;
        hall.certificate = seals / "documents.crt";
        hall.sm2_identity = documents::kSm2Identity;
    }
    for (const auto& [id, one] : signers) {
        auto opened = open_signer(one);
        if (!opened) return opened.error();
        if (Status added = out.add(id, std::move(*opened)); !added) return added.error();
    }
    return out;
}

Status SigningKeys::add(const std::string& id, std::unique_ptr<documents::Signer> signer) {
    auto key = key_of(*signer);
    if (!key) return key.error();
    signers_.insert_or_assign(id, Held{std::move(signer), std::move(*key)});
    return ok();
}

std::vector<SealHolder> SigningKeys::signers_of(const std::string& document,
                                                const std::string& department) const {
    std::vector<SealHolder> out;
    const auto hall = signers_.find(std::string{kHall});
    if (const auto own = signers_.find(department); own != signers_.end())
        out.push_back({own->first, own->second.signer.get(), own->second.key});
    const bool twice =
        std::find(countersigned_.begin(), countersigned_.end(), document) != countersigned_.end();
    if (hall != signers_.end() && (out.empty() || twice))
        out.push_back({hall->first, hall->second.signer.get(), hall->second.key});
    return out;
}

}  // namespace ow::app
