#pragma once
// JSON or XML: what is said in answers and read from them.

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/ports/partner.hpp"

namespace ow::http_push {

enum class Content : std::uint8_t { kJson, kXml };

[[nodiscard]] std::string_view media_type(Content content);  ///< with charset=utf-8
/// Whether a Content-Type header names this content (any charset).
[[nodiscard]] bool is_of(Content content, std::string_view content_type);

/// The answer to a sender, success or refusal, in its content type. XML: root <answer> or <error>,
/// a member an element, an entry of a list <item>.
[[nodiscard]] ports::HttpResponse render(Content content, const ports::Answer& answer,
                                         std::string_view trace);

/// The same for facts that were asked for.
[[nodiscard]] ports::HttpResponse render(Content content, const boost::json::object& fields);
/// For Route::refuse.
[[nodiscard]] ports::Refuse refusal_words(Content content);

/// Whether an answer can come from the partner's application, not from a proxy's or login's page.
[[nodiscard]] bool is_understood(Content content, std::string_view body);

/// Text of a top-level member or child element; empty if absent or the body is not of this content.
[[nodiscard]] std::string member(Content content, const std::string& body, std::string_view name);

}  // namespace ow::http_push
