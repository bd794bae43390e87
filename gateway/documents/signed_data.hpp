#pragma once
// A CMS SignedData (RFC 5652) with one signer, taken apart and checked: a PDF's signature or a
// timestamp token, made by anybody. Read strictly; what is only BER is normalised first and
// remembered as such, because then a changed byte may change nothing. Pure.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"

namespace ow::documents {

struct SignedData {
    std::size_t size = 0;  ///< bytes it took of those given
    bool is_der = true;
    std::string content_type;            ///< encoded OID
    std::optional<std::string> content;  ///< nullopt: detached
    std::vector<std::string> certificates;
    std::size_t signer = 0;  ///< whose of `certificates` the signature claims to be
    std::string digest_oid;
    std::string signature_oid;
    std::string signed_attributes;                  ///< as the SET that was signed
    std::map<std::string, std::string> attributes;  ///< by encoded OID: the one value's DER
    std::map<std::string, std::string> unsigned_attributes;
    std::string signature;
};

/// kCryptoFailed with a cause: no SignedData, several signers, no signed attributes, the signer's
/// certificate is not in it, an algorithm nobody should use. `bytes` may be followed by anything.
[[nodiscard]] Result<SignedData> read_signed_data(std::string_view bytes);

/// Digest of the algorithm named; nullopt: not one of ours (SHA-1 is not).
[[nodiscard]] std::optional<std::string> digest_by(std::string_view oid, std::string_view bytes);

/// Whether the signer's key signed the attributes, these name `content`'s digest and type, and the
/// signing-certificate attribute (v1 or v2), if there, names the signer's certificate.
/// kCryptoFailed with the reason.
[[nodiscard]] Status check_signed_data(const SignedData& data, std::string_view content);

/// Whether the certificates in it are the signer's chain and no others, each signed by the next,
/// the last by itself or by one of `trusted` (DER; empty: then by anybody).
[[nodiscard]] bool is_one_chain(const SignedData& data, const std::vector<std::string>& trusted);

}  // namespace ow::documents
