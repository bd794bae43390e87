#include "tests/bench/intake_load.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <stdexcept>

namespace ow::bench {
namespace {

using Watch = std::chrono::steady_clock;

int connect_to(std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error{"cannot connect"};
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

/// Length of the whole answer at the start of `in`; 0: not all there yet.
std::size_t answer_size(const std::string& in) {
    const std::size_t head = in.find("\r\n\r\n");
    if (head == std::string::npos) return 0;
    std::size_t at = in.find("Content-Length: ");
    if (at == std::string::npos || at > head) at = in.find("content-length: ");
    if (at == std::string::npos || at > head) throw std::runtime_error{"an answer has no length"};
    const std::size_t size =
        head + 4 + std::strtoul(in.c_str() + at + sizeof "Content-Length:", nullptr, 10);
    return in.size() >= size ? size : 0;
}

class Load {
  public:
    Load(const std::vector<std::string>& requests, std::size_t warm)
        : requests_(requests), warm_(warm), poll_(::epoll_create1(EPOLL_CLOEXEC)) {
        latencies_.reserve(requests.size());
    }
    ~Load() {
        for (const Line& line : lines_) ::close(line.fd);
        ::close(poll_);
    }
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    LoadResult run(std::uint16_t port, int connections) {
        for (int i = 0; i < connections; ++i) {
            lines_.push_back({connect_to(port), 0, {}, {}});
            epoll_event event{EPOLLIN, {.u32 = static_cast<std::uint32_t>(i)}};
            ::epoll_ctl(poll_, EPOLL_CTL_ADD, lines_.back().fd, &event);
        }
        for (Line& line : lines_) send_next(line);
        while (finished_ < requests_.size()) serve();
        result_.seconds = std::chrono::duration<double>(Watch::now() - measured_from_).count();
        std::sort(latencies_.begin(), latencies_.end());
        if (!latencies_.empty()) {
            result_.p50_ms = latencies_[latencies_.size() / 2];
            result_.p99_ms = latencies_[latencies_.size() * 99 / 100];
        }
        result_.answered = static_cast<int>(latencies_.size());
        return result_;
    }

  private:
    struct Line {
        int fd;
        std::size_t request;
        Watch::time_point since;
        std::string in;
    };

    void send_next(Line& line) {
        if (next_ == requests_.size()) return;
        if (next_ == warm_) measured_from_ = Watch::now();
        line.request = next_++;
        line.since = Watch::now();
        const std::string& bytes = requests_[line.request];
        if (::send(line.fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(bytes.size()))
            throw std::runtime_error{"a request was not taken"};
    }

    void serve() {
        epoll_event events[64];
        const int count = ::epoll_wait(poll_, events, 64, 30'000);
        if (count <= 0) throw std::runtime_error{"no answer for half a minute"};
        for (int i = 0; i < count; ++i) receive(lines_[events[i].data.u32]);
    }

    void receive(Line& line) {
        char buffer[16'384];
        const ssize_t got = ::recv(line.fd, buffer, sizeof buffer, MSG_DONTWAIT);
        if (got <= 0) throw std::runtime_error{"a connection was closed"};
        line.in.append(buffer, static_cast<std::size_t>(got));
        const std::size_t size = answer_size(line.in);
        if (size == 0) return;
        if (!line.in.starts_with("HTTP/1.1 200")) ++result_.failed;
        const std::chrono::duration<double, std::milli> took = Watch::now() - line.since;
        if (line.request >= warm_) latencies_.push_back(took.count());
        line.in.erase(0, size);
        ++finished_;
        send_next(line);
    }

    const std::vector<std::string>& requests_;
    const std::size_t warm_;
    const int poll_;
    std::vector<Line> lines_;
    std::size_t next_ = 0;
    std::size_t finished_ = 0;
    Watch::time_point measured_from_ = Watch::now();
    std::vector<double> latencies_;
    LoadResult result_;
};

}  // namespace

LoadResult send_all(std::uint16_t port, const std::vector<std::string>& requests, int connections,
                    std::size_t warm) {
    return Load{requests, warm}.run(port, connections);
}

}  // namespace ow::bench
