#include "adapters/soap/probe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "gateway/mapping/charset.hpp"
#include "gateway/xml/document.hpp"

namespace ow::soap {
namespace {

using ports::ConnectionCause;
using ports::ConnectionFinding;

constexpr std::string_view kWsdl = "http://schemas.xmlsoap.org/wsdl/";
constexpr std::string_view kSoapBinding = "http://schemas.xmlsoap.org/wsdl/soap/";

struct Named {
    std::string name;
    std::string name_space;
};

struct Description {
    bool speaks_soap11 = false;
    bool is_literal = true;       ///< no rpc, no encoded
    std::vector<Named> elements;  ///< global ones of the schemas inside; else the operations
    std::vector<std::string> actions;
};

void read_bindings(xml::Node definitions, Description& out) {
    for (const xml::Node binding : definitions.children()) {
        if (!binding.is_named("binding")) continue;
        const xml::Node soap = binding.child("binding");
        if (!soap || soap.namespace_uri() != kSoapBinding) continue;
        out.speaks_soap11 = true;
        if (soap.attribute("style") == "rpc") out.is_literal = false;
        for (const xml::Node operation : binding.children()) {
            if (!operation.is_named("operation")) continue;
            const xml::Node bound = operation.child("operation");
            if (bound.attribute("style") == "rpc") out.is_literal = false;
            if (operation.child("input").child("body").attribute("use") == "encoded")
                out.is_literal = false;
            out.actions.push_back(bound.attribute("soapAction"));
        }
    }
}

void read_elements(xml::Node definitions, Description& out) {
    for (const xml::Node schema : definitions.child("types").children())
        for (const xml::Node element : schema.children())
            if (element.is_named("element"))
                out.elements.push_back(
                    {element.attribute("name"), schema.attribute("targetNamespace")});
    if (!out.elements.empty()) return;
    for (const xml::Node operation : definitions.child("portType").children())
        out.elements.push_back(
            {operation.attribute("name"), definitions.attribute("targetNamespace")});
}

ConnectionFinding check_operation(const std::string& operation, const std::string& name_space,
                                  const Description& description) {
    std::vector<std::string> names;
    std::string elsewhere;
    for (const auto& [name, space] : description.elements) {
        if (name == operation && space == name_space) return {};
        if (name == operation) elsewhere = space;
        names.push_back(name);
    }
    if (!elsewhere.empty())
        return {ConnectionCause::kWsdlNamespace,
                fmt::format("{} 在 `{}` 中，我方配置为 `{}`", operation, elsewhere, name_space)};
    return {ConnectionCause::kWsdlOperation,
            fmt::format("没有 {}；有 {}", operation, fmt::join(names, "、"))};
}

}  // namespace

ConnectionFinding compare(const SenderSettings& settings, std::string_view wsdl) {
    const auto document = xml::Document::parse(xml::without_declared_charset(wsdl));
    const xml::Node root = document ? document->root() : xml::Node{};
    if (!root || !root.is_named("definitions") || root.namespace_uri() != kWsdl)
        return {ConnectionCause::kWsdlUnreadable, root ? "根元素 " + std::string{root.name()} : ""};
    Description description;
    read_bindings(root, description);
    read_elements(root, description);
    if (!description.speaks_soap11) return {ConnectionCause::kWsdlStyle, "没有 SOAP 1.1 绑定"};
    if (!description.is_literal) return {ConnectionCause::kWsdlStyle, "rpc 或 encoded"};
    for (const auto& [kind, operation] : settings.operations) {
        auto found = check_operation(operation, settings.name_space, description);
        if (found.cause != ConnectionCause::kFine) return found;
    }
    for (const auto& [kind, action] : settings.actions) {
        const auto& known = description.actions;
        if (std::find(known.begin(), known.end(), action) != known.end()) continue;
        return {ConnectionCause::kWsdlAction, fmt::format("我方配置为 `{}`；服务描述中有 `{}`",
                                                          action, fmt::join(known, "`、`"))};
    }
    return {};
}

Result<ConnectionFinding> probe(const adapters::ProbeContext& context) {
    const auto settings = sender_settings(context.partner);
    if (!settings) return settings.error();
    const std::string url =
        adapters::setting(context.partner, "wsdl", context.partner.endpoint + "?wsdl");
    const auto fetched = adapters::fetch(context, url);
    if (!fetched) return fetched.error();
    if (fetched->finding.cause != ConnectionCause::kFine) return fetched->finding;
    const std::string type = adapters::media_type_of(fetched->reply);
    const std::string seen = fetched->finding.detail + "，" + type;
    if (type.find("xml") == std::string::npos)
        return ConnectionFinding{ConnectionCause::kContentType, seen};
    const auto text = mapping::decode_message(fetched->reply.body, type, "", true);
    if (!text) return ConnectionFinding{ConnectionCause::kWsdlUnreadable, seen};
    ConnectionFinding found = compare(*settings, *text);
    if (found.detail.empty()) found.detail = seen;
    return found;
}

}  // namespace ow::soap
