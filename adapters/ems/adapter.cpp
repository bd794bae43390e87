#include "adapters/ems/adapter.hpp"

#include "adapters/ems/dispatch.hpp"
#include "adapters/ems/intake.hpp"

namespace ow::ems {
namespace {

constexpr std::size_t kBodyLimit = 1024 * 1024;

class EmsAdapter final : public ports::Adapter {
  public:
    EmsAdapter(Settings settings, const ports::AdapterContext& context)
        : settings_(std::move(settings)),
          context_(context),
          intake_(settings_, context_),
          sender_(settings_, context_.http, context_.clock) {}

    std::vector<ports::Route> routes() override {
        using Request = std::shared_ptr<const ports::HttpRequest>;
        const std::string base = "/partners/" + settings_.partner.str();
        return {
            {"POST", base + "/parcels", ports::Trust::kPartner, kBodyLimit,
             [this](const Request& request, ports::Respond respond) {
                 intake_.take_parcels(request, std::move(respond));
             }},
            {"POST", base + "/track", ports::Trust::kPublic, kBodyLimit,
             [this](const Request& request, ports::Respond respond) {
                 intake_.take_track(request, std::move(respond));
             }},
        };
    }

    ports::Sender* sender() override { return &sender_; }

  private:
    Settings settings_;
    ports::AdapterContext context_;
    Intake intake_;
    DispatchSender sender_;
};

}  // namespace

Result<std::unique_ptr<ports::Adapter>> make_adapter(const ports::AdapterContext& context) {
    auto settings = read_settings(context.partner);
    if (!settings) return settings.error();
    return std::unique_ptr<ports::Adapter>{
        std::make_unique<EmsAdapter>(*std::move(settings), context)};
}

}  // namespace ow::ems
