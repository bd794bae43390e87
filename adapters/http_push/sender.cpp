#include "adapters/http_push/sender.hpp"

#include "gateway/crypto/digest.hpp"
#include "gateway/ports/call_outcome.hpp"

namespace ow::http_push {
namespace {

std::string code_in(Content content, const std::string& body) {
    return ports::plain_code(member(content, body, "code"));
}

std::string quoted(std::string_view name) {
    std::string out;
    for (char c : name)
        if (c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20) out.push_back(c);
    return '"' + out + '"';
}

void pack(ports::HttpCall& call, const ports::Delivery& delivery) {
    const std::string boundary =
        "ow-" + crypto::to_hex(crypto::digest(crypto::Hash::kSha256, delivery.idempotency_key))
                    .substr(0, 40);
    const std::string part = "--" + boundary + "\r\ncontent-type: ";
    std::string body = part + call.headers["content-type"] + "\r\n\r\n" + delivery.body + "\r\n";
    for (const auto& file : delivery.attachments) {
        body += part + file.content_type +
                "\r\ncontent-disposition: attachment; filename=" + quoted(file.name) + "\r\n\r\n";
        body += file.bytes + "\r\n";
    }
    call.body = body + "--" + boundary + "--\r\n";
    call.headers["content-type"] = "multipart/mixed; boundary=" + boundary;
}

}  // namespace

Result<ports::Receipt> read_reply(Content content, const PartnerId& partner,
                                  const ports::HttpReply& reply) {
    const std::string code = code_in(content, reply.body);
    const bool done =
        (reply.status >= 200 && reply.status < 300) || (reply.status == 409 && code == "DUPLICATE");
    if (!done)
        return Error{ports::outcome_of(reply.status), At{.where = partner.str()},
                     "HTTP " + std::to_string(reply.status) + (code.empty() ? "" : " " + code)}
            .ask_after(ports::retry_after(reply));
    // A page of a proxy or of a login says nothing of what became of the message.
    if (!reply.body.empty() && !is_understood(content, reply.body))
        return Error{Code::kPartnerTimeout, At{.field = "answer", .where = partner.str()},
                     "answer not understood"};
    return ports::receipt_with(member(content, reply.body, "foreign_no"));
}

Result<ports::Receipt> Sender::send(const ports::Delivery& delivery) {
    const auto path = settings_.paths.find(delivery.kind);
    if (path == settings_.paths.end())
        return Error{Code::kPartnerConfiguration,
                     At{.field = "path." + delivery.kind, .where = settings_.partner.str()}};
    ports::HttpCall call;
    call.partner = settings_.partner;
    call.url = settings_.endpoint + path->second;
    call.headers["content-type"] = delivery.content_type.empty()
                                       ? std::string{media_type(settings_.content)}
                                       : delivery.content_type;
    call.body = delivery.body;
    call.deadline = delivery.deadline;
    if (!delivery.attachments.empty()) pack(call, delivery);
    call.headers["idempotency-key"] = delivery.idempotency_key;
    if (!settings_.signing.key.empty())
        call.headers.merge(
            ports::sign_call(settings_.signing, call, clock_->now(), crypto::random_token()));
    const auto reply = http_->call(call);
    if (!reply) return reply.error();
    return read_reply(settings_.content, settings_.partner, *reply);
}

}  // namespace ow::http_push
