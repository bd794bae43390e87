#pragma once
// Timestamps from a service over HTTP (RFC 3161, 3.4).

#include <atomic>

#include "gateway/app/config_signing.hpp"
#include "gateway/base/log.hpp"
#include "gateway/documents/signer_chain.hpp"
#include "gateway/documents/timestamp.hpp"
#include "gateway/ports/http.hpp"

namespace ow::app {

/// A token that would not hold is none. Where timestamps are only wanted, a service that failed is
/// left alone for half a minute: documents do not wait for it one by one. Thread-safe.
class TimestampClient final : public documents::Timestamper {
  public:
    /// kFileUnreadable, kCryptoFailed: who vouches for the service.
    [[nodiscard]] static Result<std::unique_ptr<TimestampClient>> make(
        const TimestampSettings& settings, ports::HttpClient& http, const Clock& clock, Log& log);

    [[nodiscard]] Result<std::string> stamp(std::string_view signature) const override;

  private:
    TimestampClient(TimestampSettings settings, documents::TrustedRoots roots,
                    ports::HttpClient& http, const Clock& clock, Log& log)
        : settings_(std::move(settings)),
          roots_(std::move(roots)),
          http_(http),
          clock_(clock),
          log_(log) {}
    [[nodiscard]] Result<std::string> ask(std::string_view signature) const;

    const TimestampSettings settings_;
    const documents::TrustedRoots roots_;
    ports::HttpClient& http_;
    const Clock& clock_;
    Log& log_;
    mutable std::atomic<Instant> rests_until_{Instant{}};
};

}  // namespace ow::app
