#include "gateway/documents/token_signer.hpp"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <p11-kit/p11-kit.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>

#include "gateway/crypto/digest.hpp"
#include "gateway/documents/der.hpp"
#include "gateway/documents/object_ids.hpp"
#include "gateway/documents/signer_chain.hpp"

namespace ow::documents {
namespace {

constexpr std::size_t kLeastRsaBytes = 256;

Error unusable(std::string field, std::string cause) {
    return Error{Code::kSealUnusable, {std::move(field), {}, 0, 0}, std::move(cause)};
}
Error refused(std::string field, std::string cause) {
    return Error{Code::kCryptoFailed, {std::move(field), {}, 0, 0}, std::move(cause)};
}

CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const void* value, std::size_t size) {
    return {type, const_cast<void*>(value), static_cast<CK_ULONG>(size)};  // only read
}

/// Labels are filled up with blanks.
std::string_view label_in(const unsigned char* text, std::size_t size) {
    const std::string_view whole{reinterpret_cast<const char*>(text), size};
    return whole.substr(0, whole.find_last_not_of(' ') + 1);
}

/// DigestInfo of SHA-256, which CKM_RSA_PKCS pads.
std::string digest_info(const std::string& hash) {
    const std::string algorithm = der(kDerSequence, {der_oid(kOidSha256), der(kDerNull, {})});
    return der(kDerSequence, {algorithm, der(kDerOctets, {hash})});
}

/// r ‖ s as CMS has it.
std::string ecdsa_value(std::string_view raw) {
    const std::size_t half = raw.size() / 2;
    return der(kDerSequence, {der_number(raw.substr(0, half)), der_number(raw.substr(half))});
}

}  // namespace

/// A token's library, logged in.
class TokenSigner::Session {
  public:
    explicit Session(TokenSettings settings) : settings_(std::move(settings)) {}
    ~Session() {
        if (module_ == nullptr) return;
        if (session_ != 0) (void)module_->C_CloseSession(session_);
        if (is_ready_) (void)p11_kit_module_finalize(module_);
        p11_kit_module_release(module_);
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    Status load() {
        module_ = p11_kit_module_load(settings_.module.c_str(), 0);
        if (module_ == nullptr)
            return unusable("module", "no PKCS#11 module " + settings_.module.string());
        is_ready_ = p11_kit_module_initialize(module_) == CKR_OK;
        if (!is_ready_) return unusable("module", "the PKCS#11 module does not start");
        return connect();
    }

    /// The label's certificate, in DER; empty: none.
    std::string certificate() {
        const CK_OBJECT_CLASS kind = CKO_CERTIFICATE;
        const auto found = object(kind);
        return found ? value_of(*found, CKA_VALUE) : std::string{};
    }

    Result<SignatureAlgorithm> algorithm() {
        CK_KEY_TYPE kind = 0;
        CK_ATTRIBUTE wanted{CKA_KEY_TYPE, &kind, sizeof kind};
        if (module_->C_GetAttributeValue(session_, key_, &wanted, 1) != CKR_OK)
            return unusable("label", "the key's kind cannot be read");
        if (kind == CKK_RSA && value_of(key_, CKA_MODULUS).size() >= kLeastRsaBytes)
            return SignatureAlgorithm::kRsaSha256;
        constexpr std::string_view kP256{"\x06\x08\x2A\x86\x48\xCE\x3D\x03\x01\x07", 10};
        if (kind == CKK_EC && value_of(key_, CKA_EC_PARAMS) == kP256)
            return SignatureAlgorithm::kEcdsaSha256;
        return refused("label", "only P-256, and RSA from 2048 bits");
    }

    Result<std::string> sign(std::string_view bytes, SignatureAlgorithm algorithm) {
        const std::string hash = crypto::digest(crypto::Hash::kSha256, bytes);
        const bool rsa = algorithm == SignatureAlgorithm::kRsaSha256;
        const std::string input = rsa ? digest_info(hash) : hash;
        const std::lock_guard lock{mutex_};
        auto value = raw(input, rsa ? CKM_RSA_PKCS : CKM_ECDSA);
        if (!value) {
            if (Status again = reconnect(); !again) return again.error();
            value = raw(input, rsa ? CKM_RSA_PKCS : CKM_ECDSA);
        }
        if (!value) return unusable("token", "the token does not sign");
        return rsa ? *value : ecdsa_value(*value);
    }

  private:
    Status connect() {
        const auto slot = find_slot();
        if (!slot) return unusable("token", fmt::format("no token `{}`", settings_.token));
        if (module_->C_OpenSession(*slot, CKF_SERIAL_SESSION, nullptr, nullptr, &session_) !=
            CKR_OK)
            return unusable("token", "the token opens no session");
        std::string pin = settings_.pin;
        const CK_RV login =
            module_->C_Login(session_, CKU_USER, reinterpret_cast<unsigned char*>(pin.data()),
                             static_cast<CK_ULONG>(pin.size()));
        if (login != CKR_OK && login != CKR_USER_ALREADY_LOGGED_IN)
            return refused("passphrase", fmt::format("the token refuses the PIN ({:#x})", login));
        const auto key = object(CKO_PRIVATE_KEY);
        if (!key) return unusable("label", fmt::format("no private key `{}`", settings_.label));
        key_ = *key;
        return ok();
    }

    Status reconnect() {
        if (session_ != 0) (void)module_->C_CloseSession(session_);
        session_ = 0;
        return connect();
    }

    std::optional<CK_SLOT_ID> find_slot() {
        CK_ULONG count = 0;
        if (module_->C_GetSlotList(CK_TRUE, nullptr, &count) != CKR_OK) return std::nullopt;
        std::vector<CK_SLOT_ID> slots(count);
        if (module_->C_GetSlotList(CK_TRUE, slots.data(), &count) != CKR_OK) return std::nullopt;
        slots.resize(count);
        for (const CK_SLOT_ID slot : slots) {
            CK_TOKEN_INFO info{};
            if (module_->C_GetTokenInfo(slot, &info) == CKR_OK &&
                label_in(info.label, sizeof info.label) == settings_.token)
                return slot;
        }
        return std::nullopt;
    }

    std::optional<CK_OBJECT_HANDLE> object(CK_OBJECT_CLASS kind) {
        std::array<CK_ATTRIBUTE, 2> wanted{
            attribute(CKA_CLASS, &kind, sizeof kind),
            attribute(CKA_LABEL, settings_.label.data(), settings_.label.size())};
        if (module_->C_FindObjectsInit(session_, wanted.data(), wanted.size()) != CKR_OK)
            return std::nullopt;
        CK_OBJECT_HANDLE found = 0;
        CK_ULONG count = 0;
        const CK_RV result = module_->C_FindObjects(session_, &found, 1, &count);
        (void)module_->C_FindObjectsFinal(session_);
        return result == CKR_OK && count == 1 ? std::optional{found} : std::nullopt;
    }

    std::string value_of(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) {
        CK_ATTRIBUTE wanted{type, nullptr, 0};
        if (module_->C_GetAttributeValue(session_, object, &wanted, 1) != CKR_OK) return {};
        std::string out(wanted.ulValueLen, '\0');
        wanted.pValue = out.data();
        if (module_->C_GetAttributeValue(session_, object, &wanted, 1) != CKR_OK) return {};
        return out;
    }

    std::optional<std::string> raw(std::string input, CK_MECHANISM_TYPE how) {
        CK_MECHANISM mechanism{how, nullptr, 0};
        if (module_->C_SignInit(session_, &mechanism, key_) != CKR_OK) return std::nullopt;
        std::string out(1024, '\0');
        auto size = static_cast<CK_ULONG>(out.size());
        if (module_->C_Sign(session_, reinterpret_cast<unsigned char*>(input.data()),
                            static_cast<CK_ULONG>(input.size()),
                            reinterpret_cast<unsigned char*>(out.data()), &size) != CKR_OK)
            return std::nullopt;
        out.resize(size);
        return out;
    }

    const TokenSettings settings_;
    std::mutex mutex_;
    CK_FUNCTION_LIST* module_ = nullptr;
    bool is_ready_ = false;
    CK_SESSION_HANDLE session_ = 0;
    CK_OBJECT_HANDLE key_ = 0;
};

TokenSigner::TokenSigner(std::unique_ptr<Session> session) : session_(std::move(session)) {}
TokenSigner::~TokenSigner() = default;

Result<std::unique_ptr<TokenSigner>> TokenSigner::open(const TokenSettings& settings) {
    auto session = std::make_unique<Session>(settings);
    if (Status loaded = session->load(); !loaded) return loaded.error();
    const auto algorithm = session->algorithm();
    if (!algorithm) return algorithm.error();
    std::unique_ptr<TokenSigner> out{new TokenSigner{std::move(session)}};
    out->algorithm_ = *algorithm;
    if (settings.certificate.empty()) {
        std::string own = out->session_->certificate();
        if (!own.empty()) out->certificates_.push_back(std::move(own));
    } else {
        auto chain = certificates_of(settings.certificate);
        if (!chain) return chain.error();
        out->certificates_ = std::move(*chain);
    }
    if (out->certificates_.empty())
        return refused("certificate", "the token has no certificate of that label");
    if (!may_seal(out->certificates_.front()))
        return refused("certificate", std::string{kNotForSeals});
    if (Status pair = out->check_pair(); !pair) return pair.error();
    return out;
}

/// By a signature that the certificate's key must confirm: a token shows no more of its key.
Status TokenSigner::check_pair() {
    constexpr std::string_view kProbe = "key and certificate";
    const auto value = sign(kProbe);
    if (!value) return value.error();
    const ReadCertificate own = certificate_in(certificates_.front());
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free};
    EVP_PKEY* key = own ? X509_get0_pubkey(own.get()) : nullptr;
    const auto* signature = reinterpret_cast<const unsigned char*>(value->data());
    const bool right =
        key != nullptr &&
        EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
        EVP_DigestVerify(context.get(), signature, value->size(),
                         reinterpret_cast<const unsigned char*>(kProbe.data()), kProbe.size()) == 1;
    ERR_clear_error();
    return right ? ok() : refused("certificate", "the key is not that of the certificate");
}

Result<std::string> TokenSigner::sign(std::string_view bytes) const {
    return session_->sign(bytes, algorithm_);
}

}  // namespace ow::documents
