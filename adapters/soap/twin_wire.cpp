#include "adapters/soap/twin_wire.hpp"

#include "adapters/twin_signature.hpp"
#include "gateway/base/text.hpp"
#include "gateway/xml/document.hpp"

namespace ow::soap::twin {
namespace {

const std::string kOpen =
    "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\" "
    "xmlns:g=\"urn:onewindow:soap:1\">";

std::string find(const xml::Node& node, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
        if (node.is_named(name)) return node.text();
    std::string found;
    for (const xml::Node& child : node.children())
        if (found.empty()) found = find(child, names);
    const std::string text = node.children().empty() ? node.text() : std::string{};
    if (text.starts_with('<')) {
        const auto inner = xml::Document::parse(text);
        if (inner) return find(inner->root(), names);
    }
    return found;
}

}  // namespace

adapters::CallSeen read_call(const ports::HttpRequest& request) {
    adapters::CallSeen seen;
    const auto type = request.headers.find("content-type");
    seen.is_of_type = type != request.headers.end() && type->second.starts_with("text/xml");
    std::string charset = xml::declared_charset(request.body);
    if (charset.empty()) charset = "UTF-8";
    const auto text = decode_to_utf8(xml::without_declared_charset(request.body), charset);
    if (!text) return seen;
    const auto document = xml::Document::parse(*text);
    if (!document) return seen;
    const xml::Node body = document->root().child("Body");
    seen.key = find(document->root().child("Header"), {"IdempotencyKey"});
    seen.case_no = find(body, {"YWBH", "case_no"});
    seen.applicant = find(body, {"SQRMC"});
    seen.item_code = find(body, {"SXBM"});
    seen.kind = seen.item_code.empty() ? "" : "application";
    seen.is_readable = document->root().name() == "Envelope" && body;
    return seen;
}

ports::HttpResponse taken(const std::string& foreign_no) {
    return {200,
            {{"content-type", "text/xml; charset=\"utf-8\""}},
            kOpen + "<S:Body><r:reply xmlns:r=\"urn:sample:bureau\"><r:foreign_no>" + foreign_no +
                "</r:foreign_no></r:reply></S:Body></S:Envelope>"};
}

ports::HttpResponse fault(const std::string& faultcode, const std::string& code,
                          const std::string& foreign_no) {
    const std::string number =
        foreign_no.empty() ? "" : "<foreign_no>" + foreign_no + "</foreign_no>";
    return {500,
            {{"content-type", "text/xml; charset=utf-8"}},
            kOpen + "<S:Body><S:Fault><faultcode>S:" + faultcode +
                "</faultcode><faultstring>twin</faultstring><detail><code>" + code + "</code>" +
                number + "</detail></S:Fault></S:Body></S:Envelope>"};
}

ports::HttpResponse description(const std::string& name_space,
                                const std::map<std::string, std::string>& actions) {
    std::string elements;
    std::string operations;
    std::string bound;
    for (const auto& [name, action] : actions) {
        elements += "<element name=\"" + name + "\"/>";
        operations += "<w:operation name=\"" + name + "\"/>";
        bound += "<w:operation name=\"" + name + "\"><s:operation soapAction=\"" +
                 xml::escaped(action) +
                 "\"/><w:input><s:body use=\"literal\"/></w:input></w:operation>";
    }
    const std::string space = xml::escaped(name_space);
    return {200,
            {{"content-type", "text/xml; charset=utf-8"}},
            "<w:definitions xmlns:w=\"http://schemas.xmlsoap.org/wsdl/\" "
            "xmlns:s=\"http://schemas.xmlsoap.org/wsdl/soap/\" targetNamespace=\"" +
                space +
                "\"><w:types><schema xmlns=\"http://www.w3.org/2001/XMLSchema\" "
                "targetNamespace=\"" +
                space + "\">" + elements + "</schema></w:types><w:portType name=\"Bureau\">" +
                operations +
                "</w:portType><w:binding name=\"Bureau\" type=\"Bureau\"><s:binding "
                "style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>" +
                bound + "</w:binding></w:definitions>"};
}

ports::HttpCall call_of(const Message& message) {
    ports::HttpCall call;
    call.url = message.url;
    call.body = kOpen + "<S:Header><g:IdempotencyKey>" + message.idempotency_key +
                "</g:IdempotencyKey></S:Header><S:Body><g:" + message.operation + "><g:content>" +
                message.content + "</g:content></g:" + message.operation +
                "></S:Body></S:Envelope>";
    call.headers = {{"Content-Type", "text/xml; charset=utf-8"},
                    {"SOAPAction", "\"urn:onewindow:soap:1#" + message.operation + "\""}};
    return call;
}

ports::HttpCall signed_call(const Message& message, const std::string& name, const std::string& key,
                            Instant now) {
    return adapters::signed_by(name, key, call_of(message), now);
}

}  // namespace ow::soap::twin
