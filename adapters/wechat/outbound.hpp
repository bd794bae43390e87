#pragma once
// The JSON we send to the platform, and what its answers mean. Pure, thread-safe.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"

namespace ow::wechat {

struct NamedValue {
    std::string key;  ///< as the template names it: thing1, character_string2 …
    std::string text;
};

struct Notice {
    std::string openid;
    std::string template_id;
    std::string url;  ///< page opened by a tap; empty: none
    std::vector<NamedValue> values;
};

/// POST /cgi-bin/stable_token. `force` invalidates the token now in use (20 a day).
[[nodiscard]] std::string stable_token_body(std::string_view appid, std::string_view secret,
                                            bool force);
/// POST /cgi-bin/message/subscribe/bizsend. Errors of check_value(); no openid: kFieldMissing.
[[nodiscard]] Result<std::string> subscribe_body(const Notice& notice);
/// POST /cgi-bin/message/template/send. The platform sends once for one `client_msg_id`.
[[nodiscard]] Result<std::string> template_body(const Notice& notice,
                                                std::string_view client_msg_id);
/// POST /cgi-bin/message/custom/send: free text within 48 hours of the user's last word.
[[nodiscard]] Result<std::string> custom_text_body(std::string_view openid, std::string_view text);

/// An idempotency key of any length as a client_msg_id (at most 32 characters): itself if short
/// enough, else the first half of its SHA-256.
[[nodiscard]] std::string client_msg_id(std::string_view idempotency_key);

/// What to do about an errcode, beside the catalogue's retry class.
enum class Next : std::uint8_t { kBackOff, kRefreshToken, kOtherChannel, kFixConfiguration, kPark };

struct ErrcodeRow {
    int errcode;
    Code code;
    Next next;
    std::string_view meaning;
};
/// Sorted by errcode.
[[nodiscard]] std::span<const ErrcodeRow> errcodes();
/// The row, or a row with errcode 0 and kPartnerRefused, kPark for one that is not in the table.
[[nodiscard]] const ErrcodeRow& errcode_row(int errcode);

struct Answer {
    int errcode = 0;
    std::string msgid;         ///< of a sent message
    std::string access_token;  ///< of stable_token
    int expires_in = 0;        ///< seconds
};
/// HTTP 429 and 503: kPartnerBusy; other 5xx and a body that is no JSON object: kPartnerTimeout,
/// for the platform may have acted; any other status than 200: kPartnerRefused. An errcode other
/// than 0 is in the Answer, not an Error.
[[nodiscard]] Result<Answer> parse_answer(int http_status, std::string_view body);

}  // namespace ow::wechat
