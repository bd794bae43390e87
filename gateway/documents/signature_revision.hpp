#pragma once
// Whether what was appended to a signed PDF only signs it again. Pure.

#include <string_view>

namespace ow::documents {

/// The bytes from `earlier` on are an update in which every object is new – signature, field, its
/// look – or is an earlier one plus a reference to such a field. Said only of updates written as
/// pdf_signature.hpp writes them; of others, false: not that they do more.
[[nodiscard]] bool only_signs(std::string_view pdf, std::size_t earlier);

}  // namespace ow::documents
