#include "gateway/documents/cms.hpp"

#include <openssl/x509.h>

#include <algorithm>
#include <initializer_list>
#include <memory>

#include "gateway/crypto/digest.hpp"

namespace ow::documents {
namespace {

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

constexpr unsigned kOctets = 0x04, kOid = 0x06, kSequence = 0x30, kSet = 0x31, kContext0 = 0xA0;

// Object identifiers, already encoded.
constexpr std::string_view kData{"\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01", 9};
constexpr std::string_view kSignedData{"\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02", 9};
constexpr std::string_view kContentType{"\x2A\x86\x48\x86\xF7\x0D\x01\x09\x03", 9};
constexpr std::string_view kMessageDigest{"\x2A\x86\x48\x86\xF7\x0D\x01\x09\x04", 9};
constexpr std::string_view kSigningCertificateV2{"\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x02\x2F",
                                                 11};
constexpr std::string_view kSha256{"\x60\x86\x48\x01\x65\x03\x04\x02\x01", 9};
constexpr std::string_view kEcdsaWithSha256{"\x2A\x86\x48\xCE\x3D\x04\x03\x02", 8};
constexpr std::string_view kRsaWithSha256{"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0B", 9};
constexpr std::string_view kNull{"\x05\x00", 2};
constexpr std::string_view kVersion1{"\x02\x01\x01", 3};

std::string der(unsigned tag, std::initializer_list<std::string_view> parts) {
    std::size_t size = 0;
    for (const std::string_view part : parts) size += part.size();
    std::string out(1, static_cast<char>(tag));
    if (size < 0x80) {
        out += static_cast<char>(size);
    } else {
        std::string length;
        for (std::size_t rest = size; rest > 0; rest >>= 8U)
            length.insert(length.begin(), static_cast<char>(rest & 0xFFU));
        out += static_cast<char>(0x80U | length.size());
        out += length;
    }
    for (const std::string_view part : parts) out += part;
    return out;
}

std::string oid(std::string_view encoded) {
    return der(kOid, {encoded});
}

std::string attribute(std::string_view type, const std::string& value) {
    return der(kSequence, {oid(type), der(kSet, {value})});
}

template <class Encode, class Object>
std::string encoded(Encode encode, Object* object) {
    unsigned char* raw = nullptr;
    const int size = encode(object, &raw);
    std::string out;
    if (size > 0) out.assign(reinterpret_cast<char*>(raw), static_cast<std::size_t>(size));
    OPENSSL_free(raw);
    return out;
}

// The content of the attributes' SET OF, sorted as DER wants it.
std::string signed_attributes(std::string_view digest, std::string_view certificate) {
    const std::string hash = crypto::digest(crypto::Hash::kSha256, certificate);
    const std::string certificate_id =
        der(kSequence, {der(kOctets, {hash})});  // SHA-256 is the default
    std::vector<std::string> all{
        attribute(kContentType, oid(kData)),
        attribute(kMessageDigest, der(kOctets, {digest})),
        attribute(kSigningCertificateV2, der(kSequence, {der(kSequence, {certificate_id})})),
    };
    std::sort(all.begin(), all.end(), [](const std::string& a, const std::string& b) {
        return std::lexicographical_compare(
            a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
                return static_cast<unsigned char>(x) < static_cast<unsigned char>(y);
            });
    });
    return all[0] + all[1] + all[2];
}

std::string signature_algorithm(SignatureAlgorithm algorithm) {
    return algorithm == SignatureAlgorithm::kEcdsaSha256
               ? der(kSequence, {oid(kEcdsaWithSha256)})
               : der(kSequence, {oid(kRsaWithSha256), kNull});
}

}  // namespace

Result<std::string> make_detached_cms(std::string_view digest, const Signer& signer) {
    const std::string& own_der = signer.certificates().front();
    const auto* at = reinterpret_cast<const unsigned char*>(own_der.data());
    const Certificate own{d2i_X509(nullptr, &at, static_cast<long>(own_der.size())), &X509_free};
    if (!own) return Error{Code::kCryptoFailed, {}, "certificate of the signer"};

    const std::string attributes = signed_attributes(digest, own_der);
    const Result<std::string> signature = signer.sign(der(kSet, {attributes}));
    if (!signature) return signature.error();

    const std::string issuer_and_serial =
        der(kSequence, {encoded(i2d_X509_NAME, X509_get_issuer_name(own.get())),
                        encoded(i2d_ASN1_INTEGER, X509_get_serialNumber(own.get()))});
    const std::string sha256 = der(kSequence, {oid(kSha256)});
    const std::string signer_info =
        der(kSequence, {kVersion1, issuer_and_serial, sha256, der(kContext0, {attributes}),
                        signature_algorithm(signer.algorithm()), der(kOctets, {*signature})});
    std::string certificates;
    for (const std::string& one : signer.certificates()) certificates += one;
    const std::string signed_data =
        der(kSequence, {kVersion1, der(kSet, {sha256}), der(kSequence, {oid(kData)}),
                        der(kContext0, {certificates}), der(kSet, {signer_info})});
    return der(kSequence, {oid(kSignedData), der(kContext0, {signed_data})});
}

}  // namespace ow::documents
