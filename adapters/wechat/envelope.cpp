#include "adapters/wechat/envelope.hpp"

#include <cstdint>

#include "adapters/wechat/signature.hpp"
#include "gateway/crypto/cipher.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/xml/document.hpp"

namespace ow::wechat {
namespace {

constexpr std::size_t kKeyChars = 43;
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kRandom = 16;
constexpr std::size_t kHead = kRandom + 4;
constexpr std::size_t kPadBlock = 32;

Error damaged() {
    return Error{Code::kRequestInvalid, {.field = "Encrypt"}};
}

std::size_t read_length(std::string_view four) {
    std::uint32_t length = 0;
    for (const char c : four) length = length << 8U | static_cast<unsigned char>(c);
    return length;
}

std::string write_length(std::size_t length) {
    std::string out(4, '\0');
    for (std::size_t i = 0; i < 4; ++i) out[i] = static_cast<char>(length >> (24 - 8 * i) & 0xFFU);
    return out;
}

}  // namespace

Result<SafeMode> SafeMode::make(std::string_view encoding_aes_key, std::string_view appid) {
    const At place{.field = "encoding_aes_key_file"};
    if (encoding_aes_key.size() != kKeyChars ||
        encoding_aes_key.find('=') != std::string_view::npos) {
        return Error{Code::kPartnerConfiguration, place, "an EncodingAESKey has 43 characters"};
    }
    const auto key = crypto::from_base64(encoding_aes_key);
    if (!key || key->size() != kKeyBytes) {
        return Error{Code::kPartnerConfiguration, place, "not base64"};
    }
    if (appid.empty()) return Error{Code::kPartnerConfiguration, {.field = "appid"}};
    return SafeMode{*key, appid};
}

Result<std::string> SafeMode::open(std::string_view encrypt) const {
    const auto blocks = crypto::from_base64(encrypt);
    if (!blocks || blocks->empty()) return damaged();
    const auto padded =
        crypto::aes256_cbc_decrypt(key_, std::string_view{key_}.substr(0, 16), *blocks);
    if (!padded) return damaged();
    const auto plain = crypto::pkcs7_strip(*padded, kPadBlock);
    if (!plain || plain->size() < kHead) return damaged();
    const std::string_view rest = std::string_view{*plain}.substr(kHead);
    const std::size_t length = read_length(std::string_view{*plain}.substr(kRandom, 4));
    if (length > rest.size()) return damaged();
    if (!crypto::equal_constant_time(rest.substr(length), appid_)) {
        return Error{Code::kRequestInvalid, {.field = "appid"}, "sealed for another account"};
    }
    return std::string{rest.substr(0, length)};
}

std::string SafeMode::seal(std::string_view message, std::string_view random16) const {
    std::string plain{random16};
    plain += write_length(message.size());
    plain += message;
    plain += appid_;
    const std::string padded = crypto::pkcs7_pad(plain, kPadBlock);
    return crypto::to_base64(
        crypto::aes256_cbc_encrypt(key_, std::string_view{key_}.substr(0, 16), padded).value());
}

std::string sealed_reply(const SafeMode& mode, std::string_view token, std::string_view reply_xml,
                         std::string_view timestamp, std::string_view nonce,
                         std::string_view random16) {
    const std::string encrypt = mode.seal(reply_xml, random16);
    const xml::Document document = xml::Document::make("xml");
    document.root().add("Encrypt", encrypt);
    document.root().add("MsgSignature", sign({token, timestamp, nonce, encrypt}));
    document.root().add("TimeStamp", timestamp);
    document.root().add("Nonce", nonce);
    return document.serialise();
}

}  // namespace ow::wechat
