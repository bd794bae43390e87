#include "adapters/ems/request.hpp"

#include <boost/json.hpp>

#include "adapters/ems/form.hpp"
#include "adapters/json_fields.hpp"
#include "adapters/refusal.hpp"
#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::ems {
namespace {

namespace json = boost::json;
using adapters::text_of;

struct Limit {
    std::string_view field;
    std::string Party::*member;
    std::size_t longest;
};
constexpr Limit kParty[] = {
    {"address", &Party::address, 200}, {"city", &Party::city, 50}, {"county", &Party::county, 50},
    {"mobile", &Party::mobile, 20},    {"name", &Party::name, 50}, {"prov", &Party::province, 50},
};
constexpr std::size_t kMaxOrderNo = 50;

Status check(std::string_view field, std::string_view text, std::size_t longest) {
    if (trim(text).empty()) return Error{Code::kFieldMissing, {.field = std::string{field}}};
    if (count_code_points(text) > longest)
        return Error{Code::kFieldTooLong, {.field = std::string{field}}};
    return ok();
}

Result<json::object> party_object(std::string_view role, const Party& party) {
    json::object out;
    for (const Limit& limit : kParty) {
        const std::string& text = party.*limit.member;
        const std::string field = std::string{role} + '.' + std::string{limit.field};
        if (const Status status = check(field, text, limit.longest); !status) return status.error();
        out[limit.field] = text;
    }
    return out;
}

}  // namespace

std::string ems_time(Instant at) {
    std::string text = to_iso(at).substr(0, 19);
    text[10] = ' ';
    return text;
}

Result<std::string> order_json(const Order& order) {
    if (const Status s = check("ecommerceUserId", order.customer, 50); !s) return s.error();
    if (const Status s = check("logisticsOrderNo", order.order_no, kMaxOrderNo); !s)
        return s.error();
    auto sender = party_object("sender", order.sender);
    if (!sender) return sender.error();
    auto receiver = party_object("receiver", order.receiver);
    if (!receiver) return receiver.error();
    json::array cargos;
    for (const std::string& name : order.cargos)
        cargos.push_back(json::object{{"cargoName", name}});
    if (cargos.empty()) return Error{Code::kFieldMissing, {.field = "cargos"}};
    return json::serialize(json::object{{"ecommerceUserId", order.customer},
                                        {"logisticsOrderNo", order.order_no},
                                        {"createdTime", ems_time(order.created)},
                                        {"contentsAttribute", order.contents},
                                        {"bizProductNo", order.product},
                                        {"paymentMode", order.payment},
                                        {"sender", std::move(*sender)},
                                        {"receiver", std::move(*receiver)},
                                        {"cargos", std::move(cargos)}});
}

Result<std::string> cancel_json(std::string_view order_no, std::string_view waybill_no,
                                std::string_view reason) {
    if (const Status s = check("logisticsOrderNo", order_no, kMaxOrderNo); !s) return s.error();
    if (const Status s = check("waybillNo", waybill_no, 20); !s) return s.error();
    if (const Status s = check("cancelReason", reason, 100); !s) return s.error();
    return json::serialize(json::object{
        {"logisticsOrderNo", order_no}, {"waybillNo", waybill_no}, {"cancelReason", reason}});
}

Result<std::string> label_json(std::string_view waybill_no) {
    if (const Status s = check("waybillNo", waybill_no, 20); !s) return s.error();
    return json::serialize(json::object{{"waybillNo", waybill_no}});
}

std::string request_form(std::string_view api_code, const Credentials& credentials, Instant now,
                         const Envelope& envelope, std::string_view body) {
    return write_form({{"apiCode", std::string{api_code}},
                       {"senderNo", credentials.sender_no},
                       {"authorization", credentials.authorization},
                       {"timeStamp", ems_time(now)},
                       {"logitcsInterface", envelope.seal(body)}});
}

Result<Answer> parse_answer(int http_status, std::string_view body) {
    const auto object = adapters::answered_object(http_status, body);
    if (!object) return object.error();
    return Answer{text_of(*object, "retCode"), text_of(*object, "retMsg"),
                  text_of(*object, "retBody")};
}

Result<std::string> waybill_of(const Answer& answer) {
    if (answer.code != kDone)
        return Error{Code::kPartnerRefused, {.field = "retCode"}, answer.code};
    boost::system::error_code failed;
    const json::value value = json::parse(answer.body, failed);
    if (failed || !value.is_object())
        return Error{Code::kPartnerTimeout, {.field = "retBody"}, "answer not understood"};
    std::string waybill = text_of(value.get_object(), "waybillNo");
    if (waybill.empty())
        return Error{Code::kPartnerRefused, {.field = "waybillNo"}, "missing in the answer"};
    return waybill;
}

Result<std::string> label_of(const Answer& answer) {
    if (answer.code != kDone)
        return Error{Code::kPartnerRefused, {.field = "retCode"}, answer.code};
    boost::system::error_code failed;
    const json::value value = json::parse(answer.body, failed);
    if (failed || !value.is_object())
        return Error{Code::kPartnerTimeout, {.field = "retBody"}, "answer not understood"};
    auto label = crypto::from_base64(text_of(value.get_object(), "label"));
    if (!label || !label->starts_with("%PDF-"))
        return Error{Code::kPartnerRefused, {.field = "label"}, "no PDF in the answer"};
    return *std::move(label);
}

}  // namespace ow::ems
