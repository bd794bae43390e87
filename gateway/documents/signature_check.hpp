#pragma once
// What a PDF's signatures prove, whoever made them: which bytes each covers and whether they are
// unchanged, who signed, when, and who vouches for that. Offline. Anything may be given: the file
// is searched, never trusted. Thread-safe.
//
// "Holds" is only said when every byte of the file is accounted for: covered by a signature whose
// own bytes have no play – strict DER, one chain of certificates, zeros to fill.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/time.hpp"
#include "gateway/documents/signer_chain.hpp"

namespace ow::documents {

enum class Verdict : std::uint8_t {
    kHolds,
    kUnvouched,  ///< nothing is changed, but something is not vouched for: `reservations`
    kBroken,     ///< changed, damaged or not signed: `faults`
};

/// The sentences are Chinese, for whoever holds the document.
struct SignatureReport {
    std::string signer;       ///< common name of the certificate
    std::string unit;         ///< the seal's unit as the document has it (/Name)
    std::string reason;       ///< the seal's name, or another reason (/Reason)
    std::size_t covered = 0;  ///< the signature is over the file's first so many bytes
    bool whole_file = false;
    bool unchanged = false;
    std::optional<Instant> claimed_at{};  ///< by the signer's clock (/M)
    std::optional<Instant> stamped_at{};  ///< by a timestamp that holds
    std::string stamped_by;
    bool certificate_was_valid = false;  ///< when it was stamped, else claimed
    bool trusted = false;
    std::vector<std::string> faults{};
    std::vector<std::string> reservations{};
};

struct PdfReport {
    std::vector<SignatureReport> signatures{};
    std::vector<std::string> faults{};  ///< of the file as a whole
    [[nodiscard]] Verdict verdict() const;
};

/// `now`: signatures must not claim to be later, and certificates of those that carry no time are
/// looked at then.
[[nodiscard]] PdfReport check_pdf(std::string_view pdf, const TrustedRoots& roots, Instant now);

}  // namespace ow::documents
