#pragma once
// A department that speaks SOAP, with faults on demand. Whoever hosts it puts `routes(prefix)` on a
// server and calls step() now and then.
//
//   POST <prefix>               a signed call of the gateway: taken, numbered, recorded
//   GET  <prefix>?wsdl          a signed call: its service description
//   POST <prefix>/twin/faults   {"busy": n, "refuse": n, "credentials": n, "server": n,
//                               "down": n, "cut_after_acting": n, "trusting": n, "forgetful": n,
//                               "careless": n}; replaces all
//   GET  <prefix>/twin/log      {"messages": [{key, case_no, foreign_no, arrivals, acted}],
//                               "sent": [{case_no, attempts, status}]}
//
// busy: a Server fault with code BUSY; refuse: a Client fault; credentials: HTTP 401; server: a
// Server fault; down: the connection is closed unread; cut: acted, but the connection is closed;
// trusting: no signature is checked; forgetful: acts on a repetition; careless: is not careful.
// One that deduplicates answers a repetition by a fault with code DUPLICATE and its number. A
// department (`decides`) answers a case by `decide`, sent until the gateway has taken or refused
// it.

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/soap/twin_wire.hpp"
#include "gateway/base/log.hpp"

namespace ow::soap {

/// What its service description says.
struct TwinOffer {
    std::string name_space;
    std::map<std::string, std::string> actions;  ///< operation → SOAPAction
};

struct TwinSettings {
    std::string name;  ///< how the gateway knows it: partner id
    bool deduplicates = true;
    std::string key;          ///< HMAC key, both directions
    std::string gateway_url;  ///< "https://gateway:8443", without a path
    bool decides = false;
    Millis decide_after{0};
    bool careful = false;  ///< looks at time, media type and item code, too
    TwinOffer offer{};
};

/// Thread-safe. Calls out only in step().
class Twin {
  public:
    Twin(TwinSettings settings, ports::HttpClient& http, const Clock& clock, Log& log)
        : settings_(std::move(settings)), http_(http), clock_(clock), log_(log) {}

    [[nodiscard]] std::vector<ports::Route> routes(const std::string& prefix);
    /// Sends the decisions that are due. Returns how many.
    std::size_t step();

  private:
    struct Taken {
        std::string case_no;
        std::string foreign_no;
        int arrivals = 0;
        int acted = 0;
    };
    struct Sending {
        twin::Message message;
        std::string case_no;
        int attempts = 0;
        int status = 0;  ///< of the last answer; 0 = none yet
        bool settled = false;
        Instant due{};
    };

    [[nodiscard]] ports::HttpResponse take(const ports::HttpRequest& request);
    [[nodiscard]] ports::HttpResponse describe(const ports::HttpRequest& request) const;
    [[nodiscard]] ports::HttpResponse set_faults(const ports::HttpRequest& request);
    [[nodiscard]] ports::HttpResponse tell() const;
    [[nodiscard]] bool has_fault(const std::string& name);
    /// What it refuses unread; nullopt: nothing.
    [[nodiscard]] std::optional<ports::HttpResponse> refusal(const ports::HttpRequest& request,
                                                             const twin::Seen& seen);
    void decide_on(const twin::Seen& seen, const std::string& own_no);
    void send(const Sending& sending);

    const TwinSettings settings_;
    ports::HttpClient& http_;
    const Clock& clock_;
    Log& log_;
    mutable std::mutex mutex_;
    std::map<std::string, int> faults_;  ///< how many times more
    int serial_ = 0;
    std::map<std::string, Taken> taken_;  ///< by idempotency key
    std::vector<Sending> sending_;
};

}  // namespace ow::soap
