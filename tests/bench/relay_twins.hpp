#pragma once
// The partners of bench_relay, in a process of their own: twenty twins behind one TLS server, each
// under a path of its own, and the certificates they need. The last one takes what it is sent and
// never answers.

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace ow::bench {

inline constexpr int kTwins = 20;
inline constexpr const char* kTwinKey = "0123456789abcdef0123456789abcdef";

/// `t00` … `t19`; the last one hangs.
[[nodiscard]] std::string twin_name(int number);

/// ca.pem, server.pem, server.key, documents.crt, documents.key in `dir`, by openssl.
[[nodiscard]] bool make_certificates(const std::string& dir);

/// The process of the twins. Made before this one has threads; ends when it is destroyed.
class TwinProcess {
  public:
    explicit TwinProcess(const std::string& certificates);
    ~TwinProcess();
    TwinProcess(const TwinProcess&) = delete;
    TwinProcess& operator=(const TwinProcess&) = delete;
    /// 0: they did not come up.
    [[nodiscard]] std::uint16_t port() const { return port_; }

  private:
    pid_t child_ = -1;
    int leash_ = -1;
    std::uint16_t port_ = 0;
};

}  // namespace ow::bench
