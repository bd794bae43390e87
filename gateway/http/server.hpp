#pragma once
// A listening socket: HTTP/1.1 over TLS 1.2/1.3 or plain, on threads of its own.
//
// Broken requests (request line, chunks, Content-Length beside Transfer-Encoding, HTTP/0.9) are
// answered 400 in the catalogue's words and the connection is closed; a body over its limit is 413
// before it is read. Requests of one connection are answered one after another, pipelined or not.
// Handlers run on a bounded pool and may answer from any thread; a full pool is 503 with
// Retry-After. Every answer has X-Content-Type-Options: nosniff and, if the handler set no
// Cache-Control, no-store. A handler's response with status 0 closes the connection without an
// answer (only twins do that, to play a lost one).
//
// A second process on the same port fails to start: the listening socket is shared between threads
// by dup(), not by SO_REUSEPORT, which would let the second take half of the calls unnoticed.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/log.hpp"
#include "gateway/http/metrics.hpp"
#include "gateway/http/operations.hpp"
#include "gateway/http/partner_auth.hpp"
#include "gateway/ports/http.hpp"

namespace ow::http {

/// PEM files. With `client_ca` a client certificate is asked for; without one the caller stays
/// anonymous, one that the CA did not issue fails the handshake.
struct TlsFiles {
    std::string certificate_chain;
    std::string private_key;
    std::string client_ca;
};

/// Times are total, not per byte; they are kept to about a tenth of a second.
struct ServerLimits {
    std::size_t header_bytes = 16 * 1024;
    std::size_t body_bytes = 8 * 1024 * 1024;   ///< unless the route says otherwise
    std::size_t connections = 1024;             ///< more are closed at once
    std::size_t connections_per_address = 512;  ///< so that one caller leaves room for others
    Millis header_time{10'000};                 ///< TLS handshake; first byte to end of the header
    Millis body_time{60'000};
    Millis handler_time{120'000};
    Millis write_time{60'000};
    Millis idle_time{60'000};  ///< between requests
};

struct ServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: any free one, see Server::port
    std::size_t io_threads = 1;
    std::size_t workers = 4;
    std::size_t queue = 256;  ///< requests waiting for a worker
    std::optional<TlsFiles> tls;
    ServerLimits limits;
    bool operations = true;  ///< offer /healthz /readyz /metrics here
    bool access_log = true;  ///< one http.request line a request: route pattern, never its path
};

/// References and pointers outlive the server and every Respond it gave out.
struct ServerNeeds {
    const Clock& clock;
    Log& log;
    Metrics& metrics;
    PartnerAuth* auth = nullptr;  ///< null: kPartner routes are refused
    Readiness ready = {};         ///< for /readyz; empty = always ready
};

class Server {
  public:
    /// Listens and serves until stop(). kConfigInvalid (address, routes, TLS files),
    /// kFileUnreadable.
    [[nodiscard]] static Result<std::unique_ptr<Server>> start(const ServerSettings& settings,
                                                               std::vector<ports::Route> routes,
                                                               const ServerNeeds& needs);
    ~Server();  ///< stop(0)
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    /// Stops accepting, closes idle connections, lets begun requests be answered for up to `grace`,
    /// then cuts the rest. Returns how many were cut. A second call does nothing.
    std::size_t stop(Millis grace);

  private:
    struct Parts;
    explicit Server(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace ow::http
