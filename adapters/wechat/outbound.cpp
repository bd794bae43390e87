#include "adapters/wechat/outbound.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "adapters/json_fields.hpp"
#include "adapters/refusal.hpp"
#include "adapters/wechat/values.hpp"
#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::wechat {
namespace {

namespace json = boost::json;
constexpr std::size_t kMaxClientMsgId = 32;
constexpr std::size_t kMaxCustomText = 2048;

constexpr ErrcodeRow kErrcodes[] = {
    {-1, Code::kPartnerBusy, Next::kBackOff, "busy"},
    {40001, Code::kPartnerCredentials, Next::kRefreshToken, "token or secret invalid"},
    {40003, Code::kPartnerRefused, Next::kOtherChannel, "openid unknown"},
    {40013, Code::kPartnerCredentials, Next::kFixConfiguration, "appid invalid"},
    {40014, Code::kPartnerCredentials, Next::kRefreshToken, "token invalid"},
    {40037, Code::kPartnerConfiguration, Next::kFixConfiguration, "template id invalid"},
    {40125, Code::kPartnerCredentials, Next::kFixConfiguration, "secret invalid"},
    {40164, Code::kPartnerConfiguration, Next::kFixConfiguration,
     "our address is not on the white list"},
    {42001, Code::kPartnerCredentials, Next::kRefreshToken, "token expired"},
    {43004, Code::kPartnerRefused, Next::kOtherChannel, "does not follow the account"},
    {43101, Code::kPartnerRefused, Next::kOtherChannel, "no consent"},
    {43107, Code::kPartnerRefused, Next::kOtherChannel, "messages switched off"},
    {43108, Code::kPartnerBusy, Next::kBackOff, "concurrent sending to one user"},
    {45009, Code::kPartnerBusy, Next::kBackOff, "daily quota"},
    {45011, Code::kPartnerBusy, Next::kBackOff, "per-minute quota"},
    {45015, Code::kPartnerRefused, Next::kOtherChannel, "48-hour window is over"},
    {45047, Code::kPartnerRefused, Next::kOtherChannel, "too many in the 48-hour window"},
    {45168, Code::kPartnerConfiguration, Next::kPark, "sensitive words"},
    {47001, Code::kPartnerConfiguration, Next::kPark, "JSON not understood"},
    {47003, Code::kPartnerConfiguration, Next::kPark, "value breaks its class"},
    {48001, Code::kPartnerConfiguration, Next::kFixConfiguration, "interface not authorised"},
    {48006, Code::kPartnerBusy, Next::kBackOff, "clear_quota used up"},
};
constexpr ErrcodeRow kUnknown{0, Code::kPartnerRefused, Next::kPark, "not in our table"};

Result<json::object> notice_object(const Notice& notice) {
    if (notice.openid.empty()) return Error{Code::kFieldMissing, {.field = "openid"}};
    if (notice.template_id.empty())
        return Error{Code::kPartnerConfiguration, {.field = "template_id"}};
    json::object data;
    for (const NamedValue& value : notice.values) {
        if (const Status status = check_value(value.key, value.text); !status)
            return status.error();
        data[value.key] = json::object{{"value", value.text}};
    }
    return json::object{
        {"touser", notice.openid}, {"template_id", notice.template_id}, {"data", std::move(data)}};
}

}  // namespace

std::string stable_token_body(std::string_view appid, std::string_view secret, bool force) {
    return json::serialize(json::object{{"grant_type", "client_credential"},
                                        {"appid", appid},
                                        {"secret", secret},
                                        {"force_refresh", force}});
}

Result<std::string> subscribe_body(const Notice& notice) {
    auto object = notice_object(notice);
    if (!object) return object.error();
    if (!notice.url.empty()) (*object)["page"] = notice.url;
    return json::serialize(*object);
}

Result<std::string> template_body(const Notice& notice, std::string_view message_id) {
    auto object = notice_object(notice);
    if (!object) return object.error();
    if (!notice.url.empty()) (*object)["url"] = notice.url;
    (*object)["client_msg_id"] = client_msg_id(message_id);
    return json::serialize(*object);
}

Result<std::string> custom_text_body(std::string_view openid, std::string_view text) {
    if (openid.empty()) return Error{Code::kFieldMissing, {.field = "openid"}};
    if (text.empty()) return Error{Code::kFieldMissing, {.field = "content"}};
    if (text.size() > kMaxCustomText) return Error{Code::kFieldTooLong, {.field = "content"}};
    return json::serialize(json::object{
        {"touser", openid}, {"msgtype", "text"}, {"text", json::object{{"content", text}}}});
}

std::string client_msg_id(std::string_view idempotency_key) {
    if (idempotency_key.size() <= kMaxClientMsgId) return std::string{idempotency_key};
    return crypto::to_hex(crypto::digest(crypto::Hash::kSha256, idempotency_key))
        .substr(0, kMaxClientMsgId);
}

std::span<const ErrcodeRow> errcodes() {
    return kErrcodes;
}

const ErrcodeRow& errcode_row(int errcode) {
    const auto* found = std::find_if(std::begin(kErrcodes), std::end(kErrcodes),
                                     [&](const ErrcodeRow& row) { return row.errcode == errcode; });
    return found == std::end(kErrcodes) ? kUnknown : *found;
}

Result<Answer> parse_answer(int http_status, std::string_view body) {
    const auto object = adapters::answered_object(http_status, body);
    if (!object) return object.error();
    Answer answer{.errcode = adapters::number_of(*object, "errcode"),
                  .msgid = {},
                  .access_token = adapters::text_of(*object, "access_token"),
                  .expires_in = adapters::number_of(*object, "expires_in")};
    if (const json::value* id = object->if_contains("msgid")) {
        answer.msgid = id->is_string() ? std::string{id->get_string()} : json::serialize(*id);
    }
    return answer;
}

}  // namespace ow::wechat
