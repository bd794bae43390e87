#pragma once
// The sealed text of the contract-customer platform (logitcsInterface, sic). Pure, thread-safe.
//
//   sealed = "|$4|" + base64(SM4-ECB-PKCS7(key = base64dec(signKey), utf8(json + signKey text)))

#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

namespace ow::ems {

class Envelope {
  public:
    /// kPartnerConfiguration unless `sign_key` is base64 of 16 bytes. The key is never in a cause.
    [[nodiscard]] static Result<Envelope> make(std::string_view sign_key);

    [[nodiscard]] std::string seal(std::string_view json) const;
    /// The JSON. Other prefix, base64, size or pad: kRequestInvalid at "logitcsInterface"; not
    /// ended by our sign key: kAuthSignatureInvalid.
    [[nodiscard]] Result<std::string> open(std::string_view sealed) const;

  private:
    Envelope(std::string sign_key, std::string key)
        : sign_key_(std::move(sign_key)), key_(std::move(key)) {}
    std::string sign_key_;
    std::string key_;
};

}  // namespace ow::ems
