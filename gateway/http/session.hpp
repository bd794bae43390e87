#pragma once
// One connection of the client, and how it is made. Inside gateway/http only.

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPResponse.h>

#include <chrono>
#include <memory>
#include <string>

#include "gateway/base/result.hpp"
#include "gateway/http/resolve.hpp"
#include "gateway/http/watchdog.hpp"

namespace ow::http {

struct Endpoint {
    bool tls = false;
    std::string host;  ///< IPv6 without brackets
    std::uint16_t port = 0;
    std::string target;  ///< path and query exactly as written; begins with '/'
};
/// kPartnerConfiguration for anything but http(s)://host[:port][/…].
[[nodiscard]] Result<Endpoint> parse_url(std::string_view url);

/// A Poco session that never reconnects by itself – whether a request may be sent again is not for
/// a library to decide – and that tells a whole answer from a torn one.
class Session final : public Poco::Net::HTTPClientSession {
  public:
    explicit Session(const Poco::Net::StreamSocket& socket);
    [[nodiscard]] int fd();
    /// Before reuse: not closed by the peer, no stray bytes.
    [[nodiscard]] bool still_quiet();
    /// Reads the body that `response` announces, itself: Poco's streams take the peer's closing for
    /// a proper end. Throws Poco::Exception as Poco does.
    enum class Body : std::uint8_t { kWhole, kCutShort, kTooLong };
    Body read_body(const Poco::Net::HTTPResponse& response, std::size_t limit, std::string& body);

    bool send_failed = false;
    /// Forgets what could not be sent, so that an answer given before all was said can be read.
    void stop_sending();

  protected:
    int write(const char* buffer, std::streamsize length) override;
    void connect(const Poco::Net::SocketAddress& address) override;
    bool mustReconnect() const override { return false; }

  private:
    bool append(std::string& body, std::size_t size);
    bool read_line(std::string& line);
    Body read_chunks(std::size_t limit, std::string& body);
};

/// Whether OpenSSL's text says that a certificate was refused, by them or by us.
[[nodiscard]] bool about_certificates(const std::string& tls_error);

/// Name look-up, TCP and TLS before `deadline`. Nothing of a request is sent: kPartnerUnreachable,
/// or kPartnerCredentials if either side refused the other's certificate.
[[nodiscard]] Result<std::unique_ptr<Session>> open_session(const Endpoint& endpoint,
                                                            Poco::Net::Context::Ptr tls,
                                                            Resolver& resolver, Watchdog& dog,
                                                            Watchdog::Time deadline);

}  // namespace ow::http
