#pragma once
// Text. Inside the gateway everything is well-formed UTF-8 (RFC 3629); other charsets are decoded
// at the edge. Names follow R32: every character of GB 18030-2022 level 3, separator U+00B7.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"

namespace ow {

/// Offset of the first byte that is not well-formed UTF-8 (surrogates and overlong forms included);
/// npos if all is well.
[[nodiscard]] std::size_t find_malformed_utf8(std::string_view bytes);

/// Length in Unicode code points of well-formed UTF-8. Names are counted so, never in UTF-16 units.
[[nodiscard]] std::size_t count_code_points(std::string_view utf8);

/// Code points of well-formed UTF-8.
[[nodiscard]] std::u32string to_code_points(std::string_view utf8);
[[nodiscard]] std::string to_utf8(std::u32string_view code_points);
void append_utf8(std::string& out, char32_t code_point);

/// Bytes in `charset` to UTF-8. GB2312, GBK, GB18030 are all read as GB 18030 (old partners label
/// one and send the other); UTF-8 is only checked, a BOM dropped. The 18 positions that GB
/// 18030-2022 moved out of the private use area, and their old PUA code points, come out as the
/// standard characters (R32). Failure: kCharsetInvalid with the byte offset in `at.column`.
[[nodiscard]] Result<std::string> decode_to_utf8(std::string_view bytes, std::string_view charset);

/// UTF-8 to `charset`; a character the charset lacks is kCharacterNotInCharset naming it (U+XXXX),
/// never a substitute.
[[nodiscard]] Result<std::string> encode_from_utf8(std::string_view utf8, std::string_view charset);

/// Replaces the old PUA code points of GB 18030 by the standard characters (facts: 24 BMP code
/// points).
[[nodiscard]] std::string normalise_pua(std::string_view utf8);

/// Drops ASCII blanks, U+3000, U+00A0 at both ends.
[[nodiscard]] std::string_view trim(std::string_view utf8);

[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// Whether `text` starts with / is found ASCII-case-insensitively equal.
[[nodiscard]] bool iequals(std::string_view a, std::string_view b);

/// The candidate nearest to `word` by edits, a swap of two neighbours being one (at most 1/3 of its
/// length), or empty: for "did you mean" in every checker.
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       const std::vector<std::string_view>& candidates);

}  // namespace ow
