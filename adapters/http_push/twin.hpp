#pragma once
// The other side of http_push: a department's approval system or a portal, with faults on demand.
// Whoever hosts it puts `routes(prefix)` on a server and calls step() now and then.
//
//   POST <prefix>/in/<kind>     a signed message of the gateway: taken, numbered, recorded
//   GET  <prefix>/in/<kind>     a signed try-out of the connection: 200 or 401
//   POST <prefix>/twin/faults   {"down_until": ISO time, "busy": n, "refuse": n, "hang_ms": ms,
//                               "cut_after_acting": 0.2 (a share) or 3 (a count), "trusting": 1
//                               (checks no signature), "forgetful": 1 (acts on repetitions),
//                               "careless": 1 (is not careful)}; replaces all
//   POST <prefix>/twin/submit?kind=application   body and headers Content-Type, Idempotency-Key:
//                               sent on to the gateway, signed; answers as the gateway did
//   GET  <prefix>/twin/log      {"messages": [{key, kind, case_no, foreign_no, arrivals, acted}],
//                               "doubles": [key …], "sent": [{kind, case_no, attempts, status}]}
//
// A twin that deduplicates acts once for an Idempotency-Key; one that does not acts each time, and
// "doubles" shows it. A cut answer is a response of status 0 (the server closes the connection):
// acted, but nobody hears of it. A department (`decides`) answers an `application` by a `decision`
// after `decide_after`, sent until the gateway has taken or refused it.

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http_push/twin_case.hpp"
#include "gateway/base/log.hpp"
#include "gateway/ports/http.hpp"

namespace ow::http_push {

struct TwinSettings {
    std::string name;  ///< how the gateway knows it: partner id
    bool xml = false;  ///< else JSON
    bool deduplicates = true;
    std::string key;          ///< HMAC key, both directions
    std::string gateway_url;  ///< "https://gateway:8443", without a path
    bool decides = false;
    Millis decide_after{0};
    int refuse_one_in = 0;  ///< every n-th case is refused; 0 = none
    bool careful = false;   ///< looks at time, media type, charset and item code, too
};

/// Thread-safe. Calls out only in step() and /twin/submit.
class Twin {
  public:
    Twin(TwinSettings settings, ports::HttpClient& http, const Clock& clock, Log& log)
        : settings_(std::move(settings)), http_(http), clock_(clock), log_(log) {}

    [[nodiscard]] std::vector<ports::Route> routes(const std::string& prefix);
    /// Does what is due: hung answers, decisions. Returns how many things were done.
    std::size_t step();

  private:
    struct Faults {
        Instant down_until{};
        int busy = 0;
        int refuse = 0;
        Millis hang{0};
        double cut = 0;
        bool trusting = false;
        bool forgetful = false;
        bool careless = false;
    };
    struct Taken {
        std::string kind;
        std::string case_no;
        std::string foreign_no;
        int arrivals = 0;
        int acted = 0;
    };
    struct Sending {
        std::string kind;
        std::string case_no;
        std::string idempotency_key;
        std::string body;
        int attempts = 0;
        int status = 0;  ///< of the last answer; 0 = none yet
        bool settled = false;
        Instant due{};
    };
    struct Hung {
        Instant due{};
        ports::Respond respond;
        ports::HttpResponse response;
    };

    void take(const ports::HttpRequest& request, const ports::Respond& respond);
    [[nodiscard]] ports::HttpResponse act(const ports::HttpRequest& request);
    [[nodiscard]] std::optional<ports::HttpResponse> fault_before();
    /// What a careful department refuses; nullopt: nothing.
    [[nodiscard]] std::optional<ports::HttpResponse> refusal(
        const ports::HttpRequest& request) const;
    void decide_on(const ports::HttpRequest& request, const std::string& own_no);
    [[nodiscard]] bool is_cut();
    [[nodiscard]] ports::HttpResponse set_faults(const ports::HttpRequest& request);
    [[nodiscard]] ports::HttpResponse submit(const ports::HttpRequest& request);
    [[nodiscard]] ports::HttpResponse tell() const;
    [[nodiscard]] ports::HttpResponse answer(int status, const std::string& code,
                                             const std::string& foreign_no) const;
    void send(Sending sending);

    const TwinSettings settings_;
    ports::HttpClient& http_;
    const Clock& clock_;
    Log& log_;
    mutable std::mutex mutex_;
    Faults faults_;
    std::uint64_t draws_ = 0;
    int serial_ = 0;
    std::map<std::string, Taken> taken_;  ///< by Idempotency-Key
    std::vector<Sending> sending_;
    std::vector<Hung> hung_;
};

}  // namespace ow::http_push
