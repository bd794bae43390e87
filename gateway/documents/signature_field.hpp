#pragma once
// The signatures of a PDF as its bytes show them: /ByteRange, /Contents and the words beside. Found
// by searching the file, so that a damaged or foreign one is read too. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/time.hpp"

namespace ow::documents {

struct SignatureField {
    std::string fault{};        ///< Chinese; not empty: the rest says nothing
    std::size_t gap_open = 0;   ///< of '<'
    std::size_t gap_close = 0;  ///< behind '>'
    std::size_t covered = 0;    ///< the file's first so many bytes, without the gap
    std::string contents{};     ///< decoded
    bool one_case = true;       ///< hexadecimal digits all lower or all upper
    std::string filter{};       ///< SubFilter
    std::string name{}, reason{};
    std::optional<Instant> claimed_at{};

    /// The bytes that are signed.
    [[nodiscard]] std::string signed_bytes(std::string_view pdf) const;
};

/// In the order of what they cover. More than `kMostSignatures` are not looked for.
inline constexpr std::size_t kMostSignatures = 64;
[[nodiscard]] std::vector<SignatureField> signature_fields(std::string_view pdf);

}  // namespace ow::documents
