#pragma once
// The update that a signing appends to a document: what the signer writes, and the checker makes
// again to compare with. The bytes follow from the arguments alone. Pure.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/base/time.hpp"

namespace ow::documents {

struct SignatureFacts {
    Instant signed_at;   ///< now; printed as +08:00 in the signature dictionary
    std::string issuer;  ///< the seal's unit, UTF-8
    std::string reason;  ///< what a reader shows beside it: the seal's name; may be empty
};

/// A document with room for its next signature: the byte range says what is covered.
struct RoomToSign {
    std::string pdf;
    std::size_t gap_open = 0;   ///< of '<'
    std::size_t gap_close = 0;  ///< behind '>'; between them zeros
    [[nodiscard]] std::string covered() const;
};

inline constexpr std::string_view kByteRangeKey = "/ByteRange [";

/// The first empty field is signed; if there is none, a new one that shows nothing. `reserve`:
/// bytes of the signature value. nullopt: not a document of ours (signable_pdf.hpp).
[[nodiscard]] std::optional<RoomToSign> room_to_sign(std::string_view pdf,
                                                     const SignatureFacts& facts,
                                                     std::size_t reserve);

}  // namespace ow::documents
