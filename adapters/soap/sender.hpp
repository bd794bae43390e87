#pragma once
// Sends one message as a SOAP 1.1 call: POST <endpoint> with SOAPAction, the idempotency key (the
// same on every attempt) in the header block IdempotencyKey and the HTTP header Idempotency-Key,
// and, if a key is set, the signature headers. With `operation` the message stands in that element,
// as elements or, with `parameter`, as text; without one it is the body itself. What the reply
// means: reply.hpp. Attachments are not sent; a delivery with some is a configuration error.

#include "adapters/soap/settings.hpp"

namespace ow::soap {

/// Thread-safe.
class Sender final : public ports::Sender {
  public:
    Sender(SenderSettings settings, ports::HttpClient& http, const Clock& clock)
        : settings_(std::move(settings)), http_(&http), clock_(&clock) {}
    [[nodiscard]] Result<ports::Receipt> send(const ports::Delivery& delivery) override;

  private:
    [[nodiscard]] Result<std::string> body_of(const ports::Delivery& delivery) const;

    SenderSettings settings_;
    ports::HttpClient* http_;
    const Clock* clock_;
};

}  // namespace ow::soap
