#pragma once
// Passive replies: what we may say in the answer to a push, within its 5 seconds. Pure.
// To say nothing, answer kNothing; anything malformed shows the user an error of the platform's.

#include <string>
#include <string_view>

#include "adapters/wechat/push.hpp"
#include "gateway/base/result.hpp"

namespace ow::wechat {

inline constexpr std::string_view kNothing = "success";
inline constexpr std::size_t kMaxPassiveText = 2048;  ///< bytes

/// A text message back to the sender of `push`. kFieldTooLong above kMaxPassiveText; control
/// characters that XML cannot carry are kFieldFormat.
[[nodiscard]] Result<std::string> text_reply(const Push& push, std::string_view text,
                                             std::int64_t unix_seconds);

}  // namespace ow::wechat
