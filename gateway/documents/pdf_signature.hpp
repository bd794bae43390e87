#pragma once
// The electronic signature of a finished document: an incremental update with one signature field
// over the drawn seal (PAdES baseline, SubFilter ETSI.CAdES.detached). The bytes of the unsigned
// document stay as they are, at the front. Signed once: a second signing is refused, a reprint is
// the stored file.
//
// Only for PDFs written by pdf_file.hpp (classic cross-reference table). Thread-safe.

#include <string>
#include <string_view>

#include "gateway/base/time.hpp"
#include "gateway/documents/signer.hpp"

namespace ow::documents {

struct SignatureFacts {
    Instant signed_at;   ///< printed as +08:00 in the signature dictionary
    std::string issuer;  ///< the seal's unit, UTF-8
    std::string reason;  ///< may be empty
};

/// kDocumentAlreadySigned; kCryptoFailed if it is not a document of ours or the signer fails.
[[nodiscard]] Result<std::string> sign_pdf(std::string_view pdf, const Signer& signer,
                                           const SignatureFacts& facts);

/// Whether the document carries a signature.
[[nodiscard]] bool is_signed(std::string_view pdf);

}  // namespace ow::documents
