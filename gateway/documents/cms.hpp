#pragma once
// A detached CMS signature (RFC 5652) as ETSI EN 319 142-1 (PAdES) wants it in a PDF: signed
// attributes contentType, messageDigest and signingCertificateV2 (RFC 5035), and no signingTime –
// the time stands in the PDF. Composed by us because OpenSSL cannot leave signingTime out, and
// leaves the algorithm of an SM2 signature empty. With a timestamp on the signature value it is
// baseline B-T, without one B-B.

#include <string>
#include <string_view>

#include "gateway/base/result.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/documents/signer.hpp"
#include "gateway/documents/timestamp.hpp"

namespace ow::documents {

/// What a signature of that kind is made over: SM3 for SM2, else SHA-256.
[[nodiscard]] crypto::Hash hash_of(SignatureAlgorithm algorithm);

/// DER of the ContentInfo. `digest`: hash_of() the signed bytes. Errors of the signer and of the
/// timestamper (nullptr: none is asked); kCryptoFailed if the certificate cannot be read.
[[nodiscard]] Result<std::string> make_detached_cms(std::string_view digest, const Signer& signer,
                                                    const Timestamper* timestamper = nullptr);

}  // namespace ow::documents
