#pragma once
// Requests to the contract-customer platform and its answers. Pure, thread-safe.
//
// A request is a form: apiCode, senderNo, authorization, timeStamp, logitcsInterface (sealed JSON).
// Field names of 020003 are EMS's; those of 020006 and 010004 are not public and follow the same
// style – compare with the customer's own manual before going live (README).

#include <string>
#include <string_view>
#include <vector>

#include "adapters/ems/envelope.hpp"
#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"

namespace ow::ems {

inline constexpr std::string_view kApiOrder = "020003";
inline constexpr std::string_view kApiCancel = "020006";
inline constexpr std::string_view kApiLabel = "010004";
inline constexpr std::string_view kApiTrackPush = "040002";
inline constexpr std::string_view kDone = "00000";

struct Party {
    std::string name;
    std::string mobile;
    std::string province;
    std::string city;
    std::string county;
    std::string address;
};

struct Order {
    std::string customer;  ///< ecommerceUserId
    std::string order_no;  ///< logisticsOrderNo: our idempotency key, ≤ 50
    Instant created;
    std::string product = "1";   ///< bizProductNo: 1 特快, 10 电商标快
    std::string contents = "1";  ///< contentsAttribute: 1 documents, 3 goods
    std::string payment = "1";   ///< paymentMode
    Party sender;
    Party receiver;
    std::vector<std::string> cargos;  ///< what is in it
};

/// yyyy-MM-dd HH:mm:ss, +08:00.
[[nodiscard]] std::string ems_time(Instant at);

/// kFieldMissing, kFieldTooLong with EMS's field name ("receiver.mobile").
[[nodiscard]] Result<std::string> order_json(const Order& order);
[[nodiscard]] Result<std::string> cancel_json(std::string_view order_no,
                                              std::string_view waybill_no, std::string_view reason);
[[nodiscard]] Result<std::string> label_json(std::string_view waybill_no);

struct Credentials {
    std::string sender_no;
    std::string authorization;
};
/// application/x-www-form-urlencoded.
[[nodiscard]] std::string request_form(std::string_view api_code, const Credentials& credentials,
                                       Instant now, const Envelope& envelope,
                                       std::string_view json);

struct Answer {
    std::string code;     ///< retCode
    std::string message;  ///< retMsg; may name persons, not for logs
    std::string body;     ///< retBody, JSON in a string
};
/// HTTP 429 and 503: kPartnerBusy; other 5xx and a body that is no JSON object: kPartnerTimeout,
/// for EMS may have acted; any other status than 200: kPartnerRefused.
[[nodiscard]] Result<Answer> parse_answer(int http_status, std::string_view body);
/// waybillNo of an order's answer. kPartnerRefused with the retCode if it is not kDone.
[[nodiscard]] Result<std::string> waybill_of(const Answer& answer);

/// The PDF of a label's answer. kPartnerRefused with the retCode, or if there is no PDF in it.
[[nodiscard]] Result<std::string> label_of(const Answer& answer);

}  // namespace ow::ems
