#pragma once
// Unicode normalisation form KC, by ICU (UAX #15): what looks like one character becomes it – ① 1,
// ㎡ m2, ﾊ ハ, Ａ A, e + ´ é. Not for names: it also replaces CJK compatibility ideographs by
// others (R32); a mapping that tries it on one is refused when it is read.

#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

namespace ow::mapping {

/// `text`: UTF-8. kInternal: ICU has no data.
[[nodiscard]] Result<std::string> to_nfkc(std::string_view text);

}  // namespace ow::mapping
