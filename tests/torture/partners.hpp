#pragma once
// The partners' side of the run: one twin each in this process, a fifth of their answers cut after
// they acted, and what they saw.

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "adapters/http_push/twin.hpp"
#include "gateway/http/server.hpp"
#include "tests/torture/site.hpp"

namespace ow::torture {

/// A message of the gateway as the partner saw it.
struct Seen {
    std::string kind;
    std::string case_no;
    int arrivals = 0;
    int acted = 0;
};

/// A decision the partner sent; `status` is the gateway's answer, 0 = none.
struct Told {
    std::string case_no;
    int status = 0;
};

struct PartnerLog {
    bool deduplicates = true;
    std::map<std::string, Seen> seen;  ///< by idempotency key: the outbox row's id
    std::vector<std::string> doubles;  ///< keys acted on more than once
    std::vector<Told> told;
};

class Partners {
  public:
    Partners(const Site& site, ports::HttpClient& http, const Clock& clock);
    ~Partners();
    Partners(const Partners&) = delete;
    Partners& operator=(const Partners&) = delete;

    [[nodiscard]] std::uint16_t port() const { return server_->port(); }
    void cut_a_fifth();
    [[nodiscard]] std::map<std::string, PartnerLog> logs() const;
    /// Blocks until nothing came or went for a while and every decision was answered; at most
    /// `most`.
    void wait_until_quiet(std::chrono::seconds most) const;

  private:
    [[nodiscard]] std::string call(const std::string& partner, const std::string& method,
                                   const std::string& path, const std::string& body = {}) const;

    ports::HttpClient& http_;
    NullLog quiet_;
    http::Metrics metrics_;
    std::map<std::string, std::unique_ptr<http_push::Twin>> twins_;
    std::unique_ptr<http::Server> server_;
    std::atomic<bool> stopping_ = false;
    std::vector<std::thread> steppers_;
};

}  // namespace ow::torture
