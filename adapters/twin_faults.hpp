#pragma once
// What a twin does wrong on demand, by name: {"busy": 2, "cut": 1, "hang_ms": 5000}. A count is
// used up, one a request; the rest stays until it is set anew.
//
//   busy, refuse, server, credentials, down, hang   so many requests: come later, no for good, a
//             failure, not your credentials, closed unread, no answer until the twin ends
//   cut       so many answers, or (below 1) that share of them, are cut after it acted
//   cut_one_in  every n-th answer is cut, for ever
//   down_until  closed unread until that time; hang_ms: every answer comes so much later
//   trusting, forgetful, careless   above 0: checks no signature; acts on repetitions; does not
//   look
//             at time, media type, charset and item code

#include <boost/json/object.hpp>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/ports/http.hpp"

namespace ow::adapters {

/// Thread-safe.
class TwinFaults {
  public:
    static constexpr int kCut = 0;    ///< status: acted, but the connection closes without answer
    static constexpr int kHang = -1;  ///< status: no answer until the twin ends

    TwinFaults() = default;
    ~TwinFaults();
    TwinFaults(const TwinFaults&) = delete;
    TwinFaults& operator=(const TwinFaults&) = delete;

    /// Replaces all; what the object does not name is off. kRequestInvalid: a name that is not
    /// above, a value that is no number, a time that is none; then nothing changes.
    [[nodiscard]] Status set(const boost::json::object& body);
    /// Whether this request has the fault; its count goes down.
    [[nodiscard]] bool use(const std::string& name);
    [[nodiscard]] bool is_on(const std::string& name) const;
    [[nodiscard]] bool is_down(Instant now) const;
    [[nodiscard]] Millis delay() const;
    [[nodiscard]] bool cuts();

    /// Keeps an answer back until the twin ends.
    void hold(ports::Respond respond);
    /// Every GET and POST to `handle`, behind any server; a hanging answer is held. The routes must
    /// not outlive this.
    [[nodiscard]] std::vector<ports::Route> routes(
        std::function<ports::HttpResponse(const ports::HttpRequest&)> handle);

  private:
    mutable std::mutex mutex_;
    std::map<std::string, double> values_;
    Instant down_until_{};
    std::uint64_t answers_ = 0;
    std::vector<ports::Respond> held_;
};

}  // namespace ow::adapters
