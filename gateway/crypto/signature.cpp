#include "gateway/crypto/signature.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>
#include <stdexcept>

namespace ow::crypto {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

Bio bio_of(std::string_view text) {
    return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free};
}

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

/// A service has nobody to ask: without this OpenSSL would prompt on the terminal.
int no_passphrase(char*, int, int, void* asked) {
    *static_cast<bool*>(asked) = true;
    return -1;
}

Result<Key> private_key(std::string_view pem) {
    const Bio bio = bio_of(pem);
    bool asked = false;
    Key key{PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, &asked), &EVP_PKEY_free};
    if (key) return Result<Key>{std::move(key)};
    return Error{Code::kCryptoFailed,
                 {},
                 asked ? "the private key is encrypted; keep it without a passphrase"
                       : "not a PEM private key"};
}

std::string public_pem_of(EVP_PKEY* key) {
    const Bio out{BIO_new(BIO_s_mem()), &BIO_free};
    PEM_write_bio_PUBKEY(out.get(), key);
    return text_of(out.get());
}

const unsigned char* in(std::string_view s) {
    return reinterpret_cast<const unsigned char*>(s.data());
}

}  // namespace

KeyPair new_p256_key() {
    const Key key{EVP_EC_gen("P-256"), &EVP_PKEY_free};
    if (!key) throw std::runtime_error("P-256 not available");
    const Bio out{BIO_new(BIO_s_mem()), &BIO_free};
    PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return {text_of(out.get()), public_pem_of(key.get())};
}

Result<std::string> sign(std::string_view private_pem, std::string_view bytes) {
    const auto read = private_key(private_pem);
    if (!read) return read.error();
    const Key& key = *read;
    const Digest context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    std::size_t size = 0;
    std::string out;
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &size, in(bytes), bytes.size()) != 1) {
        return Error{Code::kCryptoFailed, {}, "signature"};
    }
    out.resize(size);
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size,
                       in(bytes), bytes.size()) != 1) {
        return Error{Code::kCryptoFailed, {}, "signature"};
    }
    out.resize(size);
    return out;
}

bool verify(std::string_view public_pem, std::string_view bytes, std::string_view signature) {
    const Bio bio = bio_of(public_pem);
    bool asked = false;
    const Key key{PEM_read_bio_PUBKEY(bio.get(), nullptr, no_passphrase, &asked), &EVP_PKEY_free};
    const Digest context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    return key &&
           EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), in(signature), signature.size(), in(bytes),
                            bytes.size()) == 1;
}

Result<std::string> public_of(std::string_view private_pem) {
    const auto key = private_key(private_pem);
    if (!key) return key.error();
    return public_pem_of(key->get());
}

}  // namespace ow::crypto
