#include "gateway/documents/missing_glyph.hpp"

#include <fmt/format.h>

#include "gateway/base/text.hpp"

namespace ow::documents {

Error missing_glyph(char32_t character, std::string field) {
    std::string shown;
    if (character > 0x20) append_utf8(shown, character);
    return Error{Code::kDocumentGlyphMissing,
                 {std::move(field), {}, 0, 0},
                 fmt::format("U+{:04X} {}", static_cast<unsigned>(character), shown)};
}

}  // namespace ow::documents
