#include "adapters/wechat/callback.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "adapters/refusal.hpp"
#include "adapters/wechat/reply.hpp"
#include "adapters/wechat/signature.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::wechat {
namespace {

namespace json = boost::json;
constexpr std::size_t kMaxEcho = 512;

std::string_view query(const ports::HttpRequest& request, const std::string& name) {
    const auto found = request.query.find(name);
    return found == request.query.end() ? std::string_view{} : std::string_view{found->second};
}

ports::HttpResponse plain_text(std::string_view text) {
    return {200,
            {{"content-type", "text/plain; charset=utf-8"}, {"x-content-type-options", "nosniff"}},
            std::string{text}};
}

ports::HttpResponse nothing() {
    return plain_text(kNothing);
}

std::int64_t unix_seconds(Instant now) {
    return std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
}

std::string push_json(const Push& push) {
    return json::serialize(json::object{
        {"openid", push.from_user},
        {"type", push.type},
        {"event", push.event},
        {"event_key", push.event_key},
        {"content", push.content},
        {"media_id", push.media_id},
        {"scanned", std::string{scanned_number(push)}},
        {"job_id", push.job_id},
        {"job_status", push.job_status},
        {"created_at", to_iso(Instant{std::chrono::seconds{push.create_time}})},
    });
}

}  // namespace

void Callback::check_url(const ports::HttpRequest& request, const ports::Respond& respond) {
    const std::string_view timestamp = query(request, "timestamp");
    Status status = check_signature(query(request, "signature"),
                                    {settings_.token, timestamp, query(request, "nonce")});
    if (status) status = freshness_.check_time(timestamp, context_.clock.now());
    const std::string_view echo = query(request, "echostr");
    if (status && (echo.empty() || echo.size() > kMaxEcho)) {
        status = Error{Code::kRequestInvalid, {.field = "echostr"}};
    }
    if (!status) return refuse(request, status.error(), respond);
    respond(plain_text(echo));
}

Result<std::string> Callback::unwrap(const ports::HttpRequest& request) {
    const std::string_view timestamp = query(request, "timestamp");
    const std::string_view nonce = query(request, "nonce");
    const Instant now = context_.clock.now();
    if (const Status status = freshness_.check_time(timestamp, now); !status) return status.error();
    const bool sealed = query(request, "encrypt_type") == "aes";
    if (!sealed && !settings_.plain) {
        return Error{
            Code::kAuthSignatureInvalid, {.field = "encrypt_type"}, "only safe mode is taken"};
    }
    const std::string_view signature = query(request, sealed ? "msg_signature" : "signature");
    if (!sealed) {
        const Status status = check_signature(signature, {settings_.token, timestamp, nonce});
        if (!status) return status.error();
        if (const Status fresh = freshness_.admit(signature, request.body, now); !fresh)
            return fresh.error();
        return request.body;
    }
    const auto encrypt = encrypted_part(request.body);
    if (!encrypt) return encrypt.error();
    const Status status = check_signature(signature, {settings_.token, timestamp, nonce, *encrypt});
    if (!status) return status.error();
    if (const Status fresh = freshness_.admit(signature, *encrypt, now); !fresh)
        return fresh.error();
    return settings_.safe_mode.open(*encrypt);
}

bool Callback::keeps(const Push& push) const {
    const std::string& name = push.type == "event" ? push.event : push.type;
    return std::find(settings_.keep.begin(), settings_.keep.end(), name) != settings_.keep.end();
}

void Callback::take_push(const std::shared_ptr<const ports::HttpRequest>& request,
                         ports::Respond respond) {
    const auto xml = unwrap(*request);
    if (!xml) return refuse(*request, xml.error(), respond);
    const auto push = parse_push(*xml);
    if (!push) return refuse(*request, push.error(), respond);
    if (!keeps(*push)) return respond(reply_to(*request, *push));
    ports::InboundMessage message{.partner = settings_.partner,
                                  .kind = "event",
                                  .idempotency_key = dedupe_key(*push),
                                  .content_type = "application/json",
                                  .body = push_json(*push),
                                  .received_at = request->received_at,
                                  .trace = request->trace};
    context_.inbound.receive(
        std::move(message),
        [this, request, push = *push, respond = std::move(respond)](const ports::Answer& answer) {
            const bool again = answer.error && answer.error->row().retry != Retry::kNever;
            if (again) return refuse(*request, *answer.error, respond);
            respond(answer.error ? nothing() : reply_to(*request, push));
        });
}

ports::HttpResponse Callback::reply_to(const ports::HttpRequest& request, const Push& push) const {
    const bool wants_booking =
        push.type == "event" && push.event == "CLICK" && push.event_key == settings_.menu_key;
    if (!wants_booking) return nothing();
    const Instant now = context_.clock.now();
    const std::string token = link_.make(push.from_user, now + settings_.link_valid);
    const auto minutes =
        std::chrono::duration_cast<std::chrono::minutes>(settings_.link_valid).count();
    const std::string text = "<a href=\"" + settings_.public_url + "/partners/" +
                             settings_.partner.str() + "/book?t=" + token +
                             "\">点此预约办事</a>（链接仅限本人使用，" + std::to_string(minutes) +
                             " 分钟内有效）";
    const auto xml = text_reply(push, text, unix_seconds(now));
    if (!xml) return nothing();
    if (query(request, "encrypt_type") != "aes") {
        return {200, {{"content-type", "application/xml; charset=utf-8"}}, *xml};
    }
    const std::string sealed =
        sealed_reply(settings_.safe_mode, settings_.token, *xml, std::to_string(unix_seconds(now)),
                     crypto::random_token(9), crypto::random_bytes(16));
    return {200, {{"content-type", "application/xml; charset=utf-8"}}, sealed};
}

void Callback::refuse(const ports::HttpRequest& request, const Error& error,
                      const ports::Respond& respond) const {
    adapters::log_refusal(context_.log, settings_.partner, request, error);
    respond(ports::error_response(error, request.trace));
}

}  // namespace ow::wechat
