#pragma once
// A department's system, whatever protocol it speaks, with faults on demand: takes what the gateway
// sends, numbers and records it, and decides. Beside the calls themselves it answers
//
//   POST <prefix>/twin/faults   see twin_faults.hpp; replaces all
//   GET  <prefix>/twin/log      {"messages": [{key, kind, case_no, foreign_no, arrivals, acted}],
//                               "doubles": [key …], "sent": [{kind, case_no, attempts, status}]}
//
// One that deduplicates acts once for an idempotency key; one that does not acts each time, and
// "doubles" shows it. A cut answer is a response of status 0 (the server closes the connection):
// acted, but nobody hears of it. A department (`decides`) answers an application by a decision
// after `decide_after`, sent until the gateway has taken or refused it.

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/twin_faults.hpp"
#include "gateway/base/log.hpp"
#include "gateway/ports/http.hpp"

namespace ow::adapters {

struct DepartmentSettings {
    std::string name;  ///< how the gateway knows it: partner id
    bool deduplicates = true;
    std::string key;          ///< HMAC key, both directions
    std::string gateway_url;  ///< "https://gateway:8443", without a path
    bool decides = false;
    Millis decide_after{0};
    int refuse_one_in = 0;  ///< every n-th case is refused; 0 = none
    bool careful = false;   ///< looks at time, media type, charset and item code, too
};

/// What a department's system reads in a call; parts not found are empty.
struct CallSeen {
    std::string key;   ///< of repetition
    std::string kind;  ///< of message
    std::string case_no;
    std::string applicant;
    std::string item_code;
    bool is_of_type = false;   ///< the media type is the protocol's
    bool is_readable = false;  ///< it is what it says it is: charset, JSON or XML
};

struct Decision {
    CallSeen about;
    std::string own_no;
    int serial = 0;
    bool granted = true;
    Instant at{};
};

/// What the department says and understands on the wire; shares nothing with the adapter's code.
class DepartmentWire {
  public:
    virtual ~DepartmentWire() = default;
    [[nodiscard]] virtual CallSeen read(const ports::HttpRequest& request) const = 0;
    /// `status` as it is in HTTP: 200; 409 taken before; 503 later; 500 a failure; else a refusal.
    [[nodiscard]] virtual ports::HttpResponse say(int status, const std::string& code,
                                                  const std::string& foreign_no) const = 0;
    /// Unsigned, URL and all.
    [[nodiscard]] virtual ports::HttpCall decide(const Decision& decision) const = 0;
    /// Whether the gateway has taken or refused what it was sent.
    [[nodiscard]] virtual bool settles(const ports::HttpReply& reply) const = 0;
};

/// Thread-safe. Calls out only in step().
class DepartmentTwin {
  public:
    DepartmentTwin(DepartmentSettings settings, std::unique_ptr<DepartmentWire> wire,
                   ports::HttpClient& http, const Clock& clock, Log& log)
        : settings_(std::move(settings)),
          wire_(std::move(wire)),
          http_(http),
          clock_(clock),
          log_(log) {}

    /// A call of the gateway.
    void take(const ports::HttpRequest& request, const ports::Respond& respond);
    /// Whether a request is signed with its key.
    [[nodiscard]] bool knows(const ports::HttpRequest& request) const;
    /// /twin/faults and /twin/log.
    [[nodiscard]] std::vector<ports::Route> control(const std::string& prefix);
    /// Sends what is due and lets hanging answers go whose time has come. Returns how many.
    std::size_t step();

  private:
    struct Taken {
        std::string kind;
        std::string case_no;
        std::string foreign_no;
        int arrivals = 0;
        int acted = 0;
    };
    struct Sending {
        std::string case_no;
        std::string key;
        ports::HttpCall call;
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

    [[nodiscard]] ports::HttpResponse act(const ports::HttpRequest& request);
    [[nodiscard]] std::optional<ports::HttpResponse> fault_before();
    /// What it refuses unread; nullopt: nothing.
    [[nodiscard]] std::optional<ports::HttpResponse> refusal(const ports::HttpRequest& request,
                                                             const CallSeen& seen) const;
    void decide_on(const CallSeen& seen, const std::string& own_no);
    void send(Sending sending);
    [[nodiscard]] ports::HttpResponse set_faults(const ports::HttpRequest& request);
    [[nodiscard]] ports::HttpResponse tell() const;

    const DepartmentSettings settings_;
    const std::unique_ptr<DepartmentWire> wire_;
    ports::HttpClient& http_;
    const Clock& clock_;
    Log& log_;
    TwinFaults faults_;
    mutable std::mutex mutex_;
    int serial_ = 0;
    std::map<std::string, Taken> taken_;  ///< by idempotency key
    std::vector<Sending> sending_;
    std::vector<Hung> hung_;
};

}  // namespace ow::adapters
