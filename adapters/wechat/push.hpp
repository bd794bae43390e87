#pragma once
// What the platform pushes: messages and menu events, read from XML. Pure, thread-safe.
//
// Fields may come with or without CDATA. A top-level element may occur once; one that is read as
// text may not hold elements. Pushes of kinds this file does not know are read all the same: type
// and event tell them apart.

#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

namespace ow::wechat {

/// The Encrypt text of a safe- or compatible-mode body; clear text beside it is ignored.
/// kXmlInvalid, kXmlDoctypeRefused; Encrypt missing, twice, below another element, or with elements
/// inside: kRequestInvalid at "Encrypt".
[[nodiscard]] Result<std::string> encrypted_part(std::string_view body);

struct Push {
    std::string to_user;
    std::string from_user;         ///< openid; personal data
    std::int64_t create_time = 0;  ///< Unix seconds
    std::string type;              ///< text, image, …, event
    std::string msg_id;            ///< 64-bit number as text; empty for events
    std::string event;             ///< subscribe, CLICK, …
    std::string event_key;
    std::string content;
    std::string media_id;
    std::string scan_result;  ///< ScanCodeInfo/ScanResult, "CODE_128,EA…"
    std::string job_id;       ///< MsgID of a delivery report
    std::string job_status;   ///< success, failed:user block …
};

/// kXmlInvalid, kXmlDoctypeRefused, kRequestInvalid with the element's name.
[[nodiscard]] Result<Push> parse_push(std::string_view xml);

/// The same for each of the platform's (up to 3) retries: from MsgId, or for events from
/// FromUserName, CreateTime, Event, EventKey – CreateTime counts seconds, so two clicks on
/// different buttons within one must differ. A digest: the openid is not in it.
[[nodiscard]] std::string dedupe_key(const Push& push);

/// The number in a scan result: what follows the last comma ("CODE_128,1234567890123").
[[nodiscard]] std::string_view scanned_number(const Push& push);

}  // namespace ow::wechat
