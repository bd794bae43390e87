#include "adapters/manual/adapter.hpp"

#include "adapters/partner_keys.hpp"

namespace ow::manual {
namespace {

class WorkList final : public ports::Adapter, public ports::Sender {
  public:
    std::vector<ports::Route> routes() override { return {}; }
    ports::Sender* sender() override { return this; }
    Result<ports::Receipt> send(const ports::Delivery& delivery) override {
        ports::Receipt receipt;
        if (delivery.kind == "application") receipt.facts["listed"] = "yes";
        return receipt;
    }
};

}  // namespace

Result<std::unique_ptr<ports::Adapter>> make_adapter(const ports::AdapterContext& context) {
    if (!context.partner.endpoint.empty())
        return adapters::wrong_setting("endpoint", "a work list is called by nobody");
    if (!context.partner.inbound.empty())
        return adapters::wrong_setting("inbound", "its people enter everything in the console");
    return std::unique_ptr<ports::Adapter>{std::make_unique<WorkList>()};
}

}  // namespace ow::manual
