#include "adapters/http_probe.hpp"

#include <algorithm>

#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/ports/call_signature.hpp"

namespace ow::adapters {
namespace {

using ports::ConnectionCause;

ConnectionCause cause_of(const Error& error) {
    if (error.code() == Code::kPartnerCredentials) return ConnectionCause::kTlsOurCertificate;
    return ConnectionCause::kNoAnswer;
}

ConnectionCause cause_of(int status) {
    if (status == 401) return ConnectionCause::kUnauthorized;
    if (status == 403) return ConnectionCause::kForbidden;
    if (status == 404 || status == 410) return ConnectionCause::kPathUnknown;
    if (status >= 500) return ConnectionCause::kServerError;
    return status >= 300 && status < 400 ? ConnectionCause::kRedirected : ConnectionCause::kFine;
}

}  // namespace

Result<Fetched> fetch(const ProbeContext& context, const std::string& url) {
    const auto signing = ports::signing_of(context.partner);
    if (!signing) return signing.error();
    ports::HttpCall call;
    call.partner = context.partner.id;
    call.method = "GET";
    call.url = url;
    call.deadline = context.partner.deadline;
    if (!signing->key.empty())
        call.headers =
            ports::sign_call(*signing, call, context.clock.now(), crypto::random_token());
    auto reply = context.http.call(call);
    if (!reply) return Fetched{{cause_of(reply.error()), url + "；" + reply.error().cause()}};
    const std::string seen = "GET " + url + "：" + std::to_string(reply->status);
    return Fetched{{cause_of(reply->status), seen}, std::move(*reply)};
}

std::string media_type_of(const ports::HttpReply& reply) {
    const auto found = reply.headers.find("content-type");
    if (found == reply.headers.end()) return {};
    std::string type{trim(found->second.substr(0, found->second.find(';')))};
    std::transform(type.begin(), type.end(), type.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    });
    return type;
}

}  // namespace ow::adapters
