#pragma once
// A timestamp service (RFC 3161 over HTTP) for demo and tests, by OpenSSL's TS: shares nothing with
// the gateway's own code. Faults as in twin_faults.hpp: busy, server, down, hang, cut; and
// `refuse`: a response that grants nothing.
//
//   POST <path>               application/timestamp-query → application/timestamp-reply
//   POST <path>/twin/faults   {"busy": 2}

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "adapters/twin_faults.hpp"

namespace ow::adapters {

/// Thread-safe.
class TimestampTwin {
  public:
    /// PEM of the service's certificate and key. kCryptoFailed: one of them cannot be used.
    [[nodiscard]] static Result<std::unique_ptr<TimestampTwin>> make(const std::string& certificate,
                                                                     const std::string& key,
                                                                     std::string path);
    ~TimestampTwin();
    [[nodiscard]] std::vector<ports::Route> routes();
    /// How many tokens it gave.
    [[nodiscard]] std::int64_t granted() const { return granted_.load(); }

  private:
    struct Identity;
    TimestampTwin(std::unique_ptr<Identity> identity, std::string path);
    [[nodiscard]] ports::HttpResponse handle(const ports::HttpRequest& request);
    [[nodiscard]] std::string reply(const std::string& query);

    std::unique_ptr<Identity> identity_;
    const std::string path_;
    std::atomic<std::int64_t> granted_ = 0;
    TwinFaults faults_;  ///< last: its held answers end first
};

}  // namespace ow::adapters
