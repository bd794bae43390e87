#include "gateway/http/client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <functional>
#include <set>
#include <thread>

#include "tests/unit/http/loopback.hpp"

namespace ow::http::test {
namespace {

using ports::HttpCall;
using ports::HttpRequest;
using ports::Respond;
using Request = std::shared_ptr<const HttpRequest>;

/// A server that knows no HTTP: `serve` gets each accepted socket in turn.
class RudeServer {
  public:
    explicit RudeServer(std::function<void(int fd, int nth)> serve) : serve_(std::move(serve)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* raw = static_cast<sockaddr*>(static_cast<void*>(&address));
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(listener_, raw, size), 0);
        EXPECT_EQ(::listen(listener_, 16), 0);
        ::getsockname(listener_, raw, &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread{[this] {
            for (int nth = 0;; ++nth) {
                const int fd = ::accept(listener_, nullptr, nullptr);
                if (fd < 0) return;
                serve_(fd, nth);
                ::close(fd);
            }
        }};
    }
    ~RudeServer() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    RudeServer(const RudeServer&) = delete;
    RudeServer& operator=(const RudeServer&) = delete;
    [[nodiscard]] std::string url() const {
        return "http://127.0.0.1:" + std::to_string(port_) + "/x";
    }

  private:
    std::function<void(int, int)> serve_;
    int listener_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

void read_request(int fd) {
    std::string text;
    char block[4096];
    while (text.find("\r\n\r\n") == std::string::npos || !text.ends_with("BODY")) {
        const auto n = ::recv(fd, block, sizeof block, 0);
        if (n <= 0) return;
        text.append(block, static_cast<std::size_t>(n));
    }
}

bool write_text(int fd, std::string_view text) {
    return ::send(fd, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
}

HttpCall post(std::string url, Millis deadline = Millis{5'000}) {
    HttpCall call;
    call.partner = PartnerId{"p"};
    call.url = std::move(url);
    call.body = "BODY";
    call.deadline = deadline;
    return call;
}

std::unique_ptr<Client> client(ClientSettings settings = {}) {
    return std::move(Client::make(std::move(settings)).value());
}

TEST(Client, BringsStatusHeadersAndBodyBothWays) {
    const Loopback server{{route("POST", "/in", [](const Request& request, const Respond& r) {
        r({409,
           {{"x-answer", request->headers.at("x-ask")}},
           request->raw_target + "|" + request->body});
    })}};
    auto call = post(server.url("/in?a=%20b&c=%2F"));
    call.headers["X-Ask"] = "问";
    call.body = std::string(300'000, 'z');
    const auto reply = client()->call(call);
    ASSERT_TRUE(reply) << reply.error().text();
    EXPECT_EQ(reply->status, 409);
    EXPECT_EQ(reply->headers.at("x-answer"), "问");
    EXPECT_EQ(reply->body, "/in?a=%20b&c=%2F|" + call.body);
}

TEST(Client, KeepsConnectionsAndUsesThemAgain) {
    const Loopback server{{route("POST", "/in", echo())}};
    const auto http = client();
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(http->call(post(server.url("/in"))));
    EXPECT_EQ(http->kept(), 1U);
    EXPECT_EQ(server.metrics.value(Metric::kConnectionsOpen, {std::to_string(server.port())}), 1);
    auto other = post(server.url("/in"));
    other.partner = PartnerId{"q"};
    ASSERT_TRUE(http->call(other));
    EXPECT_EQ(http->kept(), 2U) << "another partner must not use the first one's connection";
}

TEST(Client, UnreachableMeansThatNothingWasSent) {
    std::uint16_t port = 0;
    {
        const Loopback gone{{}};
        port = gone.port();
    }
    const auto http = client();
    const auto refused = http->call(post("http://127.0.0.1:" + std::to_string(port) + "/"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), Code::kPartnerUnreachable);
    const auto unknown = http->call(post("http://no-such-host.invalid/"));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code(), Code::kPartnerUnreachable);
}

TEST(Client, RefusesWhatIsNoUrl) {
    const auto http = client();
    for (const char* url : {"", "ftp://a/", "http://", "http://a:99999/", "http://u@a/",
                            "http://a b/", "http://a:/x", "http://a/\r\nX: y"}) {
        const auto reply = http->call(post(url));
        ASSERT_FALSE(reply) << url;
        EXPECT_EQ(reply.error().code(), Code::kPartnerConfiguration) << url;
    }
    auto call = post("http://127.0.0.1:1/");
    call.headers["X-A"] = "b\r\nX-C: d";
    EXPECT_EQ(http->call(call).error().code(), Code::kPartnerConfiguration);
}

TEST(Client, EndsACallThatDripsAtItsTotalDeadline) {
    const RudeServer server{[](int fd, int) {
        read_request(fd);
        write_text(fd, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        pollfd gone{fd, POLLIN, 0};
        while (write_text(fd, "x") && ::poll(&gone, 1, 20) == 0) {
        }
    }};
    const auto began = std::chrono::steady_clock::now();
    const auto reply = client()->call(post(server.url(), Millis{300}));
    const auto took = std::chrono::steady_clock::now() - began;
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code(), Code::kPartnerTimeout);
    EXPECT_GE(took, Millis{290});
    EXPECT_LT(took, Millis{30'000}) << "the whole answer would take hours";
}

TEST(Client, EndsACallThatGetsNoAnswer) {
    const RudeServer server{[](int fd, int) {
        read_request(fd);
        char byte = 0;
        ::recv(fd, &byte, 1, 0);
    }};
    const auto reply = client()->call(post(server.url(), Millis{200}));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code(), Code::kPartnerTimeout);
}

TEST(Client, ALostAnswerIsATimeoutAndNeverASecondRequest) {
    std::atomic<int> acted{0};
    const Loopback server{{route("POST", "/in", [&](const Request&, const Respond& respond) {
        respond({++acted == 2 ? 0 : 200, {}, "ok"});
    })}};
    const auto http = client();
    ASSERT_TRUE(http->call(post(server.url("/in"))));
    const auto lost = http->call(post(server.url("/in")));
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code(), Code::kPartnerTimeout);
    EXPECT_EQ(acted, 2);
    EXPECT_EQ(http->kept(), 0U);
}

TEST(Client, ReplacesAKeptConnectionThatThePeerHasClosed) {
    std::array<Signal, 3> closed;
    std::atomic<int> connections{0};
    const RudeServer server{[&](int fd, int nth) {
        ++connections;
        read_request(fd);
        write_text(fd, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        ::shutdown(fd, SHUT_RDWR);
        closed.at(static_cast<std::size_t>(nth)).set();
    }};
    const auto http = client();
    for (Signal& each : closed) {
        const auto reply = http->call(post(server.url()));
        ASSERT_TRUE(reply) << reply.error().text();
        EXPECT_EQ(reply->body, "ok");
        ASSERT_TRUE(each.wait());
    }
    EXPECT_EQ(connections, 3);
}

TEST(Client, AnAnswerCutShortIsNotAnAnswer) {
    const RudeServer server{[](int fd, int nth) {
        read_request(fd);
        write_text(fd, nth == 0 ? "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"
                                : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf");
    }};
    const auto http = client();
    for (int i = 0; i < 2; ++i) {
        const auto reply = http->call(post(server.url()));
        ASSERT_FALSE(reply) << i << " " << reply->body;
        EXPECT_EQ(reply.error().code(), Code::kPartnerTimeout);
    }
}

TEST(Client, HearsARefusalThatCameBeforeAllWasSaid) {
    const RudeServer server{[](int fd, int) {
        char block[4096];
        ::recv(fd, block, sizeof block, 0);
        write_text(fd, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
    }};  // closes with most of the body unread: a reset
    HttpCall large = post(server.url());
    large.body.assign(30'000'000, 'x');
    const auto http = client();
    const auto reply = http->call(large);
    ASSERT_TRUE(reply) << reply.error().text();
    EXPECT_EQ(reply->status, 413);
    EXPECT_EQ(reply->body, "big");
    EXPECT_EQ(http->kept(), 0U);
}

TEST(Client, LimitsTheAnswer) {
    const Loopback server{{route("POST", "/in", [](const Request&, const Respond& respond) {
        respond({200, {}, std::string(100'000, 'x')});
    })}};
    ClientSettings settings;
    settings.reply_bytes = 1000;
    const auto reply = client(settings)->call(post(server.url("/in")));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code(), Code::kPartnerTimeout);
}

TEST(Client, ManyThreadsShareIt) {
    const Loopback server{{route("POST", "/in", [](const Request& request, const Respond& r) {
        r({200, {}, request->body});
    })}};
    const auto http = client();
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 25; ++i) {
                auto call = post(server.url("/in"));
                call.body = std::to_string(t) + "-" + std::to_string(i);
                const auto reply = http->call(call);
                right += reply && reply->body == call.body ? 1 : 0;
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(right, 200);
    EXPECT_LE(http->kept(), 4U);
}

}  // namespace
}  // namespace ow::http::test
