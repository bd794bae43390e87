#include "adapters/ems/track.hpp"

#include <boost/json.hpp>

#include "adapters/json_fields.hpp"
#include "gateway/casetree/tree.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::ems {
namespace {

namespace json = boost::json;
using adapters::text_of;
constexpr std::size_t kMaxEvents = 1000;

std::string first_of(const json::object& object, std::string_view a, std::string_view b) {
    std::string text = text_of(object, a);
    return text.empty() ? text_of(object, b) : text;
}

Result<TrackEvent> parse_event(const json::value& item, const std::string& path) {
    if (!item.is_object()) return Error{Code::kFieldFormat, {.field = path}};
    const json::object& object = item.get_object();
    TrackEvent event;
    event.waybill_no = first_of(object, "waybillNo", "traceNo");
    if (event.waybill_no.empty()) return Error{Code::kFieldMissing, {.field = path + ".waybillNo"}};
    event.code = text_of(object, "opCode");
    if (event.code.empty()) return Error{Code::kFieldMissing, {.field = path + ".opCode"}};
    const auto at = parse_instant(text_of(object, "opTime"));
    if (!at) return Error{Code::kFieldFormat, {.field = path + ".opTime"}};
    event.at = *at;
    event.signed_code = first_of(object, "deliverCode", "signCode");
    event.place = text_of(object, "opOrgCode");
    event.description = text_of(object, "opDesc");
    return event;
}

}  // namespace

Result<TrackPush> parse_track_push(std::string_view body) {
    if (const Status fits = casetree::check_json(body, "040002"); !fits) return fits.error();
    boost::system::error_code failed;
    const json::value value = json::parse(body, failed);
    if (failed || !value.is_object()) return Error{Code::kJsonInvalid, {.where = "040002"}};
    const json::object& object = value.get_object();
    TrackPush push{text_of(object, "serialNo"), {}};
    if (push.serial_no.empty()) return Error{Code::kFieldMissing, {.field = "serialNo"}};
    const std::string name = object.contains("responseItems") ? "responseItems" : "traces";
    const json::value* items = object.if_contains(name);
    if (items == nullptr || !items->is_array())
        return Error{Code::kFieldMissing, {.field = "responseItems"}};
    if (items->get_array().size() > kMaxEvents)
        return Error{Code::kRequestTooLarge, {.field = name}};
    for (const json::value& item : items->get_array()) {
        auto event = parse_event(item, name + '[' + std::to_string(push.events.size() + 1) + ']');
        if (!event) return event.error();
        push.events.push_back(*std::move(event));
    }
    return push;
}

std::string dedupe_key(const TrackEvent& event) {
    const std::string text = event.waybill_no + '\x1f' +
                             std::to_string(event.at.time_since_epoch().count()) + '\x1f' +
                             event.code + '\x1f' + event.signed_code + '\x1f' + event.place;
    return crypto::to_hex(crypto::digest(crypto::Hash::kSha256, text));
}

std::string track_ack(std::string_view serial_no, std::string_view code, std::string_view message,
                      std::string_view sender_no) {
    return json::serialize(json::object{{"serialNo", serial_no},
                                        {"code", code},
                                        {"codeMessage", message},
                                        {"senderNo", sender_no}});
}

}  // namespace ow::ems
