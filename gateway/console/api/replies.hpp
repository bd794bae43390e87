#pragma once
// Answers with the headers that every page and every byte of the console carries.

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "gateway/ports/http.hpp"

namespace ow::console {

/// No script, style or picture but our own files, nothing from elsewhere, no foreign frame around.
inline constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Sets policy, nosniff, no-referrer (addresses hold tokens) and, unless set, no-store.
[[nodiscard]] ports::HttpResponse guarded(ports::HttpResponse response);
[[nodiscard]] ports::HttpResponse json_reply(const boost::json::value& value);
[[nodiscard]] ports::HttpResponse error_reply(const Error& error, std::string_view trace);
/// 303 with a location of ours.
[[nodiscard]] ports::HttpResponse redirect(std::string location);

/// UTF-8 as in RFC 8187: `a%E4…`.
[[nodiscard]] std::string percent_encoded(std::string_view text);
/// The value of a cookie of the request, or empty.
[[nodiscard]] std::string_view cookie(const ports::HttpRequest& request, std::string_view name);

}  // namespace ow::console
