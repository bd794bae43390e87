#pragma once
// Which charset a message is in, and its bytes as UTF-8. In this order: a byte order mark, the
// mapping's `charset` (the operator knows better than a framework's default), the Content-Type's
// charset, the XML declaration, UTF-8. GB2312 and GBK are read as GB 18030. UTF-8
// under a GB label is refused: it would often decode, into other characters.
//
// It is known by two things together: the whole message is well-formed UTF-8, and at least one
// character of it takes three bytes or more, as every Chinese one does; shorter ones beside it (the
// separator U+00B7, ×, °) do not matter. Text in a GB charset is hardly ever that by chance: the
// pairs of every run of it would have to fall into twos and threes of the right bytes.

#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

namespace ow::mapping {

/// kCharsetInvalid for an unknown charset or a byte that is not of it (offset in column).
[[nodiscard]] Result<std::string> decode_message(std::string_view bytes,
                                                 std::string_view content_type,
                                                 std::string_view mapping_charset, bool is_xml);

/// `application/xml; charset="gbk"` → gbk.
[[nodiscard]] std::string charset_of(std::string_view content_type);

/// Whether messages may be in `charset`.
[[nodiscard]] bool is_known_charset(std::string_view charset);

}  // namespace ow::mapping
