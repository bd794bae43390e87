#include "gateway/documents/file_signer.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <algorithm>

namespace ow::documents {
namespace {

namespace fs = std::filesystem;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

Error refused(const fs::path& file, std::string cause) {
    return Error{Code::kCryptoFailed, {file.filename().string(), {}, 0, 0}, std::move(cause)};
}

Error unreadable(const fs::path& file) {
    return Error{Code::kFileUnreadable, {file.filename().string(), {}, 0, 0}};
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

}  // namespace

void FileSigner::Free::operator()(evp_pkey_st* key) const {
    EVP_PKEY_free(key);
}

Result<std::unique_ptr<FileSigner>> FileSigner::make(Key key, std::vector<std::string> certificates,
                                                     const fs::path& file) {
    if (!key) return refused(file, "no private key");
    if (certificates.empty()) return refused(file, "no certificate");
    const auto* at = reinterpret_cast<const unsigned char*>(certificates[0].data());
    const Certificate own{d2i_X509(nullptr, &at, static_cast<long>(certificates[0].size())),
                          &X509_free};
    if (!own || X509_check_private_key(own.get(), key.get()) != 1)
        return refused(file, "key and certificate are not a pair");
    const int kind = EVP_PKEY_get_base_id(key.get());
    if (kind != EVP_PKEY_EC && kind != EVP_PKEY_RSA)
        return refused(file, "only P-256 and RSA keys");
    return std::unique_ptr<FileSigner>{new FileSigner{std::move(key), std::move(certificates)}};
}

Result<std::unique_ptr<FileSigner>> FileSigner::open_pem(const fs::path& key, const fs::path& chain,
                                                         const std::string& passphrase) {
    const Bio key_file{BIO_new_file(key.c_str(), "rb"), &BIO_free};
    if (!key_file) return unreadable(key);
    const Bio chain_file{BIO_new_file(chain.c_str(), "rb"), &BIO_free};
    if (!chain_file) return unreadable(chain);
    Passphrase secret{passphrase};
    Key read{PEM_read_bio_PrivateKey(key_file.get(), nullptr, give_passphrase, &secret)};
    if (!read && secret.asked) {
        return refused(key, passphrase.empty()
                                ? "the private key is encrypted; keep it without a passphrase"
                                : "the passphrase of the private key is wrong");
    }
    std::vector<std::string> certificates;
    while (X509* one = PEM_read_bio_X509(chain_file.get(), nullptr, give_passphrase, &secret)) {
        certificates.push_back(der_of(Certificate{one, &X509_free}.get()));
    }
    return make(std::move(read), std::move(certificates), key);
}

Result<std::unique_ptr<FileSigner>> FileSigner::open_pkcs12(const fs::path& file,
                                                            const std::string& passphrase) {
    const Bio in{BIO_new_file(file.c_str(), "rb"), &BIO_free};
    if (!in) return unreadable(file);
    const std::unique_ptr<PKCS12, decltype(&PKCS12_free)> box{d2i_PKCS12_bio(in.get(), nullptr),
                                                              &PKCS12_free};
    EVP_PKEY* key = nullptr;
    X509* own = nullptr;
    STACK_OF(X509)* chain = nullptr;
    if (!box || PKCS12_parse(box.get(), passphrase.c_str(), &key, &own, &chain) != 1) {
        return refused(file, "not PKCS#12, or the passphrase is wrong");
    }
    Key held{key};
    std::vector<std::string> certificates;
    if (own != nullptr) certificates.push_back(der_of(own));
    X509_free(own);
    for (int i = 0; i < sk_X509_num(chain); ++i)
        certificates.push_back(der_of(sk_X509_value(chain, i)));
    sk_X509_pop_free(chain, X509_free);
    return make(std::move(held), std::move(certificates), file);
}

SignatureAlgorithm FileSigner::algorithm() const {
    return EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_RSA ? SignatureAlgorithm::kRsaSha256
                                                            : SignatureAlgorithm::kEcdsaSha256;
}

Result<std::string> FileSigner::sign(std::string_view bytes) const {
    const DigestContext context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    std::size_t size = 0;
    if (!context ||
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &size, data, bytes.size()) != 1) {
        return Error{Code::kCryptoFailed, {}, "signing"};
    }
    std::string out(size, '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, data,
                       bytes.size()) != 1) {
        return Error{Code::kCryptoFailed, {}, "signing"};
    }
    out.resize(size);
    return out;
}

}  // namespace ow::documents
