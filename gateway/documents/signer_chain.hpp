#pragma once
// Who vouches for a signer: chains of certificates up to the ones trusted. SM2 certificates are
// taken with the identity of GM/T 0009 and with OpenSSL's empty one. Revocation is not asked: the
// check works offline. Thread-safe.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"

struct x509_st;

namespace ow::documents {

struct FreeCertificate {
    void operator()(x509_st* certificate) const;
};
using ReadCertificate = std::unique_ptr<x509_st, FreeCertificate>;

/// nullptr: not one certificate in DER.
[[nodiscard]] ReadCertificate certificate_in(std::string_view der);

/// Every certificate of a PEM text, in DER; what is no certificate is passed over.
[[nodiscard]] std::vector<std::string> certificates_in(std::string_view pem);
/// The same of a file. kFileUnreadable; `At::field` is `certificate`.
[[nodiscard]] Result<std::vector<std::string>> certificates_of(const std::filesystem::path& file);

/// Whether `issuer`'s key signed `certificate`.
[[nodiscard]] bool is_signed_by(x509_st& certificate, x509_st& issuer);

/// Whether the certificate (DER) is one of a timestamp service: that and no other use.
[[nodiscard]] bool may_stamp(std::string_view certificate);
/// Whether the certificate (DER) may stand for a seal: its key signs, and not only for TLS, code,
/// timestamps or OCSP (RFC 5280 4.2.1.3, 4.2.1.12; what it does not restrict is allowed).
[[nodiscard]] bool may_seal(std::string_view certificate);
inline constexpr std::string_view kNotForSeals = "its keyUsage is not for signing documents";
/// Its holder's common name, UTF-8; empty: none.
[[nodiscard]] std::string common_name(std::string_view certificate);

class TrustedRoots {
  public:
    /// kCryptoFailed: no certificate in the PEM text.
    [[nodiscard]] static Result<TrustedRoots> read(std::string_view pem);

    /// Whether a chain leads from certificate `signer` over the others to a trusted one, all valid
    /// at that time. A trusted certificate need not sign itself.
    [[nodiscard]] bool vouch_for(const std::vector<std::string>& certificates, std::size_t signer,
                                 Instant at) const;
    /// Whether this very certificate (DER) is a trusted one.
    [[nodiscard]] bool lists(std::string_view certificate) const;
    [[nodiscard]] bool empty() const { return roots_.empty(); }
    [[nodiscard]] const std::vector<std::string>& certificates() const { return roots_; }  ///< DER

  private:
    std::vector<std::string> roots_;  ///< DER
};

}  // namespace ow::documents
