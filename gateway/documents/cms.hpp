#pragma once
// A detached CMS signature (RFC 5652) as ETSI EN 319 142-1 (PAdES) wants it in a PDF: signed
// attributes contentType, messageDigest and signingCertificateV2 (RFC 5035), and no signingTime –
// the time stands in the PDF. Composed by us because OpenSSL cannot leave signingTime out.

#include <string>
#include <string_view>

#include "gateway/base/result.hpp"
#include "gateway/documents/signer.hpp"

namespace ow::documents {

/// DER of the ContentInfo. `digest`: SHA-256 of the signed bytes. Errors of the signer;
/// kCryptoFailed if its certificate cannot be read.
[[nodiscard]] Result<std::string> make_detached_cms(std::string_view digest, const Signer& signer);

}  // namespace ow::documents
