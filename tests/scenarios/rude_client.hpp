#pragma once
// A TLS client that sends what it likes: half requests, endless bodies.

#include <Poco/Net/SecureStreamSocket.h>

#include <string>
#include <string_view>

namespace ow::scenario {

class RudeClient {
  public:
    RudeClient(const std::string& ca, std::uint16_t port);
    /// Sends `block` again and again until `total` bytes went, the other side answered or closed.
    /// Returns the bytes that went.
    std::size_t flood(std::string_view block, std::size_t total);
    bool send(std::string_view bytes);
    /// Everything until the other side closes.
    std::string read_all();

  private:
    Poco::Net::SecureStreamSocket socket_;
};

/// Memory of this process that belongs to no file, in MB.
[[nodiscard]] double anonymous_mb();

}  // namespace ow::scenario
