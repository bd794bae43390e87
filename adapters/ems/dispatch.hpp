#pragma once
// Results mailed to applicants (S9, R13, R41): orders and their cancelling.
//
// Kind "dispatch", body {"receiver": {"name", "mobile", "prov", "city", "county", "address"},
//   "cargos": ["食品经营许可证"], "contents": "1"} → 020003 with logisticsOrderNo = the delivery's
//   key. EMS gives one waybill for one key, so the partner's file may say `deduplicates: true`.
//   Facts: {"waybill", "foreign_no"} (the same number).
// Kind "label", body {"waybill_no"} → 010004. Document: the label's PDF (D19).
// Kind "dispatch_cancel", body {"order_no", "waybill_no", "reason"} → 020006. Facts: {"waybill"}.

#include "adapters/ems/settings.hpp"

namespace ow::ems {

/// Thread-safe.
class DispatchSender final : public ports::Sender {
  public:
    DispatchSender(const Settings& settings, ports::HttpClient& http, const Clock& clock)
        : settings_(settings), http_(http), clock_(clock) {}

    /// kPartnerRefused with EMS's retCode; kPartnerBusy for one of `busy_codes`;
    /// kMessageKindUnknown.
    [[nodiscard]] Result<ports::Receipt> send(const ports::Delivery& delivery) override;

  private:
    struct Request {
        std::string_view api_code;
        std::string json;
        std::string waybill_no;
    };
    [[nodiscard]] Result<Request> request_of(const ports::Delivery& delivery) const;

    const Settings& settings_;
    ports::HttpClient& http_;
    const Clock& clock_;
};

/// `key` as a logisticsOrderNo of at most 50 characters: itself, or the first half of its SHA-256.
[[nodiscard]] std::string order_no(std::string_view key);

}  // namespace ow::ems
