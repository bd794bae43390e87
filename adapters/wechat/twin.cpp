#include "adapters/wechat/twin.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "adapters/json_fields.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::wechat {
namespace {

namespace json = boost::json;
using adapters::flag_of;
using adapters::object_of;
using adapters::text_of;
constexpr std::string_view kAccountName = "gh_5a1e0f3c2b7d";

ports::HttpResponse answer(const json::object& body) {
    return {200, {{"content-type", "application/json"}}, json::serialize(body)};
}

ports::HttpResponse errcode(int code) {
    return answer({{"errcode", code}, {"errmsg", code == 0 ? "ok" : "refused"}});
}

/// The platform looks at the values too: none may be empty or above 32 characters.
bool fits(const json::object& body) {
    const json::object* data = object_of(body, "data");
    if (data == nullptr || data->empty()) return false;
    return std::all_of(data->begin(), data->end(), [](const json::key_value_pair& pair) {
        const json::object* value = pair.value().if_object();
        const std::string text = value == nullptr ? "" : text_of(*value, "value");
        const auto heads =
            std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
        return heads > 0 && heads <= 32;
    });
}

}  // namespace

ports::HttpResponse Twin::handle(const ports::HttpRequest& request) {
    boost::system::error_code failed;
    const json::value value = json::parse(request.body.empty() ? "{}" : request.body, failed);
    if (failed || !value.is_object()) return errcode(47001);
    const json::object& body = value.get_object();
    if (request.path == "/twin/sent") return list_sent();
    if (request.path == "/twin/faults") return set_faults(body);
    if (request.path == "/twin/push") return user_push(body);
    if (request.path == "/cgi-bin/stable_token") return stable_token(body);
    constexpr std::string_view kMessage = "/cgi-bin/message/";
    if (!request.path.starts_with(kMessage)) return {404, {}, {}};
    const std::string rest = request.path.substr(kMessage.size());
    if (rest == "custom/send") return message(request, "custom", body);
    if (rest == "template/send") return message(request, "template", body);
    if (rest == "subscribe/bizsend") return message(request, "subscribe", body);
    return {404, {}, {}};
}

ports::HttpResponse Twin::stable_token(const json::object& body) {
    if (text_of(body, "grant_type") != "client_credential") return errcode(40002);
    if (text_of(body, "appid") != settings_.account.appid) return errcode(40013);
    if (text_of(body, "secret") != settings_.account.secret) return errcode(40125);
    const std::scoped_lock lock{mutex_};
    if (token_.empty() || flag_of(body, "force_refresh")) {
        token_ = "token-" + std::to_string(++tokens_) + '-' + crypto::random_token(24);
    }
    return answer({{"access_token", token_}, {"expires_in", 7200}});
}

int Twin::refusal(const ports::HttpRequest& request, const std::string& way,
                  const json::object& body) {
    if (faults_.use("busy")) return -1;
    if (std::exchange(expire_token_, false)) {
        token_ = "token-" + std::to_string(++tokens_) + '-' + crypto::random_token(24);
    }
    const auto token = request.query.find("access_token");
    if (token == request.query.end() || token->second != token_ || token_.empty()) return 40001;
    if (!text_of(body, "touser").starts_with('o')) return 40003;
    if (way == "custom") return object_of(body, "text") == nullptr ? 47001 : 0;
    if (text_of(body, "template_id").empty()) return 40037;
    return fits(body) ? 0 : 47003;
}

std::int64_t Twin::keep(const std::string& way, const json::object& body) {
    const std::string id = text_of(body, "client_msg_id");
    if (way == "template" && !id.empty()) {
        for (Sent& sent : sent_) {
            if (sent.client_msg_id != id) continue;
            ++sent.asked;
            return sent.msgid;
        }
    }
    Sent sent{way, text_of(body, "touser"), {}, {}, id, ++last_id_, 1};
    if (const json::object* text = object_of(body, "text")) sent.text = text_of(*text, "content");
    if (const json::object* data = object_of(body, "data")) sent.values = *data;
    sent_.push_back(std::move(sent));
    return last_id_;
}

ports::HttpResponse Twin::message(const ports::HttpRequest& request, const std::string& way,
                                  const json::object& body) {
    const std::scoped_lock lock{mutex_};
    if (faults_.use("hang")) return {adapters::TwinFaults::kHang, {}, {}};
    if (const int code = refusal(request, way, body); code != 0) return errcode(code);
    const std::int64_t msgid = keep(way, body);
    if (faults_.cuts()) return {adapters::TwinFaults::kCut, {}, {}};
    return answer({{"errcode", 0}, {"errmsg", "ok"}, {"msgid", msgid}});
}

ports::HttpCall Twin::push(const twin::Fields& given) {
    const std::string now = std::to_string(
        std::chrono::duration_cast<std::chrono::seconds>(clock_.now().time_since_epoch()).count());
    twin::Fields fields = given;
    fields.emplace("ToUserName", kAccountName);
    fields.emplace("CreateTime", now);
    const std::string xml = twin::push_xml(fields);
    const std::string nonce = crypto::to_hex(crypto::random_bytes(5));
    const std::string openid = fields["FromUserName"];
    const twin::Sealed sealed = settings_.plain
                                    ? twin::plain_push(settings_.account, xml, now, nonce, openid)
                                    : twin::seal_push(settings_.account, xml, now, nonce, openid);
    return {.partner = {},
            .method = "POST",
            .url = settings_.callback_url + "?" + sealed.query,
            .headers = {{"content-type", "text/xml"}},
            .body = sealed.body,
            .deadline = std::chrono::seconds{5}};
}

std::optional<std::string> Twin::shown(const ports::HttpReply& reply) const {
    if (reply.status != 200) return std::nullopt;
    if (reply.body.empty() || reply.body == "success") return std::string{};
    const auto xml = settings_.plain ? std::optional{reply.body}
                                     : twin::open_reply(settings_.account, reply.body);
    if (!xml || twin::element(*xml, "MsgType") != "text") return std::nullopt;
    return twin::element(*xml, "Content");
}

ports::HttpResponse Twin::user_push(const json::object& body) {
    twin::Fields fields;
    {
        const std::scoped_lock lock{mutex_};
        if (flag_of(body, "repeat")) {
            fields = last_push_;
        } else {
            const bool event = body.contains("event");
            fields["FromUserName"] = text_of(body, "openid");
            fields["MsgType"] = event ? "event" : "text";
            if (event) fields["Event"] = text_of(body, "event");
            if (event) fields["EventKey"] = text_of(body, "event_key");
            if (!event) fields["Content"] = text_of(body, "content");
            if (!event) fields["MsgId"] = std::to_string(++last_id_);
            const auto now = clock_.now().time_since_epoch();
            fields["CreateTime"] =
                std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now).count());
            last_push_ = fields;
        }
    }
    const auto reply = http_.call(push(fields));
    if (!reply) return {502, {}, {}};
    const auto text = shown(*reply);
    return answer({{"status", reply->status},
                   {"text", text ? *text : std::string{"该公众号暂时无法提供服务，请稍后再试"}}});
}

ports::HttpResponse Twin::set_faults(const json::object& body) {
    const std::scoped_lock lock{mutex_};
    json::object faults = body;
    faults.erase("expire_token");
    if (!faults_.set(faults)) return {400, {}, {}};
    expire_token_ = flag_of(body, "expire_token");
    return errcode(0);
}

ports::HttpResponse Twin::list_sent() const {
    const std::scoped_lock lock{mutex_};
    json::array list;
    for (const Sent& sent : sent_) {
        list.push_back(json::object{{"way", sent.way},
                                    {"openid", sent.openid},
                                    {"text", sent.text},
                                    {"values", sent.values},
                                    {"client_msg_id", sent.client_msg_id},
                                    {"msgid", sent.msgid},
                                    {"asked", sent.asked}});
    }
    return answer({{"sent", std::move(list)}});
}

}  // namespace ow::wechat
