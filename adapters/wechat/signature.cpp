#include "adapters/wechat/signature.hpp"

#include <algorithm>

#include "gateway/crypto/digest.hpp"

namespace ow::wechat {

std::string sign(std::vector<std::string_view> parts) {
    std::sort(parts.begin(), parts.end());
    std::string joined;
    for (const std::string_view part : parts) joined += part;
    return crypto::to_hex(crypto::digest(crypto::Hash::kSha1, joined));
}

Status check_signature(std::string_view given, std::vector<std::string_view> parts) {
    if (given.empty()) return Error{Code::kAuthCredentialsMissing, {.field = "signature"}};
    if (!crypto::equal_constant_time(given, sign(std::move(parts)))) {
        return Error{Code::kAuthSignatureInvalid, {.field = "signature"}};
    }
    return ok();
}

}  // namespace ow::wechat
