#pragma once
// Messages pushed over HTTP as JSON or XML: one POST a message, both ways, signed.
//
// In:  POST /partners/<partner>/<kind>, authenticated by the server; Idempotency-Key is the
//      sender's own number (without one the body's digest serves). Answered after the commit in the
//      partner's content type: the inbound answer's fields and `repeated`, or the error catalogue's
//      code, place and next step.
//      GET /partners/<partner>/cases?number=…: where a case of the partner's own stands, by our
//      number or its own; any other case is not found.
// Out: see sender.hpp.
//
// Settings (config/partners/<id>.yaml): `content` json | xml (default json); `accepts` kinds taken,
// blank-separated (default: any, unknown ones fail at the mapping); `path.<kind>`, `hmac_key_file`,
// `our_name` for sending.

#include <memory>
#include <optional>

#include "adapters/http_push/sender.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::http_push {

/// kPartnerConfiguration names the wrong setting. The context's references outlive the adapter.
[[nodiscard]] Result<std::unique_ptr<ports::Adapter>> make_adapter(
    const ports::AdapterContext& context);

class Adapter final : public ports::Adapter {
  public:
    Adapter(const ports::AdapterContext& context, Content content, std::optional<Sender> sender);
    [[nodiscard]] std::vector<ports::Route> routes() override;
    [[nodiscard]] ports::Sender* sender() override;

  private:
    [[nodiscard]] ports::HttpResponse tell(const ports::HttpRequest& request) const;
    void receive(const ports::HttpRequest& request, ports::Respond respond);
    [[nodiscard]] Status check(const ports::HttpRequest& request) const;

    const PartnerId partner_;
    const std::string accepts_;
    const Content content_;
    ports::Inbound& inbound_;
    const ports::CaseStatus case_status_;
    Log& log_;
    std::optional<Sender> sender_;
};

}  // namespace ow::http_push
