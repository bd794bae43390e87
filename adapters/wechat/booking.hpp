#pragma once
// The booking page's two requests: showing the form and taking it in.
//
// The form becomes an InboundMessage of kind "booking":
//   {"openid", "item", "item_name", "date", "slot", "name", "id_number", "phone"}
// and the applicant sees yes or no (R17) only when intake has answered: {"booking_no", "outcome":
// confirmed|refused, "reason"}. What an ID number or a
// phone must look like is the mapping's and the model's business; their errors come back into the
// page.

#include "adapters/wechat/booking_link.hpp"
#include "adapters/wechat/booking_page.hpp"
#include "adapters/wechat/settings.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::wechat {

/// Thread-safe.
class Booking {
  public:
    Booking(const Settings& settings, const ports::AdapterContext& context, const BookingLink& link)
        : settings_(settings), context_(context), link_(link) {}

    void show(const ports::HttpRequest& request, const ports::Respond& respond) const;
    void take(const std::shared_ptr<const ports::HttpRequest>& request,
              ports::Respond respond) const;

  private:
    [[nodiscard]] BookingForm empty_form() const;
    [[nodiscard]] Result<BookingForm> read(const std::string& body) const;
    [[nodiscard]] Status check(const BookingForm& form) const;
    [[nodiscard]] ports::HttpResponse again(BookingForm form, const Error& error) const;
    [[nodiscard]] ports::HttpResponse answered(const BookingForm& form,
                                               const ports::Answer& answer) const;
    void refuse(const ports::HttpRequest& request, const Error& error,
                const ports::Respond& respond) const;

    const Settings& settings_;
    const ports::AdapterContext& context_;
    const BookingLink& link_;
};

}  // namespace ow::wechat
