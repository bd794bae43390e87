#pragma once
// One thread of a server: an io_context, its connections and one coarse timer for all of them.
// Inside gateway/http only; everything but post() belongs to the thread.

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "gateway/http/dispatcher.hpp"
#include "gateway/http/server.hpp"

namespace ow::http {

/// What the connections of all threads share.
struct Shared {
    Shared(const ServerSettings& s, const ServerNeeds& n, std::shared_ptr<Dispatcher> d)
        : settings(s), needs(n), dispatcher(std::move(d)) {}
    const ServerSettings settings;
    const ServerNeeds needs;
    const std::shared_ptr<Dispatcher> dispatcher;
    std::atomic<bool> draining{false};

    /// False: at the limit of all, or of this caller's.
    bool enter(const boost::asio::ip::address& from);
    void leave(const boost::asio::ip::address& from);
    [[nodiscard]] std::size_t open() const;
    bool wait_empty(Millis at_most);

  private:
    mutable std::mutex mutex_;
    std::condition_variable empty_;
    std::size_t open_ = 0;
    std::map<boost::asio::ip::address, std::size_t> open_from_;
};

/// A connection as the timer sees it.
struct Tracked {
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
    std::string_view doing = "handshake";  ///< the reason if it is cut
    bool idle = false;                     ///< no byte of a next request yet
    Tracked() = default;
    Tracked(const Tracked&) = delete;
    Tracked& operator=(const Tracked&) = delete;
    virtual ~Tracked() = default;
    virtual void close() = 0;
};

/// Held by shared_ptr: a Respond given out knows it weakly, so that a late answer can tell that it
/// is gone.
class IoThread : public std::enable_shared_from_this<IoThread> {
  public:
    explicit IoThread(std::shared_ptr<Shared> shared);

    void start();
    void close_idle();
    void halt();  ///< stops the loop, joins, closes every connection; call from outside
    void track(Tracked* connection) { connections_.insert(connection); }
    void untrack(Tracked* connection) { connections_.erase(connection); }
    /// Date header value (RFC 9110 §6.6.1), renewed by the timer.
    [[nodiscard]] const std::string& date() const { return date_; }

    const std::shared_ptr<Shared> shared;

  private:
    void tick();

    std::unordered_set<Tracked*> connections_;  // before ioc: connections leave as ioc dies
    std::string date_;
    std::thread thread_;

  public:
    boost::asio::io_context ioc{1};

  private:
    boost::asio::steady_timer timer_{ioc};
};

}  // namespace ow::http
