#include "gateway/http/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/json/parse.hpp>

#include "tests/unit/http/loopback.hpp"

namespace ow::http::test {
namespace {

using ports::HttpRequest;
using ports::HttpResponse;
using ports::Respond;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using Request = std::shared_ptr<const HttpRequest>;

std::string code_of(const std::string& answer) {
    const std::size_t body = answer.find("\r\n\r\n");
    if (body == std::string::npos) return "(no answer)";
    return std::string{
        boost::json::parse(answer.substr(body + 4)).at("error").at("code").as_string()};
}

constexpr std::string_view kGet = "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr std::string_view kGetClose = "GET /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

TEST(Server, AnswersOnAFreePortAndSaysWhich) {
    const Loopback gateway{{route("GET", "/echo", echo())}};
    EXPECT_GT(gateway.port(), 0);
    const std::string answer = gateway.talk(kGetClose);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr("x-content-type-options: nosniff\r\n"));
    EXPECT_THAT(answer, HasSubstr(" GMT\r\n"));
    EXPECT_THAT(answer, HasSubstr("\r\n\r\nGET /echo 0"));
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
    const Loopback gateway{{route("GET", "/n/{n}", [](const Request& request, const Respond& r) {
        r({200, {}, "answer-" + request->params.at("n") + ";"});
    })}};
    std::string many;
    for (int i = 0; i < 20; ++i)
        many += "GET /n/" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
    const RawClient client{gateway.port()};
    client.send(many);
    const std::string all = client.read_until("answer-", 20);
    std::size_t at = 0;
    for (int i = 0; i < 20; ++i) {
        const std::size_t next = all.find("answer-" + std::to_string(i) + ";", at);
        ASSERT_NE(next, std::string::npos) << i;
        at = next;
    }
}

struct Broken {
    const char* name;
    std::string_view bytes;
};
class BrokenRequest : public testing::TestWithParam<Broken> {};

TEST_P(BrokenRequest, Is400InTheCataloguesWordsAndCloses) {
    std::atomic<int> handled{0};
    const Loopback gateway{
        {route("POST", "/echo", [&](const Request&, const Respond& r) { ++handled, r({}); }),
         route("GET", "/echo", [&](const Request&, const Respond& r) { ++handled, r({}); })}};
    const std::string answer = gateway.talk(GetParam().bytes);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 Bad Request\r\n"));
    EXPECT_THAT(answer, HasSubstr("connection: close\r\n"));
    EXPECT_THAT(answer, Not(HasSubstr("(open)")));
    EXPECT_EQ(code_of(answer), "REQUEST_INVALID");
    EXPECT_EQ(handled, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Server, BrokenRequest,
    testing::Values(
        Broken{"RequestLine", "GARBAGE\r\n\r\n"}, Broken{"Http09", "GET /echo\r\n\r\n"},
        Broken{"Version", "GET /echo HTTP/3.7\r\nHost: a\r\n\r\n"},
        Broken{"Binary", std::string_view{"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 11}},
        Broken{"NoHost", "GET /echo HTTP/1.1\r\n\r\n"},
        Broken{"TwoHosts", "GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"},
        Broken{"LengthAndChunked",
               "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
               "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        Broken{"ChunkedAndLength",
               "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
               "Content-Length: 3\r\n\r\n0\r\n\r\n"},
        Broken{"TwoLengths",
               "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n"
               "abcd"},
        Broken{"NegativeLength", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"},
        Broken{"OddCoding",
               "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
               "0\r\n\r\n"},
        Broken{"BadChunk",
               "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"},
        Broken{"DotSegment", "GET /echo/../echo HTTP/1.1\r\nHost: a\r\n\r\n"},
        Broken{"EncodedSlash", "GET /ec%2fho HTTP/1.1\r\nHost: a\r\n\r\n"},
        Broken{"BadEscape", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"}),
    [](const auto& test) { return test.param.name; });

TEST(Server, RefusesABodyOfAHundredMegabytesBeforeItIsRead) {
    const Loopback gateway{{route("POST", "/echo", echo())}};
    const RawClient client{gateway.port()};
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 104857600\r\n\r\n");
    const std::string answer = client.read_until("}}");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 413 "));
    EXPECT_EQ(code_of(answer), "REQUEST_TOO_LARGE");
    const std::string megabyte(1024 * 1024, 'x');
    std::size_t taken = 0;
    for (int i = 0; i < 100; ++i) {
        const std::size_t n = client.send(megabyte);
        taken += n;
        if (n < megabyte.size()) break;
    }
    EXPECT_LT(taken, 16U * 1024 * 1024);
}

TEST(Server, CountsChunksAgainstTheLimitToo) {
    ServerSettings settings;
    settings.limits.body_bytes = 1000;
    const Loopback gateway{{route("POST", "/echo", echo())}, settings};
    const std::string head =
        "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::string chunk = "190\r\n" + std::string(400, 'x') + "\r\n";
    EXPECT_THAT(gateway.talk(head + chunk + chunk + "0\r\n\r\n"), HasSubstr("POST /echo 800"));
    EXPECT_THAT(gateway.talk(head + chunk + chunk + chunk + "0\r\n\r\n"),
                StartsWith("HTTP/1.1 413 "));
}

TEST(Server, GivesARouteItsOwnLimit) {
    ports::Route wide = route("POST", "/wide", echo());
    wide.body_limit = 5000;
    ServerSettings settings;
    settings.limits.body_bytes = 1000;
    const Loopback gateway{{wide, route("POST", "/echo", echo())}, settings};
    const auto post = [&](const std::string& path, std::size_t size) {
        return gateway.talk("POST " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" +
                            "Content-Length: " + std::to_string(size) + "\r\n\r\n" +
                            std::string(size, 'x'));
    };
    EXPECT_THAT(post("/wide", 5000), StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(post("/wide", 5001), StartsWith("HTTP/1.1 413 "));
    EXPECT_THAT(post("/echo", 1001), StartsWith("HTTP/1.1 413 "));
}

TEST(Server, SaysContinueOnlyToABodyItWants) {
    const Loopback gateway{{route("POST", "/echo", echo())}};
    const std::string head = "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n";
    const RawClient wanted{gateway.port()};
    wanted.send(head + "Content-Length: 3\r\n\r\n");
    EXPECT_EQ(wanted.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    wanted.send("abc");
    EXPECT_THAT(wanted.read_until("echo 3"), HasSubstr("POST /echo 3"));
    const RawClient unwanted{gateway.port()};
    unwanted.send(head + "Content-Length: 99999999\r\n\r\n");
    EXPECT_THAT(unwanted.read_until("}}"), StartsWith("HTTP/1.1 413 "));
}

TEST(Server, LimitsTheHeader) {
    const Loopback gateway{{route("GET", "/echo", echo())}};
    const std::string answer = gateway.talk(
        "GET /echo HTTP/1.1\r\nHost: a\r\nX-Long: " + std::string(20'000, 'x') + "\r\n\r\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 413 "));
}

TEST(Server, CutsWhoSendsTheHeaderTooSlowly) {
    ServerSettings settings;
    settings.limits.header_time = Millis{200};
    const Loopback gateway{{route("GET", "/echo", echo())}, settings};
    const RawClient client{gateway.port()};
    client.send("GET /echo HTT");
    EXPECT_EQ(client.read_all(), "");
    EXPECT_EQ(gateway.metrics.value(Metric::kConnectionsCut, {"header"}), 1);
}

TEST(Server, CutsWhoSendsTheBodyTooSlowlyAndWhoIsIdle) {
    ServerSettings settings;
    settings.limits.body_time = Millis{200};
    settings.limits.idle_time = Millis{200};
    const Loopback gateway{{route("POST", "/echo", echo())}, settings};
    const RawClient slow{gateway.port()};
    slow.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
    EXPECT_EQ(slow.read_all(), "");
    const RawClient idle{gateway.port()};
    EXPECT_EQ(idle.read_all(), "");
    EXPECT_EQ(gateway.metrics.value(Metric::kConnectionsCut, {"body"}), 1);
    EXPECT_EQ(gateway.metrics.value(Metric::kConnectionsCut, {"idle"}), 1);
}

TEST(Server, ClosesConnectionsOverTheLimitAtOnce) {
    ServerSettings settings;
    settings.limits.connections = 2;
    const Loopback gateway{{route("GET", "/echo", echo())}, settings};
    const RawClient first{gateway.port()};
    const RawClient second{gateway.port()};
    first.send(kGet);
    second.send(kGet);
    first.read_until("echo 0");
    second.read_until("echo 0");
    const RawClient third{gateway.port()};
    EXPECT_EQ(third.read_all(), "");
    EXPECT_EQ(gateway.metrics.value(Metric::kConnectionsRefused), 1);
}

TEST(Server, OneAddressLeavesRoomForOthers) {
    ServerSettings settings;
    settings.limits.connections = 3;
    settings.limits.connections_per_address = 1;
    const Loopback gateway{{route("GET", "/echo", echo())}, settings};
    {
        const RawClient first{gateway.port()};
        first.send(kGet);
        first.read_until("echo 0");
        const RawClient second{gateway.port()};
        EXPECT_EQ(second.read_all(), "");
        const RawClient elsewhere{gateway.port(), INADDR_LOOPBACK + 1};
        elsewhere.send(kGet);
        elsewhere.read_until("echo 0");
    }
    while (gateway.metrics.value(Metric::kConnectionsOpen, {std::to_string(gateway.port())}) > 0)
        std::this_thread::yield();
    const RawClient again{gateway.port()};
    again.send(kGet);
    EXPECT_NE(again.read_until("echo 0"), "") << "what was left is free again";
}

TEST(Server, SaysBusyWhenThePoolIsFullAndStillTellsItsHealth) {
    Signal started;
    Signal finish;
    ServerSettings settings;
    settings.workers = 1;
    settings.queue = 1;
    const Loopback gateway{{route("GET", "/block",
                                  [&](const Request&, const Respond& respond) {
                                      started.set();
                                      finish.wait();
                                      respond({200, {}, "done"});
                                  })},
                           settings};
    constexpr std::string_view kBlock =
        "GET /block HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    const RawClient running{gateway.port()};
    running.send(kBlock);
    ASSERT_TRUE(started.wait());
    const RawClient first{gateway.port()};
    const RawClient second{gateway.port()};
    first.send(kBlock);
    second.send(kBlock);
    while (gateway.metrics.value(Metric::kRequests, {"/block", "503"}) < 1) {
    }
    EXPECT_THAT(gateway.talk("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
                StartsWith("HTTP/1.1 200 "));
    EXPECT_EQ(gateway.metrics.value(Metric::kPoolDepth, {std::to_string(gateway.port())}), 2);
    finish.set();
    const std::string a = first.read_all();
    const std::string b = second.read_all();
    const std::string& refused = a.starts_with("HTTP/1.1 503") ? a : b;
    EXPECT_THAT(refused, StartsWith("HTTP/1.1 503 "));
    EXPECT_THAT(refused, HasSubstr("retry-after: 2\r\n"));
    EXPECT_EQ(code_of(refused), "OVERLOADED");
    EXPECT_THAT(&refused == &a ? b : a, HasSubstr("done"));
}

TEST(Server, AFloodingPartnerHasHalfOfThePoolAndTheOthersAreServed) {
    std::mutex mutex;
    std::vector<Respond> held;
    ports::Route flood = route("GET", "/flood", [&](const Request&, const Respond& respond) {
        const std::scoped_lock lock{mutex};
        held.push_back(respond);
    });
    ports::Route other = route("GET", "/other", [](const Request&, const Respond& respond) {
        respond({200, {}, "served"});
    });
    flood.owner = PartnerId{"flooding"};
    other.owner = PartnerId{"other"};
    ServerSettings settings;
    settings.workers = 1;
    settings.queue = 8;
    const Loopback gateway{{flood, other}, settings};
    constexpr std::string_view kFlood =
        "GET /flood HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(std::make_unique<RawClient>(gateway.port()));
        clients.back()->send(kFlood);
    }
    while (gateway.metrics.value(Metric::kRequests, {"/flood", "503"}) < 16) {
    }
    EXPECT_THAT(gateway.talk("GET /other HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
                HasSubstr("served"));
    std::vector<Respond> answers;
    {
        const std::scoped_lock lock{mutex};
        answers.swap(held);
    }
    EXPECT_EQ(answers.size(), 4U) << "half of the queue";
    for (const Respond& respond : answers) respond({200, {}, "late"});
    answers.clear();
    int refused = 0;
    for (const auto& client : clients) {
        const std::string answer = client->read_all();
        if (!answer.starts_with("HTTP/1.1 503")) continue;
        ++refused;
        EXPECT_THAT(answer, HasSubstr("retry-after: "));
        EXPECT_EQ(code_of(answer), "OVERLOADED");
    }
    EXPECT_EQ(refused, 16);
    const RawClient again{gateway.port()};
    again.send(kFlood);
    for (bool taken = false; !taken;) {
        const std::scoped_lock lock{mutex};
        taken = !held.empty();
    }
    held.front()({200, {}, "its share is free again"});
    held.clear();
    EXPECT_THAT(again.read_all(), HasSubstr("free again"));
}

TEST(Server, AHandlerThatThrowsOrForgetsIsInternalNotSilence) {
    const Loopback gateway{
        {route("GET", "/throw",
               [](const Request&, const Respond&) { throw std::runtime_error{"secret"}; }),
         route("GET", "/forget", [](const Request&, const Respond&) {}),
         route("GET", "/twice", [](const Request&, const Respond& respond) {
             respond({200, {}, "first"});
             respond({500, {}, "second"});
         })}};
    for (const char* path : {"/throw", "/forget"}) {
        const std::string answer = gateway.talk(
            "GET " + std::string{path} + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        EXPECT_EQ(code_of(answer), "INTERNAL") << path;
        EXPECT_THAT(answer, Not(HasSubstr("secret")));
    }
    const std::string twice =
        gateway.talk("GET /twice HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(twice, HasSubstr("first"));
    EXPECT_THAT(twice, Not(HasSubstr("second")));
}

TEST(Server, FinishesBegunRequestsWhenItStopsAndTakesNoMore) {
    Signal started;
    Signal finish;
    Loopback gateway{{route("POST", "/work", [&](const Request&, const Respond& respond) {
        started.set();
        finish.wait();
        respond({200, {}, "finished"});
    })}};
    const std::uint16_t port = gateway.port();
    const RawClient idle{port};
    const RawClient busy{port};
    busy.send("POST /work HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab");
    ASSERT_TRUE(started.wait());
    std::size_t cut = 99;
    std::thread stopping{[&] { cut = gateway.server->stop(Millis{10'000}); }};
    EXPECT_EQ(idle.read_all(), "");
    EXPECT_FALSE(RawClient{port}.connected());
    finish.set();
    const std::string answer = busy.read_all();
    stopping.join();
    EXPECT_THAT(answer, HasSubstr("finished"));
    EXPECT_THAT(answer, HasSubstr("connection: close"));
    EXPECT_EQ(cut, 0U);
}

TEST(Server, CutsWhatIsNotAnsweredInTimeAndSaysHowMany) {
    Signal started;
    Respond held;
    std::mutex mutex;
    {
        Loopback gateway{{route("GET", "/hold", [&](const Request&, const Respond& respond) {
            const std::scoped_lock lock{mutex};
            held = respond;
            started.set();
        })}};
        const RawClient client{gateway.port()};
        client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
        ASSERT_TRUE(started.wait());
        EXPECT_EQ(gateway.server->stop(Millis{50}), 1U);
        const std::scoped_lock lock{mutex};
        held({200, {}, "too late"});
        gateway.server.reset();
        held = nullptr;
        EXPECT_EQ(client.read_all(), "");
    }
}

TEST(Server, LeavesTheConnectionWithoutAnAnswerForATwin) {
    const Loopback gateway{{route("GET", "/cut", [](const Request&, const Respond& respond) {
        respond({0, {}, {}});
    })}};
    EXPECT_EQ(gateway.talk("GET /cut HTTP/1.1\r\nHost: a\r\n\r\n"), "");
}

TEST(Server, RoutesByPathThenByMethod) {
    const Loopback gateway{{route("GET", "/echo", echo()), route("POST", "/echo", echo()),
                            route("GET", "/files/*", echo())}};
    const auto ask = [&](const std::string& line) {
        return gateway.talk(line + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    };
    EXPECT_EQ(code_of(ask("GET /nowhere")), "ROUTE_NOT_FOUND");
    EXPECT_THAT(ask("DELETE /echo"), StartsWith("HTTP/1.1 405 "));
    EXPECT_THAT(ask("DELETE /echo"), HasSubstr("allow: GET, POST\r\n"));
    EXPECT_THAT(ask("GET /files/a/%E6%9D%90%E6%96%99.pdf?x=1"),
                HasSubstr("GET /files/a/材料.pdf 0"));
    const std::string head = ask("HEAD /echo");
    EXPECT_THAT(head, HasSubstr("content-length: 12\r\n"));
    EXPECT_TRUE(head.ends_with("\r\n\r\n"));
}

TEST(Server, TellsHealthReadinessAndFigures) {
    std::atomic<bool> ready{false};
    const Loopback gateway{
        {route("GET", "/echo", echo())}, {}, nullptr, [&]() -> Result<std::string> {
            if (!ready) return Error{Code::kStoreUnavailable};
            return std::string{"held: 2 partners\n"};
        }};
    const auto get = [&](const std::string& path) {
        return gateway.talk("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    };
    EXPECT_THAT(get("/healthz"), HasSubstr("ok"));
    EXPECT_THAT(get("/readyz"), StartsWith("HTTP/1.1 503 "));
    ready = true;
    EXPECT_THAT(get("/readyz"), StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(get("/readyz"), HasSubstr("ready\nheld: 2 partners\n"));
    (void)get("/echo?id=411282199001010000");
    const std::string figures = get("/metrics");
    EXPECT_THAT(figures,
                HasSubstr("onewindow_http_requests_total{route=\"/echo\",status=\"200\"} 1\n"));
    EXPECT_THAT(figures, HasSubstr("onewindow_http_request_seconds_count 1\n"));
    EXPECT_THAT(figures, Not(HasSubstr("411282")));
}

TEST(Server, ASecondOneOnTheSamePortIsAnError) {
    const Loopback gateway{{}};
    ServerSettings settings;
    settings.port = gateway.port();
    settings.io_threads = 2;
    NullLog log;
    Metrics metrics;
    const SystemClock clock;
    const auto second = Server::start(settings, {}, {clock, log, metrics});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code(), Code::kConfigInvalid);
}

TEST(Server, ServesFromSeveralThreads) {
    ServerSettings settings;
    settings.io_threads = 3;
    const Loopback gateway{{route("GET", "/echo", echo())}, settings};
    for (int i = 0; i < 30; ++i)
        EXPECT_THAT(gateway.talk(kGetClose), StartsWith("HTTP/1.1 200 ")) << i;
}

}  // namespace
}  // namespace ow::http::test
