#include "gateway/documents/signature_revision.hpp"

#include <algorithm>

#include "gateway/documents/signature_update.hpp"

namespace ow::documents {

bool only_signs(std::string_view pdf, std::size_t earlier, const SignatureField& next) {
    if (earlier >= next.gap_open || !next.fault.empty() || !next.claimed_at) return false;
    const std::size_t digits = next.gap_close - next.gap_open - 2;
    const SignatureFacts facts{*next.claimed_at, next.name, next.reason};
    const auto made = room_to_sign(pdf.substr(0, earlier), facts, digits / 2);
    return made && made->gap_open == next.gap_open && made->gap_close == next.gap_close &&
           made->pdf.size() == next.covered && made->covered() == next.signed_bytes(pdf);
}

}  // namespace ow::documents
