#include "gateway/crypto/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

#include "gateway/base/freed.hpp"

namespace ow::crypto {
namespace {

using Bio = std::unique_ptr<BIO, Freed<&BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<&EVP_PKEY_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<&BN_free>>;
using X = std::unique_ptr<X509, Freed<&X509_free>>;

struct FreeText {
    void operator()(char* text) const { OPENSSL_free(text); }
};
using Text = std::unique_ptr<char, FreeText>;

Bio memory(std::string_view text) {
    return Bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

Error refused(std::string cause) {
    return Error{Code::kCryptoFailed, {}, std::move(cause)};
}

/// Never the terminal.
int no_passphrase(char*, int, int, void*) {
    return -1;
}

X next(BIO* bio) {
    return X{PEM_read_bio_X509(bio, nullptr, &no_passphrase, nullptr)};
}

Instant to_instant(const ASN1_TIME* time) {
    std::tm parts{};
    ASN1_TIME_to_tm(time, &parts);
    return Instant{std::chrono::seconds{timegm(&parts)}};
}

std::string subject_of(X509* certificate) {
    const Bio out{BIO_new(BIO_s_mem())};
    X509_NAME_print_ex(out.get(), X509_get_subject_name(certificate), 0,
                       XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

std::string serial_of(X509* certificate) {
    const Number number{ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr)};
    const Text hex{number ? BN_bn2hex(number.get()) : nullptr};
    return hex ? std::string{hex.get()} : std::string{};
}

Certificate described(X509* one) {
    return {subject_of(one), to_instant(X509_get0_notBefore(one)),
            to_instant(X509_get0_notAfter(one)), serial_of(one)};
}

}  // namespace

Result<Certificate> read_certificate(std::string_view der) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const X one{d2i_X509(nullptr, &at, static_cast<long>(der.size()))};
    if (!one) return refused("no certificate (DER)");
    return described(one.get());
}

Result<std::vector<Certificate>> read_certificates(std::string_view pem) {
    std::vector<Certificate> out;
    const Bio bio = memory(pem);
    while (const X one = next(bio.get())) {
        out.push_back(described(one.get()));
    }
    if (out.empty()) return refused("no certificate (PEM)");
    return out;
}

Status check_pair(std::string_view certificate_pem, std::string_view key_pem) {
    const X certificate = next(memory(certificate_pem).get());
    if (!certificate) return refused("no certificate (PEM)");
    const Key key{PEM_read_bio_PrivateKey(memory(key_pem).get(), nullptr, &no_passphrase, nullptr)};
    if (!key) return refused("no private key (PEM, without a passphrase)");
    if (X509_check_private_key(certificate.get(), key.get()) == 1) return ok();
    return refused("the key is not that of the certificate");
}

}  // namespace ow::crypto
