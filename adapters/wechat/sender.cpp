#include "adapters/wechat/sender.hpp"

#include <boost/json.hpp>

#include "adapters/json_fields.hpp"
#include "adapters/wechat/outbound.hpp"

namespace ow::wechat {
namespace {

namespace json = boost::json;
using adapters::text_of;

Result<Notice> notice_of(const json::object& object) {
    Notice notice{text_of(object, "openid"), {}, text_of(object, "url"), {}};
    const json::value* values = object.if_contains("values");
    if (values == nullptr || !values->is_object())
        return Error{Code::kFieldMissing, {.field = "values"}};
    for (const json::key_value_pair& pair : values->get_object()) {
        if (!pair.value().is_string())
            return Error{Code::kFieldFormat, {.field = std::string{pair.key()}}};
        notice.values.push_back({std::string{pair.key()}, std::string{pair.value().get_string()}});
    }
    return notice;
}

/// A tokenised URL is not shown anywhere; the token is in it.
std::string with_token(const std::string& endpoint, const std::string& path,
                       const std::string& token) {
    return endpoint + path + "?access_token=" + token;
}

}  // namespace

Result<NoticeSender::Request> NoticeSender::request_of(const ports::Delivery& delivery) const {
    boost::system::error_code failed;
    const json::value value = json::parse(delivery.body, failed);
    if (failed || !value.is_object()) return Error{Code::kJsonInvalid, {.where = delivery.kind}};
    const json::object& object = value.get_object();
    const std::string name = text_of(object, "template");
    if (settings_.way == Way::kCustom || name.empty()) {
        auto body = custom_text_body(text_of(object, "openid"), text_of(object, "text"));
        if (!body) return body.error();
        return Request{"/cgi-bin/message/custom/send", *std::move(body), "custom"};
    }
    auto notice = notice_of(object);
    if (!notice) return notice.error();
    const auto found = settings_.templates.find(name);
    if (found == settings_.templates.end()) {
        return Error{Code::kPartnerConfiguration, {.field = "template_" + name}, "missing"};
    }
    notice->template_id = found->second;
    const bool subscribe = settings_.way == Way::kSubscribe;
    auto body =
        subscribe ? subscribe_body(*notice) : template_body(*notice, delivery.idempotency_key);
    if (!body) return body.error();
    const char* path =
        subscribe ? "/cgi-bin/message/subscribe/bizsend" : "/cgi-bin/message/template/send";
    return Request{path, *std::move(body), subscribe ? "subscribe" : "template"};
}

Result<ports::Receipt> NoticeSender::send(const ports::Delivery& delivery) {
    const auto request = request_of(delivery);
    if (!request) return request.error();
    const Instant end = clock_.now() + delivery.deadline;
    auto token = tokens_.get(delivery.deadline);
    for (int attempt = 1; token; ++attempt) {
        const Millis left = end - clock_.now();
        if (left <= Millis{0}) return Error{Code::kPartnerUnreachable, {}, "no time left to send"};
        const auto reply = http_.call({.partner = settings_.partner,
                                       .method = "POST",
                                       .url = with_token(settings_.endpoint, request->path, *token),
                                       .headers = {{"content-type", "application/json"}},
                                       .body = request->body,
                                       .deadline = left});
        if (!reply) return reply.error();
        const auto answer = parse_answer(reply->status, reply->body);
        if (!answer) return answer.error();
        if (answer->errcode == 0) {
            return ports::Receipt{{{"foreign_no", answer->msgid}, {"way", request->way}}};
        }
        const ErrcodeRow& row = errcode_row(answer->errcode);
        if (row.next != Next::kRefreshToken || attempt > 1) {
            return Error{row.code, {}, "errcode " + std::to_string(answer->errcode)};
        }
        token = tokens_.replace(*token, end - clock_.now());
    }
    return token.error();
}

}  // namespace ow::wechat
