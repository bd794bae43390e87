#include "adapters/soap/sender.hpp"

#include <fmt/format.h>

#include "adapters/soap/envelope.hpp"
#include "adapters/soap/reply.hpp"
#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/mapping/charset.hpp"
#include "gateway/xml/document.hpp"

namespace ow::soap {
namespace {

std::string without_declaration(const std::string& xml) {
    if (!xml.starts_with("<?xml ")) return xml;
    const std::size_t end = xml.find("?>");
    return end == std::string::npos ? xml : xml.substr(xml.find_first_not_of("\r\n", end + 2));
}

/// In the partner's charset, and said so in the declaration.
Result<std::string> encoded(std::string envelope, const std::string& charset) {
    if (iequals(charset, "utf-8")) return envelope;
    const std::string declared = "\"UTF-8\"";
    envelope.replace(envelope.find(declared), declared.size(), '"' + charset + '"');
    return encode_from_utf8(envelope, charset);
}

}  // namespace

Result<std::string> Sender::body_of(const ports::Delivery& delivery) const {
    const bool is_xml = delivery.content_type.find("json") == std::string::npos;
    auto text = mapping::decode_message(delivery.body, delivery.content_type, "", is_xml);
    if (!text) return text.error();
    const std::string message = without_declaration(*text);
    const std::string operation = for_kind(settings_.operations, delivery.kind);
    if (settings_.parameter.empty() || operation.empty()) {
        const auto checked = xml::Document::parse(message, settings_.partner.str());
        if (!checked) return checked.error();
    }
    if (operation.empty()) return message;
    std::string inner = message;
    if (!settings_.parameter.empty())
        inner = fmt::format("<{0}{1}>{2}</{0}{1}>", settings_.qualified ? "op:" : "",
                            settings_.parameter, xml::escaped(message));
    return fmt::format("<op:{0} xmlns:op=\"{1}\">{2}</op:{0}>", operation,
                       xml::escaped(settings_.name_space), inner);
}

Result<ports::Receipt> Sender::send(const ports::Delivery& delivery) {
    if (!delivery.attachments.empty())
        return Error{Code::kPartnerConfiguration,
                     At{.field = "attachments", .where = settings_.partner.str()},
                     "SOAP 1.1 carries none"};
    auto body = body_of(delivery);
    if (!body) return body.error();
    auto envelope = encoded(enveloped(*body, delivery.idempotency_key), settings_.charset);
    if (!envelope) return envelope.error();
    ports::HttpCall call;
    call.partner = settings_.partner;
    call.url = settings_.endpoint;
    call.body = std::move(*envelope);
    call.deadline = delivery.deadline;
    call.headers = {{"content-type", "text/xml; charset=" + settings_.charset},
                    {"soapaction", '"' + for_kind(settings_.actions, delivery.kind) + '"'},
                    {"idempotency-key", delivery.idempotency_key}};
    if (!settings_.signing.key.empty())
        call.headers.merge(
            ports::sign_call(settings_.signing, call, clock_->now(), crypto::random_token()));
    const auto reply = http_->call(call);
    if (!reply) return reply.error();
    return read_reply(settings_, *reply);
}

}  // namespace ow::soap
