#include "adapters/soap/envelope.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

#include "adapters/soap/operations.hpp"
#include "gateway/base/text.hpp"

namespace ow::soap {
namespace {

namespace json = boost::json;

constexpr std::string_view kNextActor = "http://schemas.xmlsoap.org/soap/actor/next";

bool is_in_envelope(xml::Node node, std::string_view name) {
    return node && node.is_named(name) && node.namespace_uri() == kEnvelope;
}

Fault wrong(std::string_view code, std::string_view field, const std::string& where, xml::Node at,
            std::string cause) {
    return {
        code,
        Error{Code::kRequestInvalid, At{std::string{field}, where, at.line(), 0}, std::move(cause)},
        {}};
}

bool is_key(xml::Node block) {
    return block.is_named(kKeyElement) && block.namespace_uri() == kNamespace;
}

bool must_be_understood(xml::Node block) {
    const std::string actor = block.attribute("actor");
    if (!actor.empty() && actor != kNextActor) return false;
    const std::string flag = block.attribute("mustUnderstand");
    return flag == "1" || flag == "true";
}

/// Child elements in the order and with the names of the schema; what it has no place for is left
/// out.
std::string children(std::span<const Field> fields, const json::object& values) {
    std::string out;
    const auto one = [&](std::string_view name, const json::value& value) {
        const std::string text =
            value.is_string() ? std::string{value.get_string()} : json::serialize(value);
        out += fmt::format("<ow:{0}>{1}</ow:{0}>", name, xml::escaped(text));
    };
    for (const Field& field : fields) {
        const json::value* value = values.if_contains(field.name);
        if (value == nullptr) continue;
        if (const json::array* list = value->if_array()) {
            for (const json::value& each : *list) one(field.name, each);
        } else {
            one(field.name, *value);
        }
    }
    return out;
}

ports::HttpResponse response(int status, const std::string& body) {
    return {status, {{"content-type", "text/xml; charset=utf-8"}}, enveloped(body, {})};
}

}  // namespace

Fault fault_of(const Error& error) {
    const bool later = error.row().retry != Retry::kNever || error.row().http_status >= 500;
    return {later ? "Server" : "Client", error, {}};
}

std::variant<Envelope, Fault> open_envelope(std::string_view utf8, const std::string& where) {
    auto parsed = xml::Document::parse(xml::without_declared_charset(utf8), where);
    if (!parsed) return fault_of(parsed.error());
    const xml::Node root = parsed->root();
    if (!root.is_named("Envelope")) return wrong("Client", "Envelope", where, root, "no envelope");
    if (root.namespace_uri() != kEnvelope)
        return wrong("VersionMismatch", "Envelope", where, root, "SOAP 1.1 is spoken here");
    std::optional<std::string> key;
    xml::Node body;
    for (const xml::Node part : root.children()) {
        if (is_in_envelope(part, "Body")) {
            if (body) return wrong("Client", "Body", where, part, "more than one Body");
            body = part;
        }
        if (!is_in_envelope(part, "Header")) continue;
        for (const xml::Node block : part.children()) {
            if (is_key(block)) {
                if (key) return wrong("Client", kKeyElement, where, block, "more than one key");
                key = std::string{trim(block.text())};
            } else if (must_be_understood(block)) {
                return wrong("MustUnderstand", "Header", where, block,
                             "a header block that must be understood is not known here");
            }
        }
    }
    if (!body) return wrong("Client", "Body", where, root, "no Body");
    const xml::Node content = *body.children().begin();
    if (!content || content.next())
        return wrong("Client", "Body", where, body, "exactly one element is expected");
    return Envelope{std::move(*parsed), content, std::move(key).value_or("")};
}

ports::HttpResponse fault_response(const Fault& fault, std::string_view trace) {
    const ports::HttpResponse told = ports::error_response(fault.error, fault.more, trace);
    const json::object fields = json::parse(told.body).at("error").as_object();
    std::string detail = children(error_fields(), fields);
    detail += "<ow:errors>";
    for (const json::value& each : fields.at("errors").as_array())
        detail += "<ow:item>" + children(error_fields(), each.as_object()) + "</ow:item>";
    detail += "</ow:errors>";
    ports::HttpResponse out = response(
        500, fmt::format("<soap:Fault><faultcode>soap:{}</faultcode><faultstring>{}: {}"
                         "</faultstring><detail><ow:error xmlns:ow=\"{}\">{}</ow:error></detail>"
                         "</soap:Fault>",
                         fault.code, fault.error.row().name,
                         xml::escaped(fault.error.row().applicant), kNamespace, detail));
    if (const auto later = told.headers.find("retry-after"); later != told.headers.end())
        out.headers.insert(*later);
    return out;
}

ports::HttpResponse refused(const Error& error, std::string_view trace) {
    return fault_response(fault_of(error), trace);
}

ports::HttpResponse answer(std::string_view operation, const json::object& fields) {
    const Operation* row = find_operation(operation);
    const bool asks = row != nullptr && row->kind.empty();
    return response(
        200, fmt::format("<ow:{0}Response xmlns:ow=\"{1}\">{2}</ow:{0}Response>", operation,
                         kNamespace, children(asks ? status_fields() : taken_fields(), fields)));
}

std::string enveloped(const std::string& body, const std::string& key) {
    std::string header;
    if (!key.empty())
        header = fmt::format("<soap:Header><ow:{0} xmlns:ow=\"{1}\">{2}</ow:{0}></soap:Header>",
                             kKeyElement, kNamespace, xml::escaped(key));
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<soap:Envelope xmlns:soap=\"{}\">{}<soap:Body>"
        "{}</soap:Body></soap:Envelope>",
        kEnvelope, header, body);
}

}  // namespace ow::soap
