#pragma once
// A file that stands in a message as base64: read strictly, its type told by its first bytes and
// never by what the sender says. Pure functions.

#include <cstddef>
#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

namespace ow::mapping {

/// The bytes of RFC 4648 base64, padded; blanks and line ends are skipped, and so is the head of a
/// data: address. kFieldFormat for anything else (a text that was cut is most often that),
/// kFieldTooLong for more than `most` bytes.
[[nodiscard]] Result<std::string> read_base64(std::string_view text, std::size_t most);

/// "application/pdf", "image/jpeg" …; application/octet-stream for what is not known. A document of
/// an office program is told apart as far as its container tells (application/zip).
[[nodiscard]] std::string_view file_type(std::string_view bytes);

/// The arguments of `file`: megabytes (empty: 20) as bytes; what is wrong with them, or nothing.
[[nodiscard]] std::size_t file_limit(std::string_view megabytes);
[[nodiscard]] std::string file_problem(std::string_view megabytes, std::string_view types);

}  // namespace ow::mapping
