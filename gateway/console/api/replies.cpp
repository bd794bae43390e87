#include "gateway/console/api/replies.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "gateway/base/text.hpp"

namespace ow::console {

ports::HttpResponse guarded(ports::HttpResponse response) {
    response.headers.emplace("cache-control", "no-store");
    response.headers.emplace("content-security-policy", kPolicy);
    response.headers.emplace("cross-origin-opener-policy", "same-origin");
    response.headers.emplace("referrer-policy", "no-referrer");
    response.headers.emplace("x-content-type-options", "nosniff");
    return response;
}

ports::HttpResponse json_reply(const boost::json::value& value) {
    return guarded({200,
                    {{"content-type", "application/json; charset=utf-8"}},
                    boost::json::serialize(value)});
}

ports::HttpResponse error_reply(const Error& error, std::string_view trace) {
    ports::HttpResponse response = ports::error_response(error, trace);
    if (error.code() == Code::kRateLimited) response.headers["retry-after"] = "60";
    return guarded(std::move(response));
}

ports::HttpResponse redirect(std::string location) {
    return guarded({303, {{"location", std::move(location)}}, {}});
}

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                           (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_';
        if (plain)
            out.push_back(c);
        else
            out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    return out;
}

std::string_view cookie(const ports::HttpRequest& request, std::string_view name) {
    const auto header = request.headers.find("cookie");
    if (header == request.headers.end()) return {};
    for (const std::string_view part : split(header->second, ';')) {
        const std::string_view pair = trim(part);
        const std::size_t equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name)
            return pair.substr(equals + 1);
    }
    return {};
}

}  // namespace ow::console
