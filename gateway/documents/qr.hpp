#pragma once
// QR symbol of a text (level M). Pure.

#include <string_view>

#include "gateway/base/result.hpp"
#include "gateway/documents/ink.hpp"

namespace ow::documents {

/// kDocumentLayoutOverflow if the text does not fit a symbol.
[[nodiscard]] Result<InkQr> encode_qr(std::string_view text, double size);

}  // namespace ow::documents
