#pragma once
// The server address of the account: URL check (GET) and pushes (POST).
//
// A push is answered only after what it says is durable; if it cannot be, the platform gets 5xx and
// sends again – that is the back-pressure. A push that is refused for good is answered "success"
// all the same: intake keeps its trace, and the platform would only repeat it.
//
// The click on the booking button changes nothing and is answered at once, each time with a new
// link.

#include "adapters/wechat/booking_link.hpp"
#include "adapters/wechat/freshness.hpp"
#include "adapters/wechat/push.hpp"
#include "adapters/wechat/settings.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::wechat {

/// Thread-safe.
class Callback {
  public:
    Callback(const Settings& settings, const ports::AdapterContext& context,
             const BookingLink& link)
        : settings_(settings), context_(context), link_(link) {}

    void check_url(const ports::HttpRequest& request, const ports::Respond& respond);
    void take_push(const std::shared_ptr<const ports::HttpRequest>& request,
                   ports::Respond respond);

  private:
    /// The push's XML, signature and envelope off.
    [[nodiscard]] Result<std::string> unwrap(const ports::HttpRequest& request);
    [[nodiscard]] bool keeps(const Push& push) const;
    [[nodiscard]] ports::HttpResponse reply_to(const ports::HttpRequest& request,
                                               const Push& push) const;
    void refuse(const ports::HttpRequest& request, const Error& error,
                const ports::Respond& respond) const;

    const Settings& settings_;
    const ports::AdapterContext& context_;
    const BookingLink& link_;
    Freshness freshness_;
};

}  // namespace ow::wechat
