#include "adapters/soap/reply.hpp"

#include <algorithm>
#include <optional>

#include "adapters/soap/operations.hpp"
#include "gateway/base/text.hpp"
#include "gateway/mapping/charset.hpp"
#include "gateway/ports/call_outcome.hpp"
#include "gateway/xml/document.hpp"

namespace ow::soap {
namespace {

constexpr std::string_view kCredentialFaults[] = {
    "Client.Authentication", "FailedAuthentication", "FailedCheck",
    "InvalidSecurity",       "InvalidSecurityToken",
};

bool has(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// Text of the first element so named, also in XML that stands as text in an element.
std::optional<std::string> find_text(xml::Node node, const std::string& name) {
    if (!node || name.empty()) return std::nullopt;
    if (node.is_named(name)) return std::string{trim(node.text())};
    if (node.children().empty()) {
        const std::string text = node.text();
        const std::string_view inner = trim(text);
        if (!inner.starts_with('<')) return std::nullopt;
        const auto document = xml::Document::parse(xml::without_declared_charset(inner));
        return document ? find_text(document->root(), name) : std::nullopt;
    }
    for (const xml::Node child : node.children())
        if (auto found = find_text(child, name)) return found;
    return std::nullopt;
}

std::string after_prefix(const std::string& qname) {
    return qname.substr(qname.find(':') + 1);  // npos + 1 is 0
}

Code outcome_of_code(const std::string& code, Code otherwise) {
    for (const ErrorRow& row : error_catalogue()) {
        if (row.name != code) continue;
        if (code.starts_with("AUTH_")) return Code::kPartnerCredentials;
        if (row.retry == Retry::kBusy) return Code::kPartnerBusy;
        return row.retry == Retry::kTransport ? Code::kPartnerTimeout : Code::kPartnerRefused;
    }
    return otherwise;
}

Code outcome_of_fault(const std::string& faultcode, int status) {
    for (const std::string_view known : kCredentialFaults)
        if (faultcode == known) return Code::kPartnerCredentials;
    if (status == 401 || status == 403 || status == 429 || status == 503)
        return ports::outcome_of(status);
    const bool refused = faultcode == "Client" || faultcode.starts_with("Client.") ||
                         faultcode == "MustUnderstand" || faultcode == "VersionMismatch";
    return refused ? Code::kPartnerRefused : Code::kPartnerTimeout;
}

Error failed(const SenderSettings& settings, Code code, std::string cause, const std::string& own) {
    const std::string told = ports::plain_code(own);
    if (!told.empty()) cause += " " + told;
    return Error{code, At{.where = settings.partner.str()}, std::move(cause)};
}

Result<ports::Receipt> read_fault(const SenderSettings& settings, xml::Node fault, int status) {
    const std::string own = find_text(fault.child("detail"), "code").value_or("");
    if (has(settings.done_codes, own))
        return ports::receipt_with(find_text(fault, settings.foreign_no).value_or(""));
    const std::string faultcode = after_prefix(std::string{trim(fault.child("faultcode").text())});
    if (has(settings.busy_codes, own) || has(settings.busy_codes, faultcode))
        return failed(settings, Code::kPartnerBusy, "SOAP fault", own);
    const Code code = outcome_of_code(own, outcome_of_fault(faultcode, status));
    return failed(settings, code, "SOAP fault, HTTP " + std::to_string(status), own);
}

Result<ports::Receipt> read_body(const SenderSettings& settings, xml::Node body) {
    if (!settings.result.empty()) {
        const auto own = find_text(body, settings.result);
        if (!own)
            return failed(settings, Code::kPartnerTimeout, "the reply has no result element", "");
        if (has(settings.busy_codes, *own))
            return failed(settings, Code::kPartnerBusy, "result", *own);
        if (!has(settings.ok_codes, *own) && !has(settings.done_codes, *own))
            return failed(settings, Code::kPartnerRefused, "result", *own);
    }
    return ports::receipt_with(find_text(body, settings.foreign_no).value_or(""));
}

Result<xml::Document> parse(const ports::HttpReply& reply) {
    const auto type = reply.headers.find("content-type");
    const auto text = mapping::decode_message(
        reply.body, type == reply.headers.end() ? "" : type->second, "", true);
    if (!text) return text.error();
    return xml::Document::parse(xml::without_declared_charset(*text));
}

}  // namespace

Result<ports::Receipt> read_reply(const SenderSettings& settings, const ports::HttpReply& reply) {
    const bool good = reply.status >= 200 && reply.status < 300;
    const std::string status = "HTTP " + std::to_string(reply.status);
    if (good && trim(reply.body).empty()) return ports::Receipt{};
    const auto document = parse(reply);
    const xml::Node root = document ? document->root() : xml::Node{};
    const xml::Node body = root.is_named("Envelope") && root.namespace_uri() == kEnvelope
                               ? root.child("Body")
                               : xml::Node{};
    if (const xml::Node fault = body.child("Fault"); fault && fault.namespace_uri() == kEnvelope)
        return read_fault(settings, fault, reply.status);
    if (!good)
        return failed(settings, ports::outcome_of(reply.status), status, "")
            .ask_after(ports::retry_after(reply));
    if (!body)
        return failed(settings, Code::kPartnerTimeout, status + ", not a SOAP 1.1 reply", "");
    return read_body(settings, body);
}

}  // namespace ow::soap
