#include "gateway/documents/file_signer.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <optional>

#include "gateway/documents/signer_chain.hpp"

namespace ow::documents {
namespace {

namespace fs = std::filesystem;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

Error refused(std::string field, const fs::path& file, std::string cause) {
    return Error{
        Code::kCryptoFailed, {std::move(field), file.filename().string(), 0, 0}, std::move(cause)};
}

Error unreadable(std::string field, const fs::path& file) {
    return Error{Code::kFileUnreadable,
                 {std::move(field), file.filename().string(), 0, 0},
                 "cannot read " + file.string()};
}

std::string der_of(X509* certificate) {
    std::string out;
    out.resize(static_cast<std::size_t>(std::max(i2d_X509(certificate, nullptr), 0)));
    auto* at = reinterpret_cast<unsigned char*>(out.data());
    i2d_X509(certificate, &at);
    return out;
}

struct Passphrase {
    std::string text;
    bool asked = false;
};

/// Never the terminal: a service has nobody to ask.
int give_passphrase(char* buffer, int size, int, void* passphrase) {
    auto& [text, asked] = *static_cast<Passphrase*>(passphrase);
    asked = true;
    if (text.empty()) return -1;
    const std::size_t length = std::min(text.size(), static_cast<std::size_t>(size));
    std::copy_n(text.data(), length, buffer);
    return static_cast<int>(length);
}

std::optional<SignatureAlgorithm> algorithm_of(const EVP_PKEY* key) {
    constexpr int kLeastRsaBits = 2048;
    if (EVP_PKEY_is_a(key, "SM2") == 1) return SignatureAlgorithm::kSm2Sm3;
    if (EVP_PKEY_is_a(key, "RSA") == 1 && EVP_PKEY_get_bits(key) >= kLeastRsaBits)
        return SignatureAlgorithm::kRsaSha256;
    std::array<char, 64> group{};
    if (EVP_PKEY_is_a(key, "EC") == 1 &&
        EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1 &&
        std::string_view{group.data()} == "prime256v1")
        return SignatureAlgorithm::kEcdsaSha256;
    return std::nullopt;
}

}  // namespace

void FileSigner::Free::operator()(evp_pkey_st* key) const {
    EVP_PKEY_free(key);
}

Result<std::unique_ptr<FileSigner>> FileSigner::make(Key key, std::vector<std::string> certificates,
                                                     const fs::path& file,
                                                     const std::string& identity) {
    if (!key) return refused("key", file, "no private key");
    if (certificates.empty()) return refused("certificate", file, "no certificate");
    const ReadCertificate own = certificate_in(certificates[0]);
    if (!own || X509_check_private_key(own.get(), key.get()) != 1)
        return refused("certificate", file, "the key is not that of the certificate");
    if (!may_seal(certificates[0])) return refused("certificate", file, std::string{kNotForSeals});
    const auto algorithm = algorithm_of(key.get());
    if (!algorithm) return refused("key", file, "only P-256, SM2, and RSA from 2048 bits");
    return std::unique_ptr<FileSigner>{
        new FileSigner{std::move(key), *algorithm, std::move(certificates), identity}};
}

Result<std::unique_ptr<FileSigner>> FileSigner::open_pem(const fs::path& key, const fs::path& chain,
                                                         const Settings& settings) {
    const Bio key_file{BIO_new_file(key.c_str(), "rb"), &BIO_free};
    if (!key_file) return unreadable("key", key);
    auto certificates = certificates_of(chain);
    if (!certificates) return certificates.error();
    Passphrase secret{settings.passphrase};
    Key read{PEM_read_bio_PrivateKey(key_file.get(), nullptr, give_passphrase, &secret)};
    if (!read && secret.asked) {
        return refused("passphrase", key,
                       secret.text.empty() ? "the private key is encrypted and has no passphrase"
                                           : "the passphrase of the private key is wrong");
    }
    ERR_clear_error();
    return make(std::move(read), std::move(*certificates), key, settings.sm2_identity);
}

Result<std::unique_ptr<FileSigner>> FileSigner::open_pkcs12(const fs::path& file,
                                                            const Settings& settings) {
    const Bio in{BIO_new_file(file.c_str(), "rb"), &BIO_free};
    if (!in) return unreadable("pkcs12", file);
    const std::unique_ptr<PKCS12, decltype(&PKCS12_free)> box{d2i_PKCS12_bio(in.get(), nullptr),
                                                              &PKCS12_free};
    if (!box) return refused("pkcs12", file, "not PKCS#12");
    const std::string& passphrase = settings.passphrase;
    if (PKCS12_mac_present(box.get()) == 1 &&
        PKCS12_verify_mac(box.get(), passphrase.c_str(), -1) != 1)
        return refused("passphrase", file, "the passphrase is wrong");
    EVP_PKEY* key = nullptr;
    X509* own = nullptr;
    STACK_OF(X509)* chain = nullptr;
    if (PKCS12_parse(box.get(), passphrase.c_str(), &key, &own, &chain) != 1)
        return refused("pkcs12", file, "cannot be opened: an old cipher? export it with AES");
    Key held{key};
    std::vector<std::string> certificates;
    if (own != nullptr) certificates.push_back(der_of(own));
    X509_free(own);
    for (int i = 0; i < sk_X509_num(chain); ++i)
        certificates.push_back(der_of(sk_X509_value(chain, i)));
    sk_X509_pop_free(chain, X509_free);
    return make(std::move(held), std::move(certificates), file, settings.sm2_identity);
}

Result<std::string> FileSigner::sign(std::string_view bytes) const {
    const Error failed{Code::kCryptoFailed, {}, "signing"};
    const DigestContext context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    const bool sm2 = algorithm_ == SignatureAlgorithm::kSm2Sm3;
    EVP_PKEY_CTX* more = nullptr;  // belongs to `context`
    if (!context || EVP_DigestSignInit(context.get(), &more, sm2 ? EVP_sm3() : EVP_sha256(),
                                       nullptr, key_.get()) != 1)
        return failed;
    if (sm2 && !sm2_identity_.empty() &&
        EVP_PKEY_CTX_set1_id(more, sm2_identity_.data(), static_cast<int>(sm2_identity_.size())) !=
            1)
        return failed;
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    std::size_t size = 0;
    if (EVP_DigestSign(context.get(), nullptr, &size, data, bytes.size()) != 1) return failed;
    std::string out(size, '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, data,
                       bytes.size()) != 1)
        return failed;
    out.resize(size);
    return out;
}

}  // namespace ow::documents
