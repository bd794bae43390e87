#include "adapters/ems/intake.hpp"

#include <boost/json.hpp>

#include "adapters/ems/form.hpp"
#include "adapters/ems/gather.hpp"
#include "adapters/ems/parcels.hpp"
#include "adapters/refusal.hpp"
#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::ems {
namespace {

namespace json = boost::json;

ports::HttpResponse json_response(int status, std::string body) {
    ports::HttpResponse response{
        status, {{"content-type", "application/json; charset=utf-8"}}, std::move(body)};
    if (status == 503) response.headers["retry-after"] = "5";
    return response;
}

bool is_json(const ports::HttpRequest& request) {
    const auto type = request.headers.find("content-type");
    if (type == request.headers.end()) return false;
    const std::string_view text = type->second;
    return iequals(trim(text.substr(0, text.find(';'))), "application/json");
}

}  // namespace

ports::InboundMessage Intake::message(const ports::HttpRequest& request, std::string kind,
                                      std::string key, std::string body) const {
    return {.partner = settings_.partner,
            .kind = std::move(kind),
            .idempotency_key = std::move(key),
            .content_type = "application/json",
            .body = std::move(body),
            .received_at = request.received_at,
            .trace = request.trace};
}

void Intake::take_parcels(const std::shared_ptr<const ports::HttpRequest>& request,
                          ports::Respond respond) const {
    if (!is_json(*request))
        return refuse(*request, Error{Code::kMediaTypeUnsupported, {.field = "content-type"}},
                      respond);
    auto list = parse_parcels(request->body);
    if (!list) return refuse(*request, list.error(), respond);
    std::vector<ports::InboundMessage> messages;
    for (const ParcelRow& row : list->rows) {
        if (row.error) adapters::log_refusal(context_.log, settings_.partner, *request, *row.error);
        if (!row.error)
            messages.push_back(message(*request, "parcel", "parcel:" + row.waybill_no, row.body));
    }
    receive_all(context_.inbound, std::move(messages),
                [list = *std::move(list), trace = request->trace,
                 respond = std::move(respond)](const std::vector<ports::Answer>& answers) {
                    respond(json_response(any_may_retry(answers) ? 503 : 200,
                                          parcels_answer(list, answers, trace)));
                });
}

Result<TrackPush> Intake::unwrap(const ports::HttpRequest& request) const {
    const auto form = read_form(request.body);
    if (!form) return form.error();
    const auto field = [&](std::string_view name) {
        const auto found = form->find(name);
        return found == form->end() ? std::string_view{} : std::string_view{found->second};
    };
    if (field("apiCode") != kApiTrackPush)
        return Error{Code::kMessageKindUnknown, {.field = "apiCode"}};
    if (field("senderNo") != settings_.credentials.sender_no) {
        return Error{Code::kAuthSignatureInvalid, {.field = "senderNo"}};
    }
    if (!crypto::equal_constant_time(field("authorization"), settings_.credentials.authorization)) {
        return Error{Code::kAuthSignatureInvalid, {.field = "authorization"}};
    }
    const auto body = settings_.envelope.open(field("logitcsInterface"));
    if (!body) return body.error();
    return parse_track_push(*body);
}

std::string Intake::track_json(const TrackEvent& event) const {
    json::object out{
        {"waybill_no", event.waybill_no},
        {"at", to_iso(event.at)},
        {"code", event.code},
        {"place", event.place},
        {"evidence", to_text(settings_.opcodes.evidence(event.code, event.signed_code))}};
    if (const Opcode* row = settings_.opcodes.find(event.code)) {
        out["name"] = row->name;
        out["event"] = row->voids.empty() ? row->kind : "voided";
        out["voids"] = json::array(row->voids.begin(), row->voids.end());
        out["meaning"] = to_text(settings_.opcodes.meaning(event.code));
        const Opcode* how = settings_.opcodes.find("signed:" + event.signed_code);
        out["by"] = how == nullptr ? std::string{} : how->name;
    }
    return json::serialize(out);
}

void Intake::take_track(const std::shared_ptr<const ports::HttpRequest>& request,
                        ports::Respond respond) const {
    const auto push = unwrap(*request);
    if (!push) return refuse(*request, push.error(), respond);
    std::vector<ports::InboundMessage> messages;
    for (const TrackEvent& event : push->events) {
        messages.push_back(message(*request, "track", dedupe_key(event), track_json(event)));
    }
    receive_all(context_.inbound, std::move(messages),
                [this, serial = push->serial_no,
                 respond = std::move(respond)](const std::vector<ports::Answer>& answers) {
                    const bool again = any_may_retry(answers);
                    const std::string ack =
                        track_ack(serial, again ? "99999" : kDone, again ? "请稍后重推" : "成功",
                                  settings_.credentials.sender_no);
                    respond(json_response(again ? 503 : 200, ack));
                });
}

void Intake::refuse(const ports::HttpRequest& request, const Error& error,
                    const ports::Respond& respond) const {
    adapters::log_refusal(context_.log, settings_.partner, request, error);
    respond(ports::error_response(error, request.trace));
}

}  // namespace ow::ems
