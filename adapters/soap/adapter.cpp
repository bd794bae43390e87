#include "adapters/soap/adapter.hpp"

#include "adapters/refusal.hpp"
#include "adapters/soap/wsdl.hpp"
#include "gateway/base/text.hpp"
#include "gateway/mapping/charset.hpp"
#include "gateway/ports/call_outcome.hpp"

namespace ow::soap {
namespace {

constexpr const char* kUnpacked = "application/xml; charset=utf-8";

std::string header(const ports::HttpRequest& request, const char* name) {
    const auto found = request.headers.find(name);
    return found == request.headers.end() ? std::string{} : found->second;
}

std::string_view media_type(std::string_view content_type) {
    return trim(content_type.substr(0, content_type.find(';')));
}

/// The action without its quotes.
std::string_view unquoted(std::string_view text) {
    text = trim(text);
    const bool quoted = text.size() >= 2 && text.starts_with('"') && text.ends_with('"');
    return quoted ? text.substr(1, text.size() - 2) : text;
}

struct Payload {
    std::string body;
    std::int64_t lines_before = 0;  ///< of the envelope, above the message
};

Result<Payload> payload_of(xml::Node body, const std::string& where) {
    const At at{"content", where, body.line(), 0};
    const xml::Node part = *body.children().begin();
    const bool is_text = part && part.is_named("text");
    if (!part || part.next() || !(is_text || part.is_named("content")))
        return Error{Code::kFieldMissing, at, "either content or text is expected, once"};
    if (is_text) return Payload{xml::without_declared_charset(trim(part.text())), 0};
    const xml::Node element = *part.children().begin();
    if (!element || element.next())
        return Error{Code::kFieldMissing, at, "content holds exactly one element"};
    return Payload{xml::standalone(element), element.line() - 1};
}

Error moved(const Error& error, std::int64_t lines) {
    At at = error.at();
    if (at.line > 0) at.line += lines;
    return Error{error.code(), std::move(at), error.cause()};
}

ports::HttpResponse refusal(const ports::Answer& told, std::int64_t lines, std::string_view trace) {
    Fault fault = fault_of(moved(*told.error, lines));
    for (const Error& error : told.more) fault.more.push_back(moved(error, lines));
    return fault_response(fault, trace);
}

}  // namespace

/// A request that may be carried out.
struct Adapter::Call {
    Envelope envelope;
    const Operation* operation = nullptr;
    std::string key;
};

Result<std::unique_ptr<ports::Adapter>> make_adapter(const ports::AdapterContext& context) {
    auto settings = sender_settings(context.partner);
    if (!settings) return settings.error();
    std::optional<Sender> sender;
    if (!context.partner.endpoint.empty())
        sender.emplace(std::move(*settings), context.http, context.clock);
    return std::unique_ptr<ports::Adapter>{std::make_unique<Adapter>(context, std::move(sender))};
}

Adapter::Adapter(const ports::AdapterContext& context, std::optional<Sender> sender)
    : context_(context),
      partner_(context.partner.id),
      kinds_(context.partner.inbound),
      sender_(std::move(sender)) {}

std::vector<ports::Route> Adapter::routes() {
    const std::string path = "/partners/" + partner_.str() + "/soap";
    using Request = std::shared_ptr<const ports::HttpRequest>;
    return {{"GET", path, ports::Trust::kPublic, 0,
             [this](const Request& request, const ports::Respond& respond) {
                 describe(*request, respond);
             },
             &refused},
            {"POST", path, ports::Trust::kPartner, 0,
             [this](const Request& request, const ports::Respond& respond) {
                 receive(*request, respond);
             },
             &refused}};
}

void Adapter::describe(const ports::HttpRequest& request, const ports::Respond& respond) const {
    const bool asked = request.query.contains("wsdl") || request.query.contains("WSDL");
    if (!asked) {
        const Error error{Code::kRouteNotFound, At{.field = "query"}, "GET answers ?wsdl only"};
        ports::HttpResponse told = refused(error, request.trace);
        told.status = error.row().http_status;
        return respond(std::move(told));
    }
    respond({200,
             {{"content-type", "text/xml; charset=utf-8"}},
             wsdl(kinds_, context_.public_url + "/partners/" + partner_.str() + "/soap")});
}

std::variant<Adapter::Call, Fault> Adapter::read(const ports::HttpRequest& request) const {
    const std::string where = partner_.str();
    if (request.partner != partner_)
        return fault_of(Error{Code::kAuthForbidden, At{.where = where}});
    const std::string type = header(request, "content-type");
    const bool newer = iequals(media_type(type), "application/soap+xml");
    if (!newer && !iequals(media_type(type), "text/xml"))
        return fault_of(Error{Code::kMediaTypeUnsupported,
                              At{.field = "content-type", .where = where}, "expected text/xml"});
    const auto text = mapping::decode_message(request.body, type, "", true);
    if (!text)
        return fault_of(Error{text.error().code(),
                              At{"Envelope", where, 0, text.error().at().column},
                              text.error().cause()});
    auto opened = open_envelope(*text, where);
    if (auto* fault = std::get_if<Fault>(&opened)) return std::move(*fault);
    Call call{std::get<Envelope>(std::move(opened)), nullptr, {}};
    const xml::Node body = call.envelope.body;
    call.operation = body.namespace_uri() == kNamespace ? find_operation(body.name()) : nullptr;
    call.key = call.envelope.key.empty() ? header(request, "idempotency-key") : call.envelope.key;
    if (const Status allowed = check(request, call); !allowed) return fault_of(allowed.error());
    return call;
}

Status Adapter::check(const ports::HttpRequest& request, const Call& call) const {
    const At at{"Body", partner_.str(), call.envelope.body.line(), 0};
    if (call.operation == nullptr || !is_allowed(kinds_, call.operation->kind))
        return Error{Code::kMessageKindUnknown, at, "not an operation of the WSDL"};
    const auto action = request.headers.find("soapaction");
    const auto misses = [&](const char* field, std::string cause) {
        return Error{Code::kRequestInvalid, At{.field = field, .where = partner_.str()},
                     std::move(cause)};
    };
    if (action == request.headers.end()) return misses("soapaction", "the header is missing");
    const std::string_view said = unquoted(action->second);
    if (!said.empty() && said != action_of(*call.operation))
        return misses("soapaction", "another operation than the body's");
    const std::string outer = header(request, "idempotency-key");
    if (!ports::is_idempotency_key(call.key))
        return misses("IdempotencyKey", "1 to 200 visible ASCII characters");
    if (!outer.empty() && outer != call.key)
        return misses("IdempotencyKey", "another one than the HTTP header's");
    return ok();
}

void Adapter::receive(const ports::HttpRequest& request, const ports::Respond& respond) {
    auto read_call = read(request);
    if (const auto* fault = std::get_if<Fault>(&read_call)) {
        adapters::log_refusal(context_.log, partner_, request, fault->error);
        return respond(fault_response(*fault, request.trace));
    }
    const Call& call = std::get<Call>(read_call);
    if (call.operation->kind.empty()) return respond(query(call, request.trace));
    take(call, request, respond);
}

ports::HttpResponse Adapter::query(const Call& call, const std::string& trace) const {
    const xml::Node part = *call.envelope.body.children().begin();
    const At at{"number", partner_.str(), call.envelope.body.line(), 0};
    if (part && part.next())
        return refused(Error{Code::kRequestInvalid, at, "more than one number"}, trace);
    const std::string number{trim(call.envelope.body.child("number").text())};
    if (number.empty()) return refused(Error{Code::kFieldMissing, at}, trace);
    const auto status = context_.case_status(partner_, number);
    if (!status) return refused(status.error(), trace);
    return answer(call.operation->name, *status);
}

void Adapter::take(const Call& call, const ports::HttpRequest& request,
                   const ports::Respond& respond) {
    auto payload = payload_of(call.envelope.body, partner_.str());
    if (!payload) return respond(refused(payload.error(), request.trace));
    context_.inbound.receive({.partner = partner_,
                              .kind = std::string{call.operation->kind},
                              .idempotency_key = call.key,
                              .content_type = kUnpacked,
                              .body = std::move(payload->body),
                              .received_at = request.received_at,
                              .trace = request.trace},
                             [respond, operation = call.operation->name, trace = request.trace,
                              lines = payload->lines_before](const ports::Answer& told) {
                                 if (told.error) return respond(refusal(told, lines, trace));
                                 boost::json::object fields = told.fields;
                                 fields["repeated"] = told.repeated;
                                 respond(answer(operation, fields));
                             });
}

}  // namespace ow::soap
