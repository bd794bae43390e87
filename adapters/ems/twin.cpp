#include "adapters/ems/twin.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <boost/url.hpp>

#include "adapters/json_fields.hpp"
#include "gateway/crypto/cipher.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::ems {
namespace {

namespace json = boost::json;
namespace urls = boost::urls;
using adapters::text_of;
constexpr std::size_t kLine = 16;

ports::HttpResponse json_answer(const json::object& body) {
    return {200, {{"content-type", "application/json"}}, json::serialize(body)};
}

ports::HttpResponse ret(std::string_view code, std::string_view message,
                        const json::object& body = {}) {
    return json_answer(
        {{"retCode", code}, {"retMsg", message}, {"retBody", json::serialize(body)}});
}

std::string inner_text(const json::object& object, std::string_view outer, std::string_view key) {
    const json::value* found = object.if_contains(outer);
    return found != nullptr && found->is_object() ? text_of(found->get_object(), key)
                                                  : std::string{};
}

std::map<std::string, std::string> fields_of(const std::string& form) {
    std::map<std::string, std::string> fields;
    const auto parsed = urls::parse_query(form);
    if (!parsed) return fields;
    const urls::encoding_opts plus_is_blank{true, false, false};
    for (const auto& pair : *parsed)
        fields[pair.key.decode(plus_is_blank)] = pair.value.decode(plus_is_blank);
    return fields;
}

std::string escaped(const std::string& text) {
    return urls::encode(text, urls::unreserved_chars);
}

std::string local_time(Instant at) {
    const std::string iso = to_iso(at);
    return iso.substr(0, 10) + ' ' + iso.substr(11, 8);
}

/// 13 digits; the check digit is left to chance, as with real ones.
std::string waybill_of(int serial) {
    return fmt::format("1{:010d}41", 2600000000 + serial);
}

}  // namespace

std::string Twin::seal(const std::string& sign_key, const std::string& text) {
    std::string lines = text + sign_key;
    const std::size_t fill = kLine - lines.size() % kLine;
    lines.append(fill, static_cast<char>(fill));
    const std::string key = crypto::from_base64(sign_key).value_or(std::string(kLine, '\0'));
    return "|$4|" + crypto::to_base64(crypto::sm4_ecb_encrypt(key, lines).value());
}

std::optional<std::string> Twin::open(const std::string& sign_key, const std::string& sealed) {
    if (sealed.rfind("|$4|", 0) != 0) return std::nullopt;
    const std::string key = crypto::from_base64(sign_key).value_or(std::string(kLine, '\0'));
    const auto lines =
        crypto::sm4_ecb_decrypt(key, crypto::from_base64(sealed.substr(4)).value_or(""));
    if (!lines || lines->empty()) return std::nullopt;
    const auto fill = static_cast<unsigned char>(lines->back());
    if (fill == 0 || fill > kLine || lines->size() < fill + sign_key.size()) return std::nullopt;
    if (lines->find_last_not_of(lines->back()) + fill >= lines->size()) return std::nullopt;
    const std::string text = lines->substr(0, lines->size() - fill);
    if (!text.ends_with(sign_key)) return std::nullopt;
    return text.substr(0, text.size() - sign_key.size());
}

ports::HttpResponse Twin::handle(const ports::HttpRequest& request) {
    if (request.path == "/twin/orders") return list_orders();
    if (request.path.ends_with("/open") || request.path.ends_with("/test"))
        return platform(request.body);
    boost::system::error_code failed;
    const json::value value = json::parse(request.body, failed);
    if (failed || !value.is_object()) return {400, {}, {}};
    if (request.path == "/twin/faults") {
        if (!faults_.set(value.get_object())) return {400, {}, {}};
        return json_answer({{"retCode", "00000"}});
    }
    if (request.path == "/twin/track") return push_events(value.get_object());
    return {404, {}, {}};
}

ports::HttpResponse Twin::platform(const std::string& form) {
    const auto fields = fields_of(form);
    const auto field = [&](const char* name) {
        return fields.contains(name) ? fields.at(name) : std::string{};
    };
    if (field("senderNo") != settings_.sender_no) return ret("S00001", "协议客户不存在");
    if (field("authorization") != settings_.authorization) return ret("S00002", "授权码错误");
    const auto text = open(settings_.sign_key, field("logitcsInterface"));
    if (!text) return ret("S00003", "解密失败");
    boost::system::error_code failed;
    const json::value body = json::parse(*text, failed);
    if (failed || !body.is_object()) return ret("S00004", "报文格式错误");
    const std::scoped_lock lock{mutex_};
    if (faults_.use("busy")) return ret("S00099", "系统繁忙");
    if (faults_.use("hang")) return {adapters::TwinFaults::kHang, {}, {}};
    ports::HttpResponse response = act(field("apiCode"), body.get_object());
    if (faults_.cuts()) return {adapters::TwinFaults::kCut, {}, {}};
    return response;
}

ports::HttpResponse Twin::act(const std::string& api_code, const json::object& body) {
    if (api_code == "020003") return order(body);
    if (api_code == "020006") return cancel(body);
    if (api_code == "010004") return label(body);
    return ret("S00005", "接口编码不存在");
}

ports::HttpResponse Twin::order(const json::object& body) {
    const std::string number = text_of(body, "logisticsOrderNo");
    for (const char* key : {"name", "mobile", "prov", "city", "county", "address"}) {
        const bool missing =
            inner_text(body, "receiver", key).empty() || inner_text(body, "sender", key).empty();
        if (missing) return ret("B00001", "收寄件人信息不全");
    }
    if (number.empty() || !body.contains("cargos")) return ret("B00002", "订单信息不全");
    Order& kept = orders_[number];
    if (kept.waybill_no.empty()) kept.waybill_no = waybill_of(static_cast<int>(orders_.size()));
    kept.receiver = inner_text(body, "receiver", "name");
    ++kept.asked;
    return ret("00000", "成功", {{"logisticsOrderNo", number}, {"waybillNo", kept.waybill_no}});
}

ports::HttpResponse Twin::cancel(const json::object& body) {
    const auto found = orders_.find(text_of(body, "logisticsOrderNo"));
    if (found == orders_.end() || found->second.waybill_no != text_of(body, "waybillNo")) {
        return ret("B00003", "订单不存在");
    }
    found->second.cancelled = true;
    return ret("00000", "成功");
}

ports::HttpResponse Twin::label(const json::object& body) {
    for (const auto& [number, kept] : orders_) {
        if (kept.waybill_no != text_of(body, "waybillNo")) continue;
        return ret(
            "00000", "成功",
            {{"waybillNo", kept.waybill_no}, {"label", crypto::to_base64("%PDF-1.4\n%%EOF\n")}});
    }
    return ret("B00003", "订单不存在");
}

ports::HttpCall Twin::track(const std::vector<Event>& events) {
    const std::string now = local_time(clock_.now());
    json::array items;
    for (const Event& event : events) {
        items.push_back(json::object{{"waybillNo", event.waybill_no},
                                     {"opCode", event.op_code},
                                     {"opTime", event.op_time.empty() ? now : event.op_time},
                                     {"deliverCode", event.deliver_code},
                                     {"opOrgCode", "45110000"}});
    }
    int serial = 0;
    {
        const std::scoped_lock lock{mutex_};
        serial = ++serial_;
    }
    const json::object body{{"serialNo", fmt::format("T{:08d}", serial)},
                            {"responseItems", std::move(items)}};
    return {.partner = {},
            .method = "POST",
            .url = settings_.track_url,
            .headers = {{"content-type", "application/x-www-form-urlencoded"}},
            .body = "apiCode=040002&senderNo=" + escaped(settings_.sender_no) + "&authorization=" +
                    escaped(settings_.authorization) + "&timeStamp=" + escaped(now) +
                    "&logitcsInterface=" + escaped(seal(settings_.sign_key, json::serialize(body))),
            .deadline = std::chrono::seconds{10}};
}

ports::HttpResponse Twin::push_events(const json::object& body) {
    std::vector<Event> events;
    if (const json::value* list = body.if_contains("events"); list != nullptr && list->is_array()) {
        for (const json::value& item : list->get_array()) {
            if (!item.is_object()) continue;
            const json::object& event = item.get_object();
            events.push_back({text_of(event, "waybill_no"), text_of(event, "op_code"),
                              text_of(event, "op_time"), text_of(event, "deliver_code")});
        }
    }
    const auto reply = http_.call(track(events));
    if (!reply) return {502, {}, {}};
    boost::system::error_code failed;
    const json::value ack = json::parse(reply->body, failed);
    return json_answer({{"status", reply->status}, {"ack", failed ? json::value{} : ack}});
}

ports::HttpResponse Twin::list_orders() const {
    const std::scoped_lock lock{mutex_};
    json::array list;
    for (const auto& [number, kept] : orders_) {
        list.push_back(json::object{{"order_no", number},
                                    {"waybill_no", kept.waybill_no},
                                    {"receiver", kept.receiver},
                                    {"asked", kept.asked},
                                    {"cancelled", kept.cancelled}});
    }
    return json_answer({{"orders", std::move(list)}});
}

}  // namespace ow::ems
