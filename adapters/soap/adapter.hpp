#pragma once
// SOAP 1.1, document/literal, both ways.
//
// In:  GET  /partners/<partner>/soap?wsdl   anyone: the WSDL with the operations the partner's file
//                                           allows and the public address
//      POST /partners/<partner>/soap        authenticated by the server as every partner route;
//                                           operations: see operations.hpp
//      The message is the element in `content` or the text in `text`, read by the partner's inward
//      mapping in UTF-8; the envelope's charset is the one of Content-Type, else of the XML
//      declaration. The idempotency key is the header block IdempotencyKey or the HTTP header
//      Idempotency-Key; without one the digest of the message serves. Every refusal is a Fault.
//      `line` counts from the envelope's first line for `content`, from the text's for `text`.
// Out: see sender.hpp.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/soap/envelope.hpp"
#include "adapters/soap/operations.hpp"
#include "adapters/soap/sender.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::soap {

/// kPartnerConfiguration names the wrong setting. The context's references outlive the adapter.
[[nodiscard]] Result<std::unique_ptr<ports::Adapter>> make_adapter(
    const ports::AdapterContext& context);

class Adapter final : public ports::Adapter {
  public:
    Adapter(const ports::AdapterContext& context, std::optional<Sender> sender);
    [[nodiscard]] std::vector<ports::Route> routes() override;
    [[nodiscard]] ports::Sender* sender() override { return sender_ ? &*sender_ : nullptr; }

  private:
    struct Call;
    void describe(const ports::HttpRequest& request, const ports::Respond& respond) const;
    void receive(const ports::HttpRequest& request, const ports::Respond& respond);
    [[nodiscard]] std::variant<Call, Fault> read(const ports::HttpRequest& request) const;
    [[nodiscard]] Status check(const ports::HttpRequest& request, const Call& call) const;
    [[nodiscard]] ports::HttpResponse query(const Call& call, const std::string& trace) const;
    void take(const Call& call, const ports::HttpRequest& request, const ports::Respond& respond);

    const ports::AdapterContext context_;
    const PartnerId partner_;
    const std::vector<std::string> kinds_;
    std::optional<Sender> sender_;
};

}  // namespace ow::soap
