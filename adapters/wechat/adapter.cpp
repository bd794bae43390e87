#include "adapters/wechat/adapter.hpp"

#include "adapters/wechat/booking.hpp"
#include "adapters/wechat/callback.hpp"
#include "adapters/wechat/sender.hpp"

namespace ow::wechat {
namespace {

constexpr std::size_t kPushLimit = 256 * 1024;
constexpr std::size_t kFormLimit = 16 * 1024;

class WechatAdapter final : public ports::Adapter {
  public:
    WechatAdapter(Settings settings, const ports::AdapterContext& context)
        : settings_(std::move(settings)),
          context_(context),
          link_(settings_.secret),
          callback_(settings_, context_, link_),
          booking_(settings_, context_, link_),
          sender_(settings_, context_.http, context_.clock) {}

    std::vector<ports::Route> routes() override {
        using Request = std::shared_ptr<const ports::HttpRequest>;
        const std::string base = "/partners/" + settings_.partner.str();
        return {
            {"GET", base + "/callback", ports::Trust::kPublic, kFormLimit,
             [this](const Request& request, const ports::Respond& respond) {
                 callback_.check_url(*request, respond);
             }},
            {"POST", base + "/callback", ports::Trust::kPublic, kPushLimit,
             [this](const Request& request, ports::Respond respond) {
                 callback_.take_push(request, std::move(respond));
             }},
            {"GET", base + "/book", ports::Trust::kPublic, kFormLimit,
             [this](const Request& request, const ports::Respond& respond) {
                 booking_.show(*request, respond);
             }},
            {"POST", base + "/book", ports::Trust::kPublic, kFormLimit,
             [this](const Request& request, ports::Respond respond) {
                 booking_.take(request, std::move(respond));
             }},
        };
    }

    ports::Sender* sender() override { return &sender_; }

  private:
    Settings settings_;
    ports::AdapterContext context_;
    BookingLink link_;
    Callback callback_;
    Booking booking_;
    NoticeSender sender_;
};

}  // namespace

Result<std::unique_ptr<ports::Adapter>> make_adapter(const ports::AdapterContext& context) {
    auto settings = read_settings(context.partner, context.public_url);
    if (!settings) return settings.error();
    return std::unique_ptr<ports::Adapter>{
        std::make_unique<WechatAdapter>(*std::move(settings), context)};
}

}  // namespace ow::wechat
