#include "gateway/http/response_text.hpp"

#include <algorithm>

namespace ow::http {
namespace {

struct Reason {
    int status;
    std::string_view text;
};
constexpr Reason kReasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {409, "Conflict"},
    {410, "Gone"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {500, "Internal Server Error"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
};

std::string_view reason_of(int status) {
    const auto* found = std::find_if(std::begin(kReasons), std::end(kReasons),
                                     [&](const Reason& r) { return r.status == status; });
    return found == std::end(kReasons) ? "Unknown" : found->text;
}

bool is_control(char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

bool is_token(std::string_view name) {
    constexpr std::string_view kOther = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               kOther.find(c) != std::string_view::npos;
    });
}

bool framed_by_server(std::string_view name) {
    return name == "content-length" || name == "connection" || name == "transfer-encoding" ||
           name == "date";
}

void append(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

}  // namespace

std::string response_head(const ports::HttpResponse& response, const ResponseFrame& frame) {
    const int status = response.status >= 200 && response.status <= 599 ? response.status : 500;
    std::string out;
    out.reserve(512);
    out += "HTTP/1.1 " + std::to_string(status) + ' ';
    out += reason_of(status);
    out += "\r\n";
    append(out, "date", frame.date);
    for (const auto& [name, value] : response.headers) {
        if (framed_by_server(name) || !is_token(name)) continue;
        if (std::any_of(value.begin(), value.end(), is_control)) continue;
        append(out, name, value);
    }
    if (!response.headers.contains("cache-control")) append(out, "cache-control", "no-store");
    if (!response.headers.contains("x-content-type-options"))
        append(out, "x-content-type-options", "nosniff");
    if (status != 204 && status != 304)
        append(out, "content-length", std::to_string(response.body.size()));
    if (!frame.keep_alive) append(out, "connection", "close");
    out += "\r\n";
    return out;
}

}  // namespace ow::http
