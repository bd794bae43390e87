#pragma once
// Safe mode (安全模式): the encrypted envelope round a push and round our reply. Pure, thread-safe.
//
//   plaintext = random 16 ‖ length of message (4 bytes, big-endian) ‖ message ‖ appid
//   Encrypt   = base64(AES-256-CBC(key, iv = first 16 bytes of key, PKCS#7 with a block of 32))
//
// The EncodingAESKey has 43 characters = 258 bits; the last 2 bits are dropped, also when set. Pads
// 1 … 32 are stripped here, because OpenSSL's own check stops at 16.

#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

namespace ow::wechat {

class SafeMode {
  public:
    /// kPartnerConfiguration if the key is not 43 characters of base64. The key is never in a
    /// cause.
    [[nodiscard]] static Result<SafeMode> make(std::string_view encoding_aes_key,
                                               std::string_view appid);

    /// The message inside. One answer for every kind of damage – base64, size, pad, length –
    /// kRequestInvalid at "Encrypt", so that nothing can be learnt by trying; another appid is
    /// kRequestInvalid at "appid".
    [[nodiscard]] Result<std::string> open(std::string_view encrypt) const;

    /// `random16`: 16 random bytes, passed in. Any message up to 4 GiB.
    [[nodiscard]] std::string seal(std::string_view message, std::string_view random16) const;

  private:
    SafeMode(std::string key, std::string_view appid) : key_(std::move(key)), appid_(appid) {}
    std::string key_;
    std::string appid_;
};

/// The reply to a push: <xml> with Encrypt, MsgSignature, TimeStamp, Nonce.
[[nodiscard]] std::string sealed_reply(const SafeMode& mode, std::string_view token,
                                       std::string_view reply_xml, std::string_view timestamp,
                                       std::string_view nonce, std::string_view random16);

}  // namespace ow::wechat
