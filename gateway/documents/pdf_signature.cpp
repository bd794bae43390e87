#include "gateway/documents/pdf_signature.hpp"

#include <optional>
#include <utility>

#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/documents/cms.hpp"

namespace ow::documents {
namespace {

constexpr std::size_t kCmsReserve = 4096;         // beside the certificates
constexpr std::size_t kTimestampReserve = 12288;  // a token with the service's chain

Error not_ours() {
    return Error{Code::kCryptoFailed, {}, "not a document written by this gateway"};
}

// kSealUnusable: the certificate is not valid at that time.
Status check_dates(const Signer& signer, Instant at) {
    const auto own = crypto::read_certificate(signer.certificates().front());
    if (!own) return own.error();
    if (at < own->from)
        return Error{
            Code::kSealUnusable, {}, "the certificate is not valid before " + to_iso(own->from)};
    if (at > own->until)
        return Error{Code::kSealUnusable, {}, "the certificate expired at " + to_iso(own->until)};
    return ok();
}

}  // namespace

bool is_signed(std::string_view pdf) {
    return pdf.find(kByteRangeKey) != std::string_view::npos;
}

Result<std::string> sign_pdf(std::string_view pdf, const Signer& signer,
                             const SignatureFacts& facts, const Timestamper* timestamper) {
    const std::string own = crypto::to_hex(signer.certificates().front());
    if (is_signed(pdf) && pdf.find(own) != std::string_view::npos)
        return Error{Code::kDocumentAlreadySigned};
    if (Status valid = check_dates(signer, facts.signed_at); !valid) return valid.error();
    std::size_t reserve = kCmsReserve + (timestamper == nullptr ? 0 : kTimestampReserve);
    for (const std::string& certificate : signer.certificates()) reserve += certificate.size();
    std::optional<RoomToSign> room = room_to_sign(pdf, facts, reserve);
    if (!room) return not_ours();
    const Result<std::string> cms = make_detached_cms(
        crypto::digest(hash_of(signer.algorithm()), room->covered()), signer, timestamper);
    if (!cms) return cms.error();
    if (cms->size() > reserve)
        return Error{Code::kCryptoFailed, {}, "signature larger than its room"};
    const std::string hex = crypto::to_hex(*cms);
    room->pdf.replace(room->gap_open + 1, hex.size(), hex);
    return std::move(room->pdf);
}

}  // namespace ow::documents
