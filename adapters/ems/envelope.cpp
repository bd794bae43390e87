#include "adapters/ems/envelope.hpp"

#include "gateway/crypto/cipher.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::ems {
namespace {

constexpr std::string_view kPrefix = "|$4|";
constexpr std::size_t kBlock = 16;

Error damaged() {
    return Error{Code::kRequestInvalid, {.field = "logitcsInterface"}};
}

}  // namespace

Result<Envelope> Envelope::make(std::string_view sign_key) {
    const auto key = crypto::from_base64(sign_key);
    if (!key || key->size() != kBlock) {
        return Error{Code::kPartnerConfiguration,
                     {.field = "sign_key_file"},
                     "base64 of 16 bytes is expected"};
    }
    return Envelope{std::string{sign_key}, *key};
}

std::string Envelope::seal(std::string_view json) const {
    const std::string padded = crypto::pkcs7_pad(std::string{json} + sign_key_, kBlock);
    return std::string{kPrefix} + crypto::to_base64(crypto::sm4_ecb_encrypt(key_, padded).value());
}

Result<std::string> Envelope::open(std::string_view sealed) const {
    if (!sealed.starts_with(kPrefix)) return damaged();
    const auto blocks = crypto::from_base64(sealed.substr(kPrefix.size()));
    if (!blocks || blocks->empty()) return damaged();
    const auto padded = crypto::sm4_ecb_decrypt(key_, *blocks);
    if (!padded) return damaged();
    auto plain = crypto::pkcs7_strip(*padded, kBlock);
    if (!plain) return damaged();
    const std::size_t key_size = sign_key_.size();
    if (plain->size() < key_size ||
        !crypto::equal_constant_time(std::string_view{*plain}.substr(plain->size() - key_size),
                                     sign_key_)) {
        return Error{Code::kAuthSignatureInvalid, {.field = "logitcsInterface"}};
    }
    plain->resize(plain->size() - key_size);
    return plain;
}

}  // namespace ow::ems
