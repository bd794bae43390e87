#pragma once
// Sends one message: POST <endpoint><path.<kind>> with Idempotency-Key (the same on every attempt)
// and, if a key is set, the signature headers. Attachments make it multipart/mixed: the message
// first, then each file with its name.
//
// What the partner's answer means: 2xx, or 409 with code DUPLICATE – done (`foreign_no` of the
// answer becomes a fact of the receipt); 401, 403 – our credentials; 408, 429, 503 – later; other
// 5xx – it may have acted; anything else – refused for good.

#include <map>
#include <string>

#include "adapters/http_push/content.hpp"
#include "gateway/ports/call_signature.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::http_push {

struct SenderSettings {
    PartnerId partner;
    std::string endpoint;
    Content content = Content::kJson;
    std::map<std::string, std::string> paths;  ///< kind → path with leading '/'
    ports::Signing signing;                    ///< empty key: unsigned (mutual TLS only)
};

/// Thread-safe.
class Sender final : public ports::Sender {
  public:
    Sender(SenderSettings settings, ports::HttpClient& http, const Clock& clock)
        : settings_(std::move(settings)), http_(&http), clock_(&clock) {}
    [[nodiscard]] Result<ports::Receipt> send(const ports::Delivery& delivery) override;

  private:
    SenderSettings settings_;
    ports::HttpClient* http_;
    const Clock* clock_;
};

/// What a partner's reply means for a delivery.
[[nodiscard]] Result<ports::Receipt> read_reply(Content content, const PartnerId& partner,
                                                const ports::HttpReply& reply);

}  // namespace ow::http_push
