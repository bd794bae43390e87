#include "gateway/http/io_thread.hpp"

#include <fmt/chrono.h>

#include <boost/asio/post.hpp>
#include <vector>

namespace ow::http {
namespace {
constexpr Millis kTick{100};
}

bool Shared::enter(const boost::asio::ip::address& from) {
    const std::scoped_lock lock{mutex_};
    if (open_ >= settings.limits.connections) return false;
    std::size_t& of_caller = open_from_[from];
    if (of_caller >= settings.limits.connections_per_address) return false;
    ++of_caller;
    ++open_;
    return true;
}

void Shared::leave(const boost::asio::ip::address& from) {
    const std::scoped_lock lock{mutex_};
    if (const auto of_caller = open_from_.find(from); --of_caller->second == 0)
        open_from_.erase(of_caller);
    if (--open_ == 0) empty_.notify_all();
}

std::size_t Shared::open() const {
    const std::scoped_lock lock{mutex_};
    return open_;
}

bool Shared::wait_empty(Millis at_most) {
    std::unique_lock lock{mutex_};
    return empty_.wait_for(lock, at_most, [this] { return open_ == 0; });
}

IoThread::IoThread(std::shared_ptr<Shared> s) : shared(std::move(s)) {}

void IoThread::start() {
    tick();
    thread_ = std::thread{[this] { ioc.run(); }};
}

void IoThread::tick() {
    const auto now = std::chrono::steady_clock::now();
    std::vector<Tracked*> late;
    for (Tracked* connection : connections_)
        if (connection->deadline < now) late.push_back(connection);
    for (Tracked* connection : late) {
        shared->needs.metrics.add(Metric::kConnectionsCut, {std::string{connection->doing}});
        connection->deadline = std::chrono::steady_clock::time_point::max();
        connection->close();
    }
    const auto seconds = std::chrono::floor<std::chrono::seconds>(shared->needs.clock.now());
    date_ = fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(seconds));
    timer_.expires_after(kTick);
    timer_.async_wait([this](const boost::system::error_code& error) {
        if (!error) tick();
    });
}

void IoThread::close_idle() {
    boost::asio::post(ioc, [this] {
        const std::vector<Tracked*> all{connections_.begin(), connections_.end()};
        for (Tracked* connection : all)
            if (connection->idle) connection->close();
    });
}

void IoThread::halt() {
    ioc.stop();
    if (thread_.joinable()) thread_.join();
    for (Tracked* connection : connections_) connection->close();
}

}  // namespace ow::http
