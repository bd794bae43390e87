#pragma once
// A whole gateway in this process: the real config/ and mappings/, a store and keys of its own in a
// temporary folder, TLS on a free port. What leaves the process finds nobody: the partners'
// addresses are closed ports.

#include <gtest/gtest.h>

#include <atomic>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/app/gateway_process.hpp"
#include "gateway/http/client.hpp"

namespace ow::scenario {

/// Keeps log lines, to be found by their trace.
class MemoryLog final : public Log {
  public:
    struct Line {
        std::string event;
        std::map<std::string, std::string> fields;
    };
    void write(LogEvent event, std::initializer_list<LogField> fields) override;
    [[nodiscard]] std::vector<Line> of_trace(const std::string& trace) const;
    [[nodiscard]] std::size_t count(const std::string& event) const;
    [[nodiscard]] bool holds(const std::string& text) const;

  private:
    mutable std::mutex mutex_;
    std::vector<Line> lines_;
};

/// Now, and what a test adds.
class ShiftedClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override {
        return SystemClock{}.now() + Millis{shift_.load()};
    }
    void forward(Millis by) { shift_ += by.count(); }

  private:
    std::atomic<std::int64_t> shift_{0};
};

/// What came back. `error` holds the members of the error, from JSON or XML; empty if it is none.
struct Reply {
    int status = 0;
    ports::Headers headers;
    std::string body;
    boost::json::object error;
    boost::json::object answer;  ///< of a JSON or XML success

    [[nodiscard]] std::string text(const char* name) const;      ///< of the error
    [[nodiscard]] std::string answered(const char* name) const;  ///< of the answer
    [[nodiscard]] std::vector<boost::json::object> errors() const;
};

/// What may not change when input is refused.
struct Counts {
    std::size_t cases = 0;
    std::size_t bookings = 0;
    std::size_t parcels = 0;
    std::size_t outbox = 0;  ///< cases and bookings with something to send: rows come and go
    std::size_t found = 0;   ///< by the name that bad samples carry
    bool operator==(const Counts&) const = default;
};
void PrintTo(const Counts& counts, std::ostream* out);

inline constexpr const char* kBadName = "赵示例";  ///< the applicant of whatever must be refused

struct Message {
    std::string partner;
    std::string kind;
    std::string content_type;
    std::string body;
    std::string key = {};  ///< a fresh one if empty
};

class HallUnderTest {
  public:
    HallUnderTest();
    ~HallUnderTest();
    HallUnderTest(const HallUnderTest&) = delete;
    HallUnderTest& operator=(const HallUnderTest&) = delete;

    Reply call(const ports::HttpCall& call);
    Reply call(const std::string& method, const std::string& path, ports::Headers headers = {},
               const std::string& body = {});
    /// To `target`, a whole URL, if it is given.
    [[nodiscard]] ports::HttpCall signed_call(const Message& message, std::string target = {});
    Reply send(const Message& message) { return call(signed_call(message)); }
    /// As a signed-in clerk of that role: "operator" or "acceptance".
    Reply console(const std::string& role, const std::string& method, const std::string& path,
                  const std::string& body = {}, ports::Headers headers = {});

    [[nodiscard]] Counts counts();
    /// The rows of the console's list of refused messages whose trace is this.
    [[nodiscard]] std::vector<boost::json::object> refused(const std::string& trace);
    [[nodiscard]] std::string fresh(const std::string& prefix);

    [[nodiscard]] app::GatewayProcess& process() { return *process_; }
    [[nodiscard]] std::string url(const std::string& path) const;
    [[nodiscard]] std::string secret(const std::string& name) const;
    [[nodiscard]] const app::Config& config() const { return config_; }
    [[nodiscard]] std::string ca() const { return (folder_ / "certs/ca.crt").string(); }
    [[nodiscard]] ports::HttpClient& http() { return *http_; }
    ShiftedClock& clock() { return clock_; }
    MemoryLog& log() { return log_; }
    /// Stops it and starts it again on the same store; code tables are read anew from `mappings`.
    void restart(const std::filesystem::path& mappings);

  private:
    struct Session {
        std::string cookie;
        std::string csrf;
    };
    void write_secrets();
    void adapt(app::Config& config) const;
    void start(app::Config config);
    Session& session(const std::string& role);

    std::filesystem::path folder_;
    std::map<std::string, std::string> secrets_;
    ShiftedClock clock_;
    MemoryLog log_;
    app::Config config_;
    std::unique_ptr<app::GatewayProcess> process_;
    std::unique_ptr<http::Client> http_;
    std::map<std::string, Session> sessions_;
    std::atomic<int> serial_{0};
};

struct Expected {
    int status = 0;
    std::string code;
    std::string field = {};  ///< "" = a line or a column must be named instead, "*" = any place
    bool row = true;         ///< stands in the console's list of refused messages
};
/// Status, code, place, next step in Chinese, trace in answer and log, row for the operator.
void expect_refused(HallUnderTest& hall, const Reply& reply, const Expected& expected);

}  // namespace ow::scenario
