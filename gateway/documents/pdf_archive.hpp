#pragma once
// What makes a PDF an archival one (PDF/A-2b, ISO 19005-2): the XMP packet that says so, and the
// colour profile its colours are meant in. Both written by us: pure functions, same bytes always.

#include <string>
#include <string_view>

namespace ow::documents {

inline constexpr std::string_view kPdfProducer = "OneWindow Gateway";

/// The document's name is all it tells: no person, no case, no date.
[[nodiscard]] std::string xmp_packet(std::string_view title);

/// sRGB (IEC 61966-2-1) as an ICC profile, version 2.4, matrix and curves.
[[nodiscard]] std::string srgb_profile();

}  // namespace ow::documents
