#pragma once
// HTTP as adapters and console see it: routes they offer, calls they make. The server
// (gateway/http) owns every listening socket, authenticates by the route's trust before the handler
// runs, and limits size, time and connections.

#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/ids.hpp"
#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"

namespace ow::ports {

using Headers = std::map<std::string, std::string>;  ///< names in lower case

struct HttpRequest {
    std::string method;
    std::string path;                           ///< percent-decoded, without query
    std::string raw_target;                     ///< as it came; what an HMAC covers
    std::map<std::string, std::string> query;   ///< decoded; the last of equal names
    std::map<std::string, std::string> params;  ///< `{name}` parts of the route's pattern
    Headers headers;
    std::string body;
    std::string remote_address;
    std::string certificate_sha256;  ///< client certificate, hex; empty without one
    PartnerId partner;               ///< set for Trust::kPartner routes
    Instant received_at{};
    std::string trace;  ///< 16 hex digits, in every log line of the request
};

struct HttpResponse {
    int status = 200;
    Headers headers;
    std::string body;
};

/// Answers exactly once, from any thread.
using Respond = std::function<void(HttpResponse)>;

/// Runs on the server's bounded worker pool and may block. Exceptions become INTERNAL.
using Handler = std::function<void(std::shared_ptr<const HttpRequest>, Respond)>;

enum class Trust : std::uint8_t {
    kPublic,   ///< anyone; the handler checks what it must (partner's own signature, session)
    kPartner,  ///< client certificate or HMAC of a configured partner, checked by the server
};

/// How a route words what the server refuses in its name: credentials, a full pool, a failure, a
/// body that is too large, a neighbouring path or method that nobody serves.
using Refuse = HttpResponse (*)(const Error& error, std::string_view trace);

struct Route {
    std::string method;
    std::string pattern;  ///< "/api/cases/{no}", or a prefix ending in "/*"
    Trust trust = Trust::kPublic;
    std::size_t body_limit = 0;  ///< bytes; 0 = the server's default
    Handler handler;
    Refuse refuse = nullptr;  ///< nullptr: error_response
    PartnerId owner{};        ///< whose share of the worker pool it uses; empty: nobody's
};

/// A JSON error body in the catalogue's words: {"error":{"code","message","next","field","where",
/// "line","column","cause","trace"}}; what is not known is left out.
[[nodiscard]] HttpResponse error_response(const Error& error, std::string_view trace);
/// The same for a message of which all mistakes are told: beside the first one's members,
/// "errors":[{"code","message","next","field","where","line","column","cause"}] with all of them,
/// the first included, at most kMostErrorsTold, and "error_count" with how many there are.
[[nodiscard]] HttpResponse error_response(const Error& first, std::span<const Error> more,
                                          std::string_view trace);
inline constexpr std::size_t kMostErrorsTold = 50;

struct HttpCall {
    PartnerId partner;  ///< pool of kept-alive sessions and TLS identity
    std::string method = "POST";
    std::string url;  ///< http:// or https://
    Headers headers;
    std::string body;
    Millis deadline{30'000};  ///< total, name look-up and connect included
};

struct HttpReply {
    int status = 0;
    Headers headers;
    std::string body;
};

/// Blocking calls to partners. Thread-safe. A reply of any status is a value; kPartnerUnreachable
/// means that nothing was sent, kPartnerTimeout that the partner may have acted,
/// kPartnerCredentials a refused certificate.
class HttpClient {
  public:
    virtual ~HttpClient() = default;
    [[nodiscard]] virtual Result<HttpReply> call(const HttpCall& call) = 0;
};

}  // namespace ow::ports
