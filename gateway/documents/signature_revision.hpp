#pragma once
// Whether what was appended to a signed PDF only signs it again. Pure.

#include <string_view>

namespace ow::documents {

/// The bytes from `earlier` on are an update that signs an empty field, or adds one that shows
/// nothing and signs it: each object is, byte for byte, what signature_update.hpp makes of the
/// earlier one, or new and part of that signature. Said only of updates written as
/// pdf_signature.hpp writes them; of others, false: not that they do more.
[[nodiscard]] bool only_signs(std::string_view pdf, std::size_t earlier);

}  // namespace ow::documents
