#pragma once
// A ZIP file that has exactly one form: entries stored as they are, in the order given, all dated
// 1980-01-01, names in UTF-8. Whoever unpacks and packs again gets the same bytes, on any machine
// and in ten years, so that a changed byte shows wherever it is. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"

namespace ow::archive {

struct Part {
    std::string path;  ///< "documents/D2.pdf"
    std::string bytes;
};

/// kRequestTooLarge: more than the format holds (4 GiB, 65535 parts).
[[nodiscard]] Result<std::string> pack(const std::vector<Part>& parts);

/// kRequestInvalid: not such a file, down to the last byte.
[[nodiscard]] Result<std::vector<Part>> unpack(std::string_view bytes);

}  // namespace ow::archive
