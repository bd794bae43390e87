#pragma once
// The electronic signature of a finished document: an incremental update that fills one signature
// field (PAdES baseline, SubFilter ETSI.CAdES.detached). The bytes of the document so far stay as
// they are, at the front: an earlier signature keeps holding, over its own part. The renderer made
// the fields, their look is the seal (SealUse::signatures), and the n-th signature takes the n-th;
// one that finds none left gets a field that shows nothing. The same signer signs once; a reprint
// is the stored file.
//
// Only for PDFs written by pdf_file.hpp (classic cross-reference table). Thread-safe.

#include <string>
#include <string_view>

#include "gateway/documents/signature_update.hpp"
#include "gateway/documents/signer.hpp"
#include "gateway/documents/timestamp.hpp"

namespace ow::documents {

/// kDocumentAlreadySigned: by this signer's certificate. kSealUnusable: the certificate is not
/// valid at `signed_at`. kCryptoFailed if it is not a document of ours or the signer fails; errors
/// of the timestamper. Nothing half made is returned.
[[nodiscard]] Result<std::string> sign_pdf(std::string_view pdf, const Signer& signer,
                                           const SignatureFacts& facts,
                                           const Timestamper* timestamper = nullptr);

/// Whether the document carries a signature.
[[nodiscard]] bool is_signed(std::string_view pdf);

}  // namespace ow::documents
