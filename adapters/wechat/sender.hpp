#pragma once
// Notices to users: the platform's side of a Delivery.
//
// Body (JSON, made by the outward mapping):
//   {"openid", "text", "template": name, "url", "values": {"thing1": "…"}}
// With `way: custom`, or without "template", the text goes as a customer-service message; else the
// values under the template id of that name. Only `way: template` is sent once for one key, so only
// then may the partner's file say `deduplicates: true`.

#include "adapters/wechat/settings.hpp"
#include "adapters/wechat/token_cache.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::wechat {

/// Thread-safe.
class NoticeSender final : public ports::Sender {
  public:
    NoticeSender(const Settings& settings, ports::HttpClient& http, const Clock& clock)
        : settings_(settings), http_(http), clock_(clock), tokens_(settings, http, clock) {}

    /// Facts: {"foreign_no": msgid, "way"}. errcodes become catalogue codes (outbound.hpp); a token
    /// that was refused is replaced once. Values that do not fit are errors naming them.
    [[nodiscard]] Result<ports::Receipt> send(const ports::Delivery& delivery) override;

  private:
    struct Request {
        std::string path;
        std::string body;
        std::string way;
    };
    [[nodiscard]] Result<Request> request_of(const ports::Delivery& delivery) const;

    const Settings& settings_;
    ports::HttpClient& http_;
    const Clock& clock_;
    TokenCache tokens_;
};

}  // namespace ow::wechat
