#pragma once
// The error catalogue: every way in which the gateway refuses something, once.
//
// A row says which HTTP status answers it, whether trying again can help, what the applicant may be
// told and who must do what. Rows are sorted by name; the reference page and the console read the
// same table. An Error carries a row's code, the place, and a cause without personal data.

#include <boost/assert/source_location.hpp>
#include <cstdint>
#include <exception>
#include <span>
#include <string>
#include <string_view>

#include "gateway/base/time.hpp"

namespace ow {

/// One per catalogue row, in the same order (a test compares them).
enum class Code : std::uint16_t {
    kAuthCertificateUnknown,
    kAuthCredentialsMissing,
    kAuthCsrfToken,
    kAuthForbidden,
    kAuthLockedOut,
    kAuthPasswordWrong,
    kAuthReplay,
    kAuthSessionExpired,
    kAuthSignatureInvalid,
    kAuthTimeOutsideWindow,
    kBlobMissing,
    kCalendarUnknown,
    kCaseNotFound,
    kCharacterNotInCharset,
    kCharsetInvalid,
    kCommandNotAllowed,
    kConfigInvalid,
    kCryptoFailed,
    kDocumentAlreadySigned,
    kDocumentGlyphMissing,
    kDocumentLayoutOverflow,
    kDocumentSealRefused,
    kDocumentTemplateInvalid,
    kFieldFormat,
    kFieldMissing,
    kFieldTooLong,
    kFileUnreadable,
    kFontUnreadable,
    kIdempotencyKeyReused,
    kInternal,
    kItemNotPublished,
    kJsonInvalid,
    kKeyDestroyed,
    kLeaseLost,
    kMappingCodeUnknown,
    kMappingNotFound,
    kMaterialNotListed,
    kMediaTypeUnsupported,
    kMessageKindUnknown,
    kOverloaded,
    kPartnerBusy,
    kPartnerConfiguration,
    kPartnerCredentials,
    kPartnerInDoubt,
    kPartnerRefused,
    kPartnerTimeout,
    kPartnerUnreachable,
    kPrinterJobFailed,
    kPrinterNoPaper,
    kPrinterStopped,
    kRateLimited,
    kRequestInvalid,
    kRequestTooLarge,
    kResultMismatch,
    kRouteNotFound,
    kSealUnusable,
    kStoreConflict,
    kStoreDamaged,
    kStoreUnavailable,
    kTimestampUnavailable,
    kXmlDoctypeRefused,
    kXmlInvalid,
    kYamlInvalid,
};

/// Whether and how the relay tries again.
enum class Retry : std::uint8_t {
    kNever,        ///< the same bytes will be refused again: park, a person must act
    kTransport,    ///< nothing reached the partner, or it is not known: back off and try again
    kBusy,         ///< the partner says later: back off and try again
    kCredentials,  ///< pause the partner, alert once
};

struct ErrorRow {
    Code code;
    std::string_view name;  ///< stable, UPPER_SNAKE; what APIs and logs show
    int http_status;
    Retry retry;
    std::string_view applicant;  ///< 中文, fit to be shown to the applicant
    std::string_view operator_;  ///< 中文: who must act and what to do
};

[[nodiscard]] const ErrorRow& row_of(Code code);
[[nodiscard]] std::span<const ErrorRow> error_catalogue();

/// Where it went wrong; empty parts are unknown.
struct At {
    std::string field = {};   ///< canonical field, config key, XPath or file name
    std::string where = {};   ///< mapping, file or partner it was read with
    std::int64_t line = 0;    ///< 1-based; 0 = none
    std::int64_t column = 0;  ///< 1-based; 0 = none
};

class Error {
  public:
    Error() = default;  ///< kInternal; asked for by boost::system::result, not for use
    Error(Code code, At at = {}, std::string cause = {});

    [[nodiscard]] Code code() const { return code_; }
    [[nodiscard]] const At& at() const { return at_; }
    [[nodiscard]] const std::string& cause() const { return cause_; }
    [[nodiscard]] const ErrorRow& row() const { return row_of(code_); }
    /// How long whoever refused asks to be left alone (Retry-After); 0: not said.
    [[nodiscard]] Millis retry_after() const { return retry_after_; }
    Error& ask_after(Millis wait) {
        retry_after_ = wait;
        return *this;
    }

    /// `FIELD_MISSING applicant.name (north/apply:12): cause` — for operators and logs.
    [[nodiscard]] std::string text() const;

  private:
    Code code_ = Code::kInternal;
    At at_;
    std::string cause_;
    Millis retry_after_{0};
};

/// Lets Result<T>::value() throw something a catch site can print.
class ErrorException final : public std::exception {
  public:
    explicit ErrorException(const Error& error) : text_(error.text()) {}
    [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }

  private:
    std::string text_;
};

/// Found by boost::system::result when a value is asked of a failure.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location&);

}  // namespace ow
