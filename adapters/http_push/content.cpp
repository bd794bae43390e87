#include "adapters/http_push/content.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <iterator>

#include "gateway/base/text.hpp"
#include "gateway/xml/document.hpp"

namespace ow::http_push {
namespace {

namespace json = boost::json;

std::string plain(const json::value& value) {
    return value.is_string() ? std::string{value.as_string()} : json::serialize(value);
}

void add(xml::Node parent, std::string_view name, const json::value& value) {
    const xml::Node node = parent.add(name);
    if (const auto* object = value.if_object()) {
        for (const auto& [key, member] : *object) add(node, key, member);
    } else if (const auto* array = value.if_array()) {
        for (const json::value& entry : *array) add(node, "item", entry);
    } else if (const std::string text = plain(value); !text.empty()) {
        node.set_text(text);
    }
}

std::string as_xml(std::string_view root, const json::object& fields) {
    const xml::Document document = xml::Document::make(root);
    for (const auto& [key, value] : fields) add(document.root(), key, value);
    return document.serialise();
}

}  // namespace

std::string_view media_type(Content content) {
    return content == Content::kJson ? "application/json; charset=utf-8"
                                     : "application/xml; charset=utf-8";
}

bool is_of(Content content, std::string_view content_type) {
    const std::string_view type = trim(content_type.substr(0, content_type.find(';')));
    if (content == Content::kJson) return iequals(type, "application/json");
    return iequals(type, "application/xml") || iequals(type, "text/xml");
}

ports::HttpResponse render(Content content, const ports::Answer& answer, std::string_view trace) {
    if (answer.error) {
        ports::HttpResponse response = ports::error_response(*answer.error, answer.more, trace);
        if (content == Content::kJson) return response;
        const json::value body = json::parse(response.body);
        response.body = as_xml("error", body.at("error").as_object());
        response.headers["content-type"] = media_type(content);
        return response;
    }
    json::object fields = answer.fields;
    fields["repeated"] = answer.repeated;
    return render(content, fields);
}

ports::HttpResponse render(Content content, const json::object& fields) {
    ports::HttpResponse response{200, {{"content-type", std::string{media_type(content)}}}, {}};
    response.body = content == Content::kJson ? json::serialize(fields) : as_xml("answer", fields);
    return response;
}

ports::Refuse refusal_words(Content content) {
    if (content == Content::kJson) return nullptr;
    return [](const Error& error, std::string_view trace) {
        return render(Content::kXml, {.error = error}, trace);
    };
}

bool is_understood(Content content, std::string_view body) {
    if (content == Content::kJson) {
        boost::system::error_code failed;
        const json::value value = json::parse(body, failed);
        return !failed && value.is_object();
    }
    // In whatever charset: only its beginning is looked at.
    const std::string_view text = trim(body);
    constexpr std::string_view kPages[] = {"<html", "<!doctype html"};
    return text.starts_with('<') &&
           std::none_of(std::begin(kPages), std::end(kPages), [text](std::string_view page) {
               return iequals(text.substr(0, page.size()), page);
           });
}

std::string member(Content content, const std::string& body, std::string_view name) {
    if (content == Content::kXml) {
        const auto document = xml::Document::parse(xml::without_declared_charset(body));
        if (!document) return {};
        const xml::Node found = document->root().child(name);
        return found ? found.text() : std::string{};
    }
    boost::system::error_code failed;
    const json::value value = json::parse(body, failed);
    if (failed || !value.is_object()) return {};
    const json::value* found = value.as_object().if_contains(name);
    return found && !found->is_null() ? plain(*found) : std::string{};
}

}  // namespace ow::http_push
