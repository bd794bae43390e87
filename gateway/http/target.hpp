#pragma once
// The request target of RFC 9112 §3.2 taken apart. What could mean two things to two readers – an
// encoded slash, a dot segment, a NUL – is refused rather than interpreted.

#include <map>
#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

namespace ow::http {

struct Target {
    std::string path;                          ///< percent-decoded, begins with '/'
    std::map<std::string, std::string> query;  ///< decoded, '+' is a blank; the last of equal names
};

/// Origin form ("/a?b=c") and absolute form ("http://host/a"). kRequestInvalid else.
[[nodiscard]] Result<Target> parse_target(std::string_view raw);

}  // namespace ow::http
