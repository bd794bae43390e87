#pragma once
// Whether what was appended to a signed PDF only signs it again. Pure.

#include <string_view>

#include "gateway/documents/signature_field.hpp"

namespace ow::documents {

/// The bytes from `earlier` up to the end of what `next` covers are the update that
/// signature_update.hpp writes for that signature, byte for byte but for the signature's value. Of
/// updates written otherwise, false: not that they do more.
[[nodiscard]] bool only_signs(std::string_view pdf, std::size_t earlier,
                              const SignatureField& next);

}  // namespace ow::documents
