#include "gateway/documents/signer_chain.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "gateway/base/freed.hpp"
#include "gateway/documents/signer.hpp"

namespace ow::documents {
namespace {

using Bio = std::unique_ptr<BIO, Freed<&BIO_free_all>>;
using Store = std::unique_ptr<X509_STORE, Freed<&X509_STORE_free>>;
using StoreContext = std::unique_ptr<X509_STORE_CTX, Freed<&X509_STORE_CTX_free>>;
using Uses = std::unique_ptr<EXTENDED_KEY_USAGE, Freed<&EXTENDED_KEY_USAGE_free>>;

struct FreeStack {
    void operator()(STACK_OF(X509) * stack) const { sk_X509_free(stack); }
};
using Stack = std::unique_ptr<STACK_OF(X509), FreeStack>;

/// Never the terminal.
int no_passphrase(char*, int, int, void*) {
    return -1;
}

/// With any other algorithm an identity makes OpenSSL fail.
void identify(X509& certificate, std::string_view identity) {
    if (identity.empty() || X509_get_signature_nid(&certificate) != NID_SM2_with_SM3) return;
    ASN1_OCTET_STRING* octets = ASN1_OCTET_STRING_new();
    ASN1_OCTET_STRING_set(octets, reinterpret_cast<const unsigned char*>(identity.data()),
                          static_cast<int>(identity.size()));
    X509_set0_distinguishing_id(&certificate, octets);
}

std::vector<ReadCertificate> all_of(const std::vector<std::string>& certificates,
                                    std::string_view identity) {
    std::vector<ReadCertificate> out;
    for (const std::string& der : certificates) {
        out.push_back(certificate_in(der));
        if (out.back()) identify(*out.back(), identity);
    }
    return out;
}

bool chained(const std::vector<std::string>& certificates, std::size_t signer,
             const std::vector<std::string>& roots, Instant at, std::string_view identity) {
    const auto given = all_of(certificates, identity);
    const auto trusted = all_of(roots, identity);
    const Store store{X509_STORE_new()};
    const Stack others{sk_X509_new_null()};
    const StoreContext context{X509_STORE_CTX_new()};
    if (!given[signer]) return false;
    for (const auto& one : trusted)
        if (one) X509_STORE_add_cert(store.get(), one.get());
    for (const auto& one : given)
        if (one) sk_X509_push(others.get(), one.get());
    if (X509_STORE_CTX_init(context.get(), store.get(), given[signer].get(), others.get()) != 1)
        return false;
    X509_VERIFY_PARAM* how = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_time(
        how, std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
    X509_VERIFY_PARAM_set_flags(how, X509_V_FLAG_PARTIAL_CHAIN);
    return X509_verify_cert(context.get()) == 1;
}

}  // namespace

void FreeCertificate::operator()(x509_st* certificate) const {
    X509_free(certificate);
}

ReadCertificate certificate_in(std::string_view der) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const auto* end = at + der.size();
    ReadCertificate out{d2i_X509(nullptr, &at, static_cast<long>(der.size()))};
    if (at != end) out.reset();
    ERR_clear_error();
    return out;
}

std::vector<std::string> certificates_in(std::string_view pem) {
    std::vector<std::string> out;
    const Bio bio{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    while (X509* one = PEM_read_bio_X509(bio.get(), nullptr, &no_passphrase, nullptr)) {
        const ReadCertificate held{one};
        std::string der(static_cast<std::size_t>(std::max(i2d_X509(one, nullptr), 0)), '\0');
        auto* at = reinterpret_cast<unsigned char*>(der.data());
        i2d_X509(one, &at);
        out.push_back(std::move(der));
    }
    ERR_clear_error();
    return out;
}

Result<std::vector<std::string>> certificates_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    if (!in)
        return Error{Code::kFileUnreadable,
                     {"certificate", file.filename().string(), 0, 0},
                     "cannot read " + file.string()};
    const std::string pem{std::istreambuf_iterator<char>{in}, {}};
    return certificates_in(pem);
}

bool is_signed_by(x509_st& certificate, x509_st& issuer) {
    EVP_PKEY* key = X509_get0_pubkey(&issuer);
    if (key == nullptr) return false;
    bool right = X509_verify(&certificate, key) == 1;
    if (!right && EVP_PKEY_is_a(key, "SM2") == 1) {
        identify(certificate, kSm2Identity);
        right = X509_verify(&certificate, key) == 1;
    }
    ERR_clear_error();
    return right;
}

bool may_stamp(std::string_view certificate) {
    const ReadCertificate one = certificate_in(certificate);
    const bool right = one && X509_check_purpose(one.get(), X509_PURPOSE_TIMESTAMP_SIGN, 0) == 1;
    ERR_clear_error();
    return right;
}

bool may_seal(std::string_view certificate) {
    constexpr std::uint32_t kSigns = KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION;
    constexpr int kOtherUses[] = {NID_server_auth, NID_client_auth, NID_code_sign, NID_time_stamp,
                                  NID_OCSP_sign};
    const ReadCertificate one = certificate_in(certificate);
    if (!one || (X509_get_key_usage(one.get()) & kSigns) == 0) return false;
    int found = 0;  // -1: no such extension; -2: more than one
    const Uses uses{static_cast<EXTENDED_KEY_USAGE*>(
        X509_get_ext_d2i(one.get(), NID_ext_key_usage, &found, nullptr))};
    ERR_clear_error();
    if (!uses) return found == -1;
    for (int i = 0; i < sk_ASN1_OBJECT_num(uses.get()); ++i) {
        const int use = OBJ_obj2nid(sk_ASN1_OBJECT_value(uses.get(), i));
        if (std::find(std::begin(kOtherUses), std::end(kOtherUses), use) == std::end(kOtherUses))
            return true;
    }
    return false;
}

std::string common_name(std::string_view certificate) {
    const ReadCertificate one = certificate_in(certificate);
    if (!one) return {};
    const X509_NAME* name = X509_get_subject_name(one.get());
    const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    unsigned char* text = nullptr;
    const int size = at < 0 ? -1
                            : ASN1_STRING_to_UTF8(
                                  &text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    std::string out;
    if (size > 0) out.assign(reinterpret_cast<char*>(text), static_cast<std::size_t>(size));
    OPENSSL_free(text);
    ERR_clear_error();
    return out;
}

Result<TrustedRoots> TrustedRoots::read(std::string_view pem) {
    TrustedRoots out;
    out.roots_ = certificates_in(pem);
    if (out.roots_.empty()) return Error{Code::kCryptoFailed, {}, "no certificate (PEM)"};
    return out;
}

bool TrustedRoots::vouch_for(const std::vector<std::string>& certificates, std::size_t signer,
                             Instant at) const {
    if (roots_.empty() || signer >= certificates.size()) return false;
    const bool right = chained(certificates, signer, roots_, at, kSm2Identity) ||
                       chained(certificates, signer, roots_, at, {});
    ERR_clear_error();
    return right;
}

bool TrustedRoots::lists(std::string_view certificate) const {
    return std::find(roots_.begin(), roots_.end(), certificate) != roots_.end();
}

}  // namespace ow::documents
