#include "gateway/http/exchange.hpp"

#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NetException.h>

#include <ostream>

namespace ow::http {
namespace {

using ports::HttpCall;
using ports::HttpReply;

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

bool is_safe(const HttpCall& call) {
    return call.method == "GET" || call.method == "HEAD";
}

Poco::Net::HTTPRequest make_request(const Endpoint& endpoint, const HttpCall& call) {
    Poco::Net::HTTPRequest request{call.method, endpoint.target, Poco::Net::HTTPMessage::HTTP_1_1};
    const bool usual = endpoint.port == (endpoint.tls ? 443 : 80);
    const std::string host =
        endpoint.host.find(':') == std::string::npos ? endpoint.host : "[" + endpoint.host + "]";
    request.set("Host", usual ? host : host + ":" + std::to_string(endpoint.port));
    for (const auto& [name, value] : call.headers) request.set(name, value);
    if (!call.body.empty() || !is_safe(call))
        request.setContentLength64(static_cast<Poco::Int64>(call.body.size()));
    return request;
}

bool sent(Session& session, const Endpoint& endpoint, const HttpCall& call) try {
    Poco::Net::HTTPRequest request = make_request(endpoint, call);
    std::ostream& out = session.sendRequest(request);
    out.write(call.body.data(), static_cast<std::streamsize>(call.body.size()));
    out.flush();
    return out.good() && !session.send_failed;
} catch (const Poco::Exception&) {
    session.send_failed = true;
    return false;
}

Error lost(const HttpCall& call, const char* why, const std::string& complaint = {}) {
    if (about_certificates(complaint))
        return Error{Code::kPartnerCredentials, At{.where = call.partner.str()}, complaint};
    return Error{Code::kPartnerTimeout, At{.where = call.partner.str()}, why};
}

Exchange receive(Session& session, const HttpCall& call, std::size_t limit) {
    Poco::Net::HTTPResponse response;
    session.receiveResponse(response);
    HttpReply reply;
    reply.status = response.getStatus();
    for (const auto& [name, value] : response) {
        auto [slot, fresh] = reply.headers.try_emplace(lower(name), value);
        if (!fresh) slot->second += ", " + value;
    }
    bool keep = response.getKeepAlive();
    if (call.method != "HEAD" && reply.status != 204 && reply.status != 304) {
        const Session::Body end = session.read_body(response, limit, reply.body);
        if (end == Session::Body::kTooLong)
            return {lost(call, "the answer is too long"), false, false};
        if (end == Session::Body::kCutShort)
            return {lost(call, "the answer was cut short"), false, false};
        keep = keep && (response.hasContentLength() || response.getChunkedTransferEncoding());
    }
    return {std::move(reply), keep, false};
}

/// Sending was cut off. A server that has heard enough says so before it has read all: 413, 401 …;
/// one that refuses our certificate under TLS 1.3 does so after our first bytes.
Exchange early_answer(Session& session, const HttpCall& call, std::size_t limit, bool reused) {
    std::string complaint;
    try {
        session.stop_sending();
        Exchange early = receive(session, call, limit);
        early.keep = false;
        if (early.reply && early.reply->status >= 400) return early;
    } catch (const Poco::Exception& failure) {
        complaint = failure.message();
    }
    return {lost(call, "sending was cut off", complaint), false,
            reused && !about_certificates(complaint)};
}

}  // namespace

Exchange exchange(Session& session, const Endpoint& endpoint, const HttpCall& call,
                  std::size_t reply_limit, bool reused) {
    session.send_failed = false;
    if (!sent(session, endpoint, call)) return early_answer(session, call, reply_limit, reused);
    try {
        return receive(session, call, reply_limit);
    } catch (const Poco::Exception& failure) {
        return {lost(call, "no whole answer came", failure.displayText()), false,
                reused && is_safe(call)};
    }
}

}  // namespace ow::http
