#include "gateway/documents/cms.hpp"

#include <openssl/x509.h>

#include "gateway/crypto/digest.hpp"
#include "gateway/documents/der.hpp"
#include "gateway/documents/object_ids.hpp"
#include "gateway/documents/signer_chain.hpp"
#include "gateway/documents/signing_der.hpp"

namespace ow::documents {
namespace {

constexpr std::string_view kNull{"\x05\x00", 2};
constexpr std::string_view kVersion1{"\x02\x01\x01", 3};

std::string attribute(std::string_view type, const std::string& value) {
    return der(kDerSequence, {der_oid(type), der(kDerSet, {value})});
}

std::string digest_algorithm(SignatureAlgorithm algorithm) {
    const bool sm3 = algorithm == SignatureAlgorithm::kSm2Sm3;
    return der(kDerSequence, {der_oid(sm3 ? kOidSm3 : kOidSha256)});
}

std::string signature_algorithm(SignatureAlgorithm algorithm) {
    switch (algorithm) {
        case SignatureAlgorithm::kEcdsaSha256:
            return der(kDerSequence, {der_oid(kOidEcdsaSha256)});
        case SignatureAlgorithm::kRsaSha256:
            return der(kDerSequence, {der_oid(kOidRsaSha256), kNull});
        case SignatureAlgorithm::kSm2Sm3:
            break;
    }
    return der(kDerSequence, {der_oid(kOidSm2Sm3)});
}

/// ESSCertIDv2; SHA-256 is its default and must not be written then.
std::string certificate_id(std::string_view certificate, SignatureAlgorithm algorithm) {
    const std::string hash = der(kDerOctets, {crypto::digest(hash_of(algorithm), certificate)});
    const std::string named =
        algorithm == SignatureAlgorithm::kSm2Sm3 ? digest_algorithm(algorithm) + hash : hash;
    return der(kDerSequence, {named});
}

std::string signed_attributes(std::string_view digest, std::string_view certificate,
                              SignatureAlgorithm algorithm) {
    const std::string id = certificate_id(certificate, algorithm);
    return der_set_content({
        attribute(kOidContentType, der_oid(kOidData)),
        attribute(kOidMessageDigest, der(kDerOctets, {digest})),
        attribute(kOidSigningCertificateV2, der(kDerSequence, {der(kDerSequence, {id})})),
    });
}

Result<std::string> issuer_and_serial(const std::string& certificate) {
    const ReadCertificate own = certificate_in(certificate);
    if (!own) return Error{Code::kCryptoFailed, {}, "certificate of the signer"};
    return der(kDerSequence, {encoded(i2d_X509_NAME, X509_get_issuer_name(own.get())),
                              encoded(i2d_ASN1_INTEGER, X509_get_serialNumber(own.get()))});
}

/// The unsigned attributes, with a token over the signature value (ETSI EN 319 122-1, 5.3).
Result<std::string> stamped(const std::string& signature, const Timestamper* timestamper) {
    if (timestamper == nullptr) return std::string{};
    Result<std::string> token = timestamper->stamp(signature);
    if (!token || token->empty()) return token;
    return der(kDerContext1, {attribute(kOidTimestampToken, *token)});
}

}  // namespace

crypto::Hash hash_of(SignatureAlgorithm algorithm) {
    return algorithm == SignatureAlgorithm::kSm2Sm3 ? crypto::Hash::kSm3 : crypto::Hash::kSha256;
}

Result<std::string> make_detached_cms(std::string_view digest, const Signer& signer,
                                      const Timestamper* timestamper) {
    const std::string& own = signer.certificates().front();
    const SignatureAlgorithm algorithm = signer.algorithm();
    const Result<std::string> sid = issuer_and_serial(own);
    if (!sid) return sid.error();
    const std::string attributes = signed_attributes(digest, own, algorithm);
    const Result<std::string> signature = signer.sign(der(kDerSet, {attributes}));
    if (!signature) return signature.error();
    const Result<std::string> token = stamped(*signature, timestamper);
    if (!token) return token.error();

    const std::string hash = digest_algorithm(algorithm);
    const std::string signer_info =
        der(kDerSequence, {kVersion1, *sid, hash, der(kDerContext0, {attributes}),
                           signature_algorithm(algorithm), der(kDerOctets, {*signature}), *token});
    const std::string certificates = der_set_content(signer.certificates());
    const std::string signed_data =
        der(kDerSequence, {kVersion1, der(kDerSet, {hash}), der(kDerSequence, {der_oid(kOidData)}),
                           der(kDerContext0, {certificates}), der(kDerSet, {signer_info})});
    return der(kDerSequence, {der_oid(kOidSignedData), der(kDerContext0, {signed_data})});
}

}  // namespace ow::documents
