#pragma once
// A server of the class under test on a free port, and a client that can be as rude as a socket.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>

#include "gateway/http/server.hpp"

namespace ow::http::test {

/// Set once, waited for without sleeping.
class Signal {
  public:
    void set() {
        const std::scoped_lock lock{mutex_};
        set_ = true;
        wake_.notify_all();
    }
    bool wait(Millis at_most = Millis{10'000}) {
        std::unique_lock lock{mutex_};
        return wake_.wait_for(lock, at_most, [this] { return set_; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable wake_;
    bool set_ = false;
};

class FixedClock final : public Clock {
  public:
    explicit FixedClock(Instant now) : now_(now) {}
    [[nodiscard]] Instant now() const override { return now_; }
    void set(Instant now) { now_ = now; }

  private:
    Instant now_;
};

class RawClient {
  public:
    /// `from`: its own address, any of 127.0.0.0/8.
    explicit RawClient(std::uint16_t port, in_addr_t from = INADDR_LOOPBACK)
        : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(from);
        const auto* place = static_cast<sockaddr*>(static_cast<void*>(&address));
        const bool bound = ::bind(fd_, place, sizeof address) == 0;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = bound && ::connect(fd_, place, sizeof address) == 0;
    }
    ~RawClient() { ::close(fd_); }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    [[nodiscard]] bool connected() const { return connected_; }
    /// Bytes the peer took before it closed or `text` ended.
    std::size_t send(std::string_view text) const {
        std::size_t done = 0;
        while (done < text.size()) {
            const auto n = ::send(fd_, text.data() + done, text.size() - done, MSG_NOSIGNAL);
            if (n <= 0) break;
            done += static_cast<std::size_t>(n);
        }
        return done;
    }
    /// Everything until the peer closes; "(open)" is appended if it does not in time.
    std::string read_all(int at_most_ms = 10'000) const {
        std::string out;
        char block[4096];
        while (readable(at_most_ms)) {
            const auto n = ::recv(fd_, block, sizeof block, 0);
            if (n <= 0) return out;
            out.append(block, static_cast<std::size_t>(n));
        }
        return out + "(open)";
    }
    /// Until `needle` has come `count` times, or the peer closes.
    std::string read_until(std::string_view needle, int count = 1) const {
        std::string out;
        char block[4096];
        while (readable(10'000)) {
            const auto n = ::recv(fd_, block, sizeof block, 0);
            if (n <= 0) break;
            out.append(block, static_cast<std::size_t>(n));
            int seen = 0;
            for (std::size_t at = out.find(needle); at != std::string::npos;
                 at = out.find(needle, at + 1))
                ++seen;
            if (seen >= count) break;
        }
        return out;
    }

  private:
    bool readable(int at_most_ms) const {
        pollfd descriptor{fd_, POLLIN, 0};
        return ::poll(&descriptor, 1, at_most_ms) == 1;
    }
    int fd_;
    bool connected_ = false;
};

inline ports::Route route(std::string method, std::string pattern, ports::Handler handler) {
    return {std::move(method), std::move(pattern), ports::Trust::kPublic, 0, std::move(handler)};
}

/// Answers "<method> <path> <body size>".
inline ports::Handler echo() {
    return [](const std::shared_ptr<const ports::HttpRequest>& request,
              const ports::Respond& respond) {
        respond(
            {200,
             {{"content-type", "text/plain"}},
             request->method + " " + request->path + " " + std::to_string(request->body.size())});
    };
}

struct Loopback {
    SystemClock clock;
    NullLog log;
    Metrics metrics;
    std::unique_ptr<Server> server;

    explicit Loopback(std::vector<ports::Route> routes, const ServerSettings& settings = {},
                      PartnerAuth* auth = nullptr, Readiness ready = {}) {
        server =
            Server::start(settings, std::move(routes), {clock, log, metrics, auth, ready}).value();
    }
    [[nodiscard]] std::uint16_t port() const { return server->port(); }
    [[nodiscard]] std::string url(const std::string& path) const {
        return "http://127.0.0.1:" + std::to_string(port()) + path;
    }
    /// Sends `text` on a connection of its own and reads until the server closes it.
    [[nodiscard]] std::string talk(std::string_view text) const {
        const RawClient client{port()};
        client.send(text);
        return client.read_all();
    }
};

}  // namespace ow::http::test
