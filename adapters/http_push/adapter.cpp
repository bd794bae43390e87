#include "adapters/http_push/adapter.hpp"

#include <algorithm>

#include "gateway/base/text.hpp"
#include "gateway/ports/call_outcome.hpp"

namespace ow::http_push {
namespace {

std::string setting(const ports::PartnerSettings& partner, const std::string& name,
                    const std::string& otherwise = {}) {
    const auto found = partner.settings.find(name);
    return found == partner.settings.end() ? otherwise : found->second;
}

Error wrong(const ports::PartnerSettings& partner, const std::string& field, std::string why) {
    return Error{Code::kPartnerConfiguration, At{.field = field, .where = partner.id.str()},
                 std::move(why)};
}

std::string header(const ports::HttpRequest& request, const char* name) {
    const auto found = request.headers.find(name);
    return found == request.headers.end() ? std::string{} : found->second;
}

Result<std::optional<Sender>> make_sender(const ports::AdapterContext& context, Content content) {
    const ports::PartnerSettings& partner = context.partner;
    if (partner.endpoint.empty()) return std::optional<Sender>{};
    SenderSettings settings;
    settings.partner = partner.id;
    settings.content = content;
    settings.endpoint = partner.endpoint;
    if (settings.endpoint.ends_with('/')) settings.endpoint.pop_back();
    for (const auto& [name, value] : partner.settings) {
        if (!name.starts_with("path.")) continue;
        if (!value.starts_with('/')) return wrong(partner, name, "must begin with /");
        settings.paths[name.substr(5)] = value;
    }
    auto signing = ports::signing_of(partner);
    if (!signing) return signing.error();
    settings.signing = std::move(*signing);
    return std::optional<Sender>{Sender{std::move(settings), context.http, context.clock}};
}

}  // namespace

Result<std::unique_ptr<ports::Adapter>> make_adapter(const ports::AdapterContext& context) {
    const std::string content = setting(context.partner, "content", "json");
    if (content != "json" && content != "xml")
        return wrong(context.partner, "content", "json or xml");
    const Content kind = content == "json" ? Content::kJson : Content::kXml;
    auto sender = make_sender(context, kind);
    if (!sender) return sender.error();
    return std::unique_ptr<ports::Adapter>{
        std::make_unique<Adapter>(context, kind, std::move(*sender))};
}

Adapter::Adapter(const ports::AdapterContext& context, Content content,
                 std::optional<Sender> sender)
    : partner_(context.partner.id),
      accepts_(setting(context.partner, "accepts")),
      content_(content),
      inbound_(context.inbound),
      case_status_(context.case_status),
      log_(context.log),
      sender_(std::move(sender)) {}

std::vector<ports::Route> Adapter::routes() {
    using Request = std::shared_ptr<const ports::HttpRequest>;
    const std::string base = "/partners/" + partner_.str();
    return {
        {"POST", base + "/{kind}", ports::Trust::kPartner, 0,
         [this](const Request& request, ports::Respond respond) {
             receive(*request, std::move(respond));
         },
         refusal_words(content_)},
        {"GET", base + "/cases", ports::Trust::kPartner, 0,
         [this](const Request& request, const ports::Respond& respond) { respond(tell(*request)); },
         refusal_words(content_)}};
}

ports::Sender* Adapter::sender() {
    return sender_ ? &*sender_ : nullptr;
}

Status Adapter::check(const ports::HttpRequest& request) const {
    if (request.partner != partner_)
        return Error{Code::kAuthForbidden, At{.where = partner_.str()}};
    const std::string& kind = request.params.at("kind");
    const auto kinds = split(accepts_, ' ');
    if (!accepts_.empty() && std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
        return Error{Code::kMessageKindUnknown, At{.where = partner_.str()}};
    if (!is_of(content_, header(request, "content-type")))
        return Error{Code::kMediaTypeUnsupported,
                     At{.field = "content-type", .where = partner_.str()},
                     "expected " + std::string{media_type(content_)}};
    if (!ports::is_idempotency_key(header(request, "idempotency-key")))
        return Error{Code::kRequestInvalid, At{.field = "idempotency-key", .where = partner_.str()},
                     "1 to 200 visible ASCII characters"};
    return ok();
}

ports::HttpResponse Adapter::tell(const ports::HttpRequest& request) const {
    const auto refused = [&](const Error& error) {
        return render(content_, {.error = error}, request.trace);
    };
    if (request.partner != partner_)
        return refused(Error{Code::kAuthForbidden, At{.where = partner_.str()}});
    const auto number = request.query.find("number");
    if (number == request.query.end() || number->second.empty())
        return refused(Error{Code::kFieldMissing, At{.field = "number", .where = partner_.str()}});
    const auto status = case_status_(partner_, number->second);
    return status ? render(content_, *status) : refused(status.error());
}

void Adapter::receive(const ports::HttpRequest& request, ports::Respond respond) {
    if (const Status allowed = check(request); !allowed) {
        const Error& error = allowed.error();
        log_.write(LogEvent::kIntakeRefused, {{"partner", partner_.str()},
                                              {"code", std::string{error.row().name}},
                                              {"field", error.at().field},
                                              {"trace", request.trace}});
        return respond(render(content_, {.error = error}, request.trace));
    }
    inbound_.receive({.partner = partner_,
                      .kind = request.params.at("kind"),
                      .idempotency_key = header(request, "idempotency-key"),
                      .content_type = header(request, "content-type"),
                      .body = request.body,
                      .received_at = request.received_at,
                      .trace = request.trace},
                     [content = content_, trace = request.trace, respond = std::move(respond)](
                         const ports::Answer& answer) { respond(render(content, answer, trace)); });
}

}  // namespace ow::http_push
