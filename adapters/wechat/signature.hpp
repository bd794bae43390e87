#pragma once
// WeChat's request signatures. Pure, thread-safe.
//
// Two of them: `signature` over token, timestamp, nonce (URL check and plain mode) and
// `msg_signature` over the same plus the Encrypt text (safe mode; `signature` says nothing about
// the body there and is not looked at). Sorting is bytewise on strings; timestamp is not a number
// here.

#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"

namespace ow::wechat {

/// Lower-case hex SHA-1 of the parts, sorted and joined without separator.
[[nodiscard]] std::string sign(std::vector<std::string_view> parts);

/// kAuthSignatureInvalid unless `given` is sign(parts); compared in constant time. A missing
/// (empty) `given` is kAuthCredentialsMissing.
[[nodiscard]] Status check_signature(std::string_view given, std::vector<std::string_view> parts);

}  // namespace ow::wechat
