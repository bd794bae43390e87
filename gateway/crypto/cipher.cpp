#include "gateway/crypto/cipher.hpp"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

#include "gateway/crypto/digest.hpp"

namespace ow::crypto {
namespace {

constexpr std::size_t kNonce = 12;
constexpr std::size_t kTag = 16;
constexpr std::size_t kBlock = 16;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

Context make_context() {
    return {EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
}

// Every event, message and outbox row is sealed on its own: looking the cipher up, making a context
// and asking for twelve random bytes would each cost more than the sealing.
struct Gcm {
    std::unique_ptr<EVP_CIPHER, decltype(&EVP_CIPHER_free)> cipher{
        EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr), &EVP_CIPHER_free};
    Context context = make_context();
    std::string nonces;
    std::size_t next = 0;

    std::string_view nonce() {
        constexpr std::size_t kMany = 64;
        if (next == nonces.size()) {
            nonces = random_bytes(kMany * kNonce);
            next = 0;
        }
        next += kNonce;
        return std::string_view{nonces}.substr(next - kNonce, kNonce);
    }
};

Gcm& gcm() {
    thread_local Gcm own;
    return own;
}

const unsigned char* in(std::string_view s) {
    return reinterpret_cast<const unsigned char*>(s.data());
}
unsigned char* out(std::string& s) {
    return reinterpret_cast<unsigned char*>(s.data());
}

Error failed(const char* what) {
    return Error{Code::kCryptoFailed, {}, what};
}

Result<std::string> run_blocks(const EVP_CIPHER* cipher, bool encrypt, std::string_view key,
                               std::string_view iv, std::string_view blocks) {
    if (blocks.size() % kBlock != 0) return failed("size is not a multiple of the block");
    if (key.size() != static_cast<std::size_t>(EVP_CIPHER_get_key_length(cipher)))
        return failed("key length");
    const Context context = make_context();
    std::string result(blocks.size() + kBlock, '\0');
    int size = 0;
    int last = 0;
    const bool done = EVP_CipherInit_ex(context.get(), cipher, nullptr, in(key),
                                        iv.empty() ? nullptr : in(iv), encrypt) == 1 &&
                      EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1 &&
                      EVP_CipherUpdate(context.get(), out(result), &size, in(blocks),
                                       static_cast<int>(blocks.size())) == 1 &&
                      EVP_CipherFinal_ex(context.get(), out(result) + size, &last) == 1;
    if (!done) return failed("block cipher");
    result.resize(static_cast<std::size_t>(size + last));
    return result;
}

}  // namespace

std::string seal(std::string_view key, std::string_view plain, std::string_view bound) {
    Gcm& own = gcm();
    const Context& context = own.context;
    std::string result;
    result.reserve(kNonce + plain.size() + kTag);
    result = own.nonce();
    result.resize(kNonce + plain.size() + kTag);
    int size = 0;
    const bool done =
        key.size() == 32 &&
        EVP_EncryptInit_ex2(context.get(), own.cipher.get(), in(key), in(result), nullptr) == 1 &&
        EVP_EncryptUpdate(context.get(), nullptr, &size, in(bound),
                          static_cast<int>(bound.size())) == 1 &&
        EVP_EncryptUpdate(context.get(), out(result) + kNonce, &size, in(plain),
                          static_cast<int>(plain.size())) == 1 &&
        EVP_EncryptFinal_ex(context.get(), out(result) + kNonce + size, &size) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTag,
                            out(result) + kNonce + plain.size()) == 1;
    if (!done) throw std::runtime_error("AES-GCM seal");
    return result;
}

Result<std::string> open(std::string_view key, std::string_view sealed, std::string_view bound) {
    if (key.size() != 32 || sealed.size() < kNonce + kTag) return failed("sealed text too short");
    const std::string_view body = sealed.substr(kNonce, sealed.size() - kNonce - kTag);
    std::string tag{sealed.substr(sealed.size() - kTag)};
    const Context& context = gcm().context;
    std::string plain(body.size(), '\0');
    int size = 0;
    const bool done =
        EVP_DecryptInit_ex2(context.get(), gcm().cipher.get(), in(key), in(sealed), nullptr) == 1 &&
        EVP_DecryptUpdate(context.get(), nullptr, &size, in(bound),
                          static_cast<int>(bound.size())) == 1 &&
        EVP_DecryptUpdate(context.get(), out(plain), &size, in(body),
                          static_cast<int>(body.size())) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTag, tag.data()) == 1 &&
        EVP_DecryptFinal_ex(context.get(), out(plain) + size, &size) == 1;
    if (!done) return failed("changed bytes, another key or another context");
    return plain;
}

Result<std::string> aes256_cbc_encrypt(std::string_view key, std::string_view iv,
                                       std::string_view blocks) {
    if (iv.size() != kBlock) return failed("iv length");
    return run_blocks(EVP_aes_256_cbc(), true, key, iv, blocks);
}

Result<std::string> aes256_cbc_decrypt(std::string_view key, std::string_view iv,
                                       std::string_view blocks) {
    if (iv.size() != kBlock) return failed("iv length");
    return run_blocks(EVP_aes_256_cbc(), false, key, iv, blocks);
}

Result<std::string> sm4_ecb_encrypt(std::string_view key, std::string_view blocks) {
    return run_blocks(EVP_sm4_ecb(), true, key, {}, blocks);
}

Result<std::string> sm4_ecb_decrypt(std::string_view key, std::string_view blocks) {
    return run_blocks(EVP_sm4_ecb(), false, key, {}, blocks);
}

std::string pkcs7_pad(std::string_view plain, std::size_t block) {
    const std::size_t count = block - plain.size() % block;
    return std::string{plain} + std::string(count, static_cast<char>(count));
}

Result<std::string> pkcs7_strip(std::string_view padded, std::size_t block) {
    if (padded.empty() || padded.size() % kBlock != 0) return failed("padding");
    const std::size_t count = static_cast<unsigned char>(padded.back());
    if (count == 0 || count > block || count > padded.size()) return failed("padding");
    unsigned different = 0;
    for (char c : padded.substr(padded.size() - count)) {
        different |= static_cast<unsigned char>(c) ^ static_cast<unsigned>(count);
    }
    if (different != 0) return failed("padding");
    return std::string{padded.substr(0, padded.size() - count)};
}

}  // namespace ow::crypto
