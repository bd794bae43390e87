#include "adapters/http_push/adapter.hpp"

#include <algorithm>

#include "gateway/base/text.hpp"

namespace ow::http_push {
namespace {

constexpr std::size_t kLongestKey = 200;

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

bool is_key(std::string_view text) {
    return text.size() <= kLongestKey &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
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
    settings.signing.name = setting(partner, "our_name", "gateway");
    if (const auto key = partner.files.find("hmac_key_file"); key != partner.files.end()) {
        settings.signing.key = std::string{trim(key->second)};
        if (settings.signing.key.size() < 16)
            return wrong(partner, "hmac_key_file", "shorter than 16 bytes");
    }
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
      log_(context.log),
      sender_(std::move(sender)) {}

std::vector<ports::Route> Adapter::routes() {
    return {{"POST", "/partners/" + partner_.str() + "/{kind}", ports::Trust::kPartner, 0,
             [this](const std::shared_ptr<const ports::HttpRequest>& request,
                    ports::Respond respond) { receive(*request, std::move(respond)); }}};
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
    if (!is_key(header(request, "idempotency-key")))
        return Error{Code::kRequestInvalid, At{.field = "idempotency-key", .where = partner_.str()},
                     "1 to 200 visible ASCII characters"};
    return ok();
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
