#pragma once
// Name look-up with an end to it. Inside gateway/http only.

#include <Poco/Net/SocketAddress.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/http/watchdog.hpp"

namespace ow::http {

/// Thread-safe. Look-ups that hang outlive it without harm.
class Resolver {
  public:
    /// Addresses of `host` in the system's order. getaddrinfo cannot be interrupted: a look-up that
    /// is not back at `deadline` is left to a thread of its own, at most 16 of them at a time.
    /// kPartnerUnreachable otherwise.
    [[nodiscard]] Result<std::vector<Poco::Net::SocketAddress>> resolve(const std::string& host,
                                                                        std::uint16_t port,
                                                                        Watchdog::Time deadline);

  private:
    std::shared_ptr<std::atomic<int>> running_ = std::make_shared<std::atomic<int>>(0);
};

}  // namespace ow::http
