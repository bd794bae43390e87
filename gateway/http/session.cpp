#include "gateway/http/session.hpp"

#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace ow::http {
namespace {

using std::chrono::steady_clock;

Poco::Timespan remaining(Watchdog::Time deadline) {
    const auto left =
        std::chrono::duration_cast<std::chrono::microseconds>(deadline - steady_clock::now());
    return Poco::Timespan{std::max<Poco::Timespan::TimeDiff>(left.count(), 1000)};
}

Error unreachable(const Endpoint& endpoint, const std::string& why) {
    return Error{Code::kPartnerUnreachable,
                 At{.where = endpoint.host + ":" + std::to_string(endpoint.port)}, why};
}

}  // namespace

Result<Endpoint> parse_url(std::string_view url) {
    const Error wrong{Code::kPartnerConfiguration, At{.field = "endpoint"}, "not an http(s) URL"};
    Endpoint endpoint;
    endpoint.tls = url.starts_with("https://");
    if (!endpoint.tls && !url.starts_with("http://")) return wrong;
    url.remove_prefix(endpoint.tls ? 8 : 7);
    const std::size_t end = std::min(url.find_first_of("/?#"), url.size());
    std::string_view authority = url.substr(0, end);
    std::string_view rest = url.substr(end);
    rest = rest.substr(0, rest.find('#'));
    endpoint.target = rest.starts_with('/') ? std::string{rest} : "/" + std::string{rest};
    const bool clean = std::all_of(url.begin(), url.end(), [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && c != 0x7f;
    });
    if (!clean || authority.find('@') != std::string_view::npos) return wrong;
    const bool v6 = authority.starts_with('[');
    const std::size_t close = v6 ? authority.find(']') : std::string_view::npos;
    if (v6 && close == std::string_view::npos) return wrong;
    const std::size_t colon = authority.find(':', v6 ? close : 0);
    endpoint.host = v6 ? authority.substr(1, close - 1)
                       : authority.substr(0, std::min(colon, authority.size()));
    endpoint.port = endpoint.tls ? 443 : 80;
    if (colon != std::string_view::npos) {
        const std::string_view digits = authority.substr(colon + 1);
        const auto [last, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), endpoint.port);
        if (error != std::errc{} || last != digits.data() + digits.size()) return wrong;
    }
    if (endpoint.host.empty() || endpoint.port == 0) return wrong;
    return endpoint;
}

Session::Session(const Poco::Net::StreamSocket& socket) : HTTPClientSession(socket) {
    setKeepAlive(true);
}

int Session::fd() {
    return socket().impl()->sockfd();
}

bool Session::still_quiet() {
    pollfd descriptor{fd(), POLLIN, 0};
    return ::poll(&descriptor, 1, 0) == 0;
}

void Session::stop_sending() {
    try {
        flushRequest();
    } catch (const Poco::Exception&) {
        clearException();
    }
}

int Session::write(const char* buffer, std::streamsize length) try {
    std::streamsize done = 0;
    while (done < length) {
        // HTTPClientSession would wrap it once more. NOLINTNEXTLINE(bugprone-parent-virtual-call)
        const int count = HTTPSession::write(buffer + done, length - done);
        if (count <= 0) throw Poco::TimeoutException{};
        done += count;
    }
    return static_cast<int>(length);
} catch (const Poco::Exception&) {
    send_failed = true;
    throw;
}

void Session::connect(const Poco::Net::SocketAddress&) {
    throw Poco::Net::ConnectionResetException{};
}

bool Session::append(std::string& body, std::size_t size) {
    std::array<char, 16 * 1024> block{};
    while (size > 0) {
        const int count =
            read(block.data(), static_cast<std::streamsize>(std::min(size, block.size())));
        if (count <= 0) return false;
        body.append(block.data(), static_cast<std::size_t>(count));
        size -= static_cast<std::size_t>(count);
    }
    return true;
}

bool Session::read_line(std::string& line) {
    constexpr std::size_t kLongest = 4096;
    line.clear();
    for (int c = get(); line.size() < kLongest; c = get()) {
        if (c < 0) return false;
        if (c == '\n') {
            if (line.ends_with('\r')) line.pop_back();
            return true;
        }
        line.push_back(static_cast<char>(c));
    }
    return false;
}

Session::Body Session::read_chunks(std::size_t limit, std::string& body) {
    std::string line;
    while (read_line(line)) {
        std::size_t size = 0;
        const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
        if (error != std::errc{} ||
            (end != line.data() + line.size() && *end != ';' && *end != ' '))
            return Body::kCutShort;
        if (size > limit - body.size()) return Body::kTooLong;
        if (size == 0) break;
        if (!append(body, size) || !read_line(line) || !line.empty()) return Body::kCutShort;
    }
    do {  // trailers
        if (!read_line(line)) return Body::kCutShort;
    } while (!line.empty());
    return Body::kWhole;
}

Session::Body Session::read_body(const Poco::Net::HTTPResponse& response, std::size_t limit,
                                 std::string& body) {
    if (response.getChunkedTransferEncoding()) return read_chunks(limit, body);
    if (!response.hasContentLength()) {
        if (append(body, limit)) return Body::kTooLong;
        return Body::kWhole;
    }
    const auto size = response.getContentLength64();
    if (size < 0) return Body::kCutShort;
    if (static_cast<std::size_t>(size) > limit) return Body::kTooLong;
    return append(body, static_cast<std::size_t>(size)) ? Body::kWhole : Body::kCutShort;
}

bool about_certificates(const std::string& tls_error) {
    for (const char* word : {"certificate", "unknown ca", "access denied", "handshake failure"})
        if (tls_error.find(word) != std::string::npos) return true;
    return false;
}

Result<std::unique_ptr<Session>> open_session(const Endpoint& endpoint, Poco::Net::Context::Ptr tls,
                                              Resolver& resolver, Watchdog& dog,
                                              Watchdog::Time deadline) {
    const auto addresses = resolver.resolve(endpoint.host, endpoint.port, deadline);
    if (!addresses) return addresses.error();
    Poco::Net::StreamSocket plain;
    std::string why = "no address";
    bool connected = false;
    for (const Poco::Net::SocketAddress& address : *addresses) {
        try {
            plain = Poco::Net::StreamSocket{};
            plain.connect(address, remaining(deadline));
            connected = true;
            break;
        } catch (const Poco::Exception& failure) {
            why = failure.className();
        }
    }
    if (!connected) return unreachable(endpoint, why);
    plain.setNoDelay(true);
    plain.setReceiveTimeout(remaining(deadline));
    plain.setSendTimeout(remaining(deadline));
    if (!endpoint.tls) return std::make_unique<Session>(plain);
    const Watchdog::Guard guard{dog, plain.impl()->sockfd(), deadline};
    try {
        return std::make_unique<Session>(
            Poco::Net::SecureStreamSocket::attach(plain, endpoint.host, tls));
    } catch (const Poco::Exception& failure) {
        const bool refused =
            dynamic_cast<const Poco::Net::InvalidCertificateException*>(&failure) ||
            dynamic_cast<const Poco::Net::CertificateValidationException*>(&failure) ||
            about_certificates(failure.message());
        if (!refused) return unreachable(endpoint, "TLS: " + failure.message());
        return Error{Code::kPartnerCredentials, At{.where = endpoint.host}, failure.message()};
    }
}

}  // namespace ow::http
