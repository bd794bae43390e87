#include "gateway/http/server.hpp"

#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/http/connection.hpp"
#include "gateway/http/operations.hpp"
#include "gateway/http/tls.hpp"

namespace ow::http {
namespace {

namespace net = boost::asio;
using boost::system::error_code;
using tcp = net::ip::tcp;
constexpr auto kTuple = net::as_tuple(net::use_awaitable);
constexpr Millis kAcceptPause{100};

Error cannot_listen(const ServerSettings& settings, const error_code& error) {
    return Error{Code::kConfigInvalid,
                 At{.field = settings.address + ":" + std::to_string(settings.port)},
                 error.message()};
}

Result<tcp::acceptor> listen(const ServerSettings& settings, net::io_context& ioc) {
    error_code error;
    const auto address = net::ip::make_address(settings.address, error);
    if (error) return cannot_listen(settings, error);
    const tcp::endpoint endpoint{address, settings.port};
    tcp::acceptor acceptor{ioc};
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(net::socket_base::reuse_address{true}, error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
    if (error) return cannot_listen(settings, error);
    return acceptor;
}

net::ip::address caller_of(const tcp::socket& socket) {
    error_code gone;
    return socket.remote_endpoint(gone).address();
}

/// Out of descriptors: pause, so that the loop does not spin while the backlog holds the callers.
net::awaitable<void> accept_loop(IoThread& thread, tcp::acceptor& acceptor,
                                 net::ssl::context* tls) {
    while (acceptor.is_open()) {
        auto [error, socket] = co_await acceptor.async_accept(kTuple);
        if (error == net::error::operation_aborted) co_return;
        if (error) {
            net::steady_timer pause{thread.ioc, kAcceptPause};
            co_await pause.async_wait(kTuple);
        } else if (const auto caller = caller_of(socket); thread.shared->enter(caller)) {
            serve(thread, std::move(socket), caller, tls);
        } else {
            thread.shared->needs.metrics.add(Metric::kConnectionsRefused);
        }
    }
}

}  // namespace

struct Server::Parts {
    Parts(const ServerSettings& s, const ServerNeeds& n)
        : pool(std::make_shared<WorkerPool>(s.workers, s.queue)), needs(n) {}

    struct Lane {
        std::shared_ptr<IoThread> thread;
        std::unique_ptr<tcp::acceptor> acceptor;
    };
    std::shared_ptr<WorkerPool> pool;
    ServerNeeds needs;
    std::unique_ptr<net::ssl::context> tls;
    std::shared_ptr<Shared> shared;
    std::vector<Lane> lanes;
    std::uint16_t port = 0;
    bool stopped = false;

    Status open(const ServerSettings& settings);
    void gauges();
};

Status Server::Parts::open(const ServerSettings& settings) {
    for (std::size_t i = 0; i < std::max<std::size_t>(settings.io_threads, 1); ++i) {
        Lane lane{std::make_shared<IoThread>(shared), nullptr};
        if (i == 0) {
            auto acceptor = listen(settings, lane.thread->ioc);
            if (!acceptor) return acceptor.error();
            lane.acceptor = std::make_unique<tcp::acceptor>(std::move(*acceptor));
            port = lane.acceptor->local_endpoint().port();
        } else {
            tcp::acceptor& first = *lanes.front().acceptor;
            lane.acceptor = std::make_unique<tcp::acceptor>(
                lane.thread->ioc, first.local_endpoint().protocol(), ::dup(first.native_handle()));
        }
        lanes.push_back(std::move(lane));
    }
    return ok();
}

void Server::Parts::gauges() {
    // The metrics may outlive the server; what is read must not.
    const std::weak_ptr<Shared> weak = shared;
    needs.metrics.read_from(Metric::kConnectionsOpen, {std::to_string(port)}, [weak] {
        const auto alive = weak.lock();
        return alive ? static_cast<double>(alive->open()) : 0.0;
    });
    needs.metrics.read_from(Metric::kPoolDepth, {std::to_string(port)},
                            [weak = std::weak_ptr<WorkerPool>{pool}] {
                                const auto alive = weak.lock();
                                return alive ? static_cast<double>(alive->depth()) : 0.0;
                            });
}

Result<std::unique_ptr<Server>> Server::start(const ServerSettings& settings,
                                              std::vector<ports::Route> routes,
                                              const ServerNeeds& needs) {
    auto parts = std::make_unique<Parts>(settings, needs);
    if (settings.tls) {
        auto tls = make_tls(*settings.tls);
        if (!tls) return tls.error();
        parts->tls = std::move(*tls);
    }
    auto operations =
        Router::make(settings.operations ? operations_routes(needs.metrics, needs.ready)
                                         : std::vector<ports::Route>{});
    auto router = Router::make(std::move(routes));
    if (!operations) return operations.error();
    if (!router) return router.error();
    auto dispatcher = std::make_shared<Dispatcher>(
        std::move(*operations), std::move(*router), settings.limits.body_bytes, settings.access_log,
        DispatcherNeeds{needs.clock, needs.log, needs.metrics, *parts->pool, needs.auth});
    parts->shared = std::make_shared<Shared>(settings, needs, std::move(dispatcher));
    if (auto opened = parts->open(settings); !opened) return opened.error();
    parts->gauges();
    for (Parts::Lane& lane : parts->lanes) {
        net::co_spawn(lane.thread->ioc, accept_loop(*lane.thread, *lane.acceptor, parts->tls.get()),
                      net::detached);
        lane.thread->start();
    }
    needs.log.write(LogEvent::kHttpListening,
                    {{"address", settings.address + ":" + std::to_string(parts->port)},
                     {"state", settings.tls ? "tls" : "plain"}});
    return std::unique_ptr<Server>{new Server{std::move(parts)}};
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() {
    stop(Millis{0});
}

std::uint16_t Server::port() const {
    return parts_->port;
}

std::size_t Server::stop(Millis grace) {
    if (std::exchange(parts_->stopped, true)) return 0;
    parts_->shared->draining = true;
    for (Parts::Lane& lane : parts_->lanes) {
        net::post(lane.thread->ioc, [acceptor = lane.acceptor.get()] {
            error_code ignored;
            acceptor->close(ignored);
        });
        lane.thread->close_idle();
    }
    parts_->shared->wait_empty(grace);
    const std::size_t cut = parts_->shared->open();
    parts_->pool->discard();
    parts_->pool->stop();
    for (Parts::Lane& lane : parts_->lanes) lane.thread->halt();
    for (Parts::Lane& lane : parts_->lanes) lane.acceptor.reset();
    parts_->needs.log.write(LogEvent::kHttpClosed, {{"count", std::to_string(cut)}});
    return cut;
}

}  // namespace ow::http
