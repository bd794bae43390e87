#include "adapters/ems/dispatch.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "gateway/crypto/digest.hpp"

namespace ow::ems {
namespace {

namespace json = boost::json;
constexpr std::size_t kMaxOrderNo = 50;

std::string text_of(const json::object& object, std::string_view key,
                    std::string_view otherwise = {}) {
    const json::value* found = object.if_contains(key);
    return std::string{
        found != nullptr && found->is_string() ? std::string_view{found->get_string()} : otherwise};
}

Party party_of(const json::object& object, std::string_view key) {
    const json::value* found = object.if_contains(key);
    if (found == nullptr || !found->is_object()) return {};
    const json::object& party = found->get_object();
    return {text_of(party, "name"), text_of(party, "mobile"), text_of(party, "prov"),
            text_of(party, "city"), text_of(party, "county"), text_of(party, "address")};
}

std::vector<std::string> texts_of(const json::object& object, std::string_view key) {
    std::vector<std::string> out;
    const json::value* found = object.if_contains(key);
    if (found == nullptr || !found->is_array()) return out;
    for (const json::value& value : found->get_array()) {
        if (value.is_string()) out.emplace_back(value.get_string());
    }
    return out;
}

}  // namespace

std::string order_no(std::string_view key) {
    if (key.size() <= kMaxOrderNo) return std::string{key};
    return crypto::to_hex(crypto::digest(crypto::Hash::kSha256, key)).substr(0, 32);
}

Result<DispatchSender::Request> DispatchSender::request_of(const ports::Delivery& delivery) const {
    boost::system::error_code failed;
    const json::value value = json::parse(delivery.body, failed);
    if (failed || !value.is_object()) return Error{Code::kJsonInvalid, {.where = delivery.kind}};
    const json::object& object = value.get_object();
    if (delivery.kind == "dispatch_cancel") {
        const std::string waybill = text_of(object, "waybill_no");
        auto body =
            cancel_json(order_no(text_of(object, "order_no")), waybill, text_of(object, "reason"));
        if (!body) return body.error();
        return Request{kApiCancel, *std::move(body), waybill};
    }
    if (delivery.kind == "label") {
        const std::string waybill = text_of(object, "waybill_no");
        auto body = label_json(waybill);
        if (!body) return body.error();
        return Request{kApiLabel, *std::move(body), waybill};
    }
    if (delivery.kind != "dispatch")
        return Error{Code::kMessageKindUnknown, {.field = delivery.kind}};
    auto body = order_json({.customer = settings_.customer,
                            .order_no = order_no(delivery.idempotency_key),
                            .created = clock_.now(),
                            .product = settings_.product,
                            .contents = text_of(object, "contents", "1"),
                            .payment = settings_.payment,
                            .sender = settings_.sender,
                            .receiver = party_of(object, "receiver"),
                            .cargos = texts_of(object, "cargos")});
    if (!body) return body.error();
    return Request{kApiOrder, *std::move(body), {}};
}

Result<ports::Receipt> DispatchSender::send(const ports::Delivery& delivery) {
    const auto request = request_of(delivery);
    if (!request) return request.error();
    const auto reply = http_.call(
        {.partner = settings_.partner,
         .method = "POST",
         .url = settings_.endpoint,
         .headers = {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"}},
         .body = request_form(request->api_code, settings_.credentials, clock_.now(),
                              settings_.envelope, request->json),
         .deadline = delivery.deadline});
    if (!reply) return reply.error();
    const auto answer = parse_answer(reply->status, reply->body);
    if (!answer) return answer.error();
    const auto& busy = settings_.busy_codes;
    if (std::find(busy.begin(), busy.end(), answer->code) != busy.end()) {
        return Error{Code::kPartnerBusy, {.field = "retCode"}, answer->code};
    }
    if (request->api_code == kApiCancel) {
        if (answer->code != kDone)
            return Error{Code::kPartnerRefused, {.field = "retCode"}, answer->code};
        return ports::Receipt{{{"waybill", request->waybill_no}}};
    }
    if (request->api_code == kApiLabel) {
        auto label = label_of(*answer);
        if (!label) return label.error();
        return ports::Receipt{{{"waybill", request->waybill_no}}, *std::move(label)};
    }
    const auto waybill = waybill_of(*answer);
    if (!waybill) return waybill.error();
    return ports::Receipt{{{"waybill", *waybill}, {"foreign_no", *waybill}}};
}

}  // namespace ow::ems
