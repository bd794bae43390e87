#pragma once
// The platform's own side of signatures and envelopes, written apart from the adapter's: the two
// share nothing but OpenSSL's primitives, and both are held to the same independent vectors.

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace ow::wechat::twin {

struct Account {
    std::string appid;
    std::string secret;
    std::string token;
    std::string encoding_aes_key;
};

using Fields = std::map<std::string, std::string>;

/// A push in clear: <xml> with the fields in CDATA, numbers bare.
[[nodiscard]] std::string push_xml(const Fields& fields);

/// Body and query of a push as the platform sends it.
struct Sealed {
    std::string body;
    std::string query;  ///< without the question mark
};
[[nodiscard]] Sealed seal_push(const Account& account, std::string_view xml,
                               std::string_view timestamp, std::string_view nonce,
                               std::string_view openid);
[[nodiscard]] Sealed plain_push(const Account& account, std::string_view xml,
                                std::string_view timestamp, std::string_view nonce,
                                std::string_view openid);

/// The reply's clear XML; nullopt if signature, pad, length or appid are wrong.
[[nodiscard]] std::optional<std::string> open_reply(const Account& account, std::string_view body);

/// Text of the first <name>…</name>, CDATA and the five entities undone; empty if absent.
[[nodiscard]] std::string element(std::string_view xml, std::string_view name);

}  // namespace ow::wechat::twin
