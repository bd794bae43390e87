#pragma once
// The ToUnicode CMap of a subset: which character each CID stands for (ISO 32000-1, 9.10.3), beyond
// U+FFFF as UTF-16 surrogates, so that names can be searched and copied.

#include <string>
#include <string_view>

namespace ow::documents {

/// CID i+1 stands for `characters[i]`.
[[nodiscard]] std::string to_unicode_cmap(std::u32string_view characters);

/// Upper-case hex of the UTF-16BE form, appended.
void append_utf16_hex(std::string& out, char32_t character);
void append_hex16(std::string& out, unsigned value);

}  // namespace ow::documents
