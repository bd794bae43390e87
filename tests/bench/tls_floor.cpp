#include "tests/bench/tls_floor.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <thread>

namespace ow::bench {
namespace {

using Context = std::unique_ptr<SSL_CTX, decltype(&::SSL_CTX_free)>;

class Connection {
  public:
    Connection(SSL_CTX* context, std::uint16_t port)
        : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
          tls_(::SSL_new(context), &::SSL_free) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
            ::SSL_set_fd(tls_.get(), fd_) != 1 || ::SSL_connect(tls_.get()) != 1)
            throw std::runtime_error{"no connection"};
    }
    ~Connection() { ::close(fd_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void post(const std::string& request) {
        if (::SSL_write(tls_.get(), request.data(), static_cast<int>(request.size())) <= 0)
            throw std::runtime_error{"not written"};
        std::string in;
        while (!is_whole(in)) {
            char piece[4096];
            const int size = ::SSL_read(tls_.get(), piece, sizeof piece);
            if (size <= 0) throw std::runtime_error{"no answer"};
            in.append(piece, static_cast<std::size_t>(size));
        }
        if (!in.starts_with("HTTP/1.1 200")) throw std::runtime_error{in.substr(0, 40)};
    }

  private:
    static bool is_whole(const std::string& in) {
        const std::size_t head = in.find("\r\n\r\n");
        if (head == std::string::npos) return false;
        const std::size_t at = in.find("ontent-length: ");
        if (at > head) throw std::runtime_error{"an answer without a length"};
        return in.size() >= head + 4 + std::strtoul(in.c_str() + at + 15, nullptr, 10);
    }

    int fd_;
    std::unique_ptr<SSL, decltype(&::SSL_free)> tls_;
};

}  // namespace

Floor tls_floor(std::uint16_t port, const std::vector<std::string>& requests, int connections) {
    const Context context{::SSL_CTX_new(::TLS_client_method()), &::SSL_CTX_free};
    std::vector<std::unique_ptr<Connection>> open;
    for (int i = 0; i < connections; ++i)
        open.push_back(std::make_unique<Connection>(context.get(), port));
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> failed = false;
    const auto work = [&](Connection& connection) {
        try {
            for (std::size_t i = next++; i < requests.size() && !failed; i = next++)
                connection.post(requests[i]);
        } catch (const std::exception&) {
            failed = true;
        }
    };
    const double cpu = cpu_seconds();
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> threads;
    for (const auto& connection : open) threads.emplace_back(work, std::ref(*connection));
    for (std::thread& thread : threads) thread.join();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    if (failed) throw std::runtime_error{"the floor's loop was not answered"};
    const auto count = static_cast<double>(requests.size());
    return {count / took.count(), (cpu_seconds() - cpu) / count * 1e6};
}

}  // namespace ow::bench
