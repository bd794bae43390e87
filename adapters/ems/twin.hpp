#pragma once
// The other side of the EMS adapter: the contract-customer platform, with faults on demand. Written
// apart from the adapter; the two share nothing but OpenSSL's primitives.
//
// The platform:  POST …/open or …/test with 020003 (order), 020006 (cancel), 010004 (label)
// For the demo:  POST /twin/track   {"events": [{"waybill_no", "op_code", "op_time",
// "deliver_code"}]} pushes them
//                                   (040002) to the gateway; answer {"status", "ack"}
//                POST /twin/faults  {"busy": 2, "cut": 1, "cut_one_in": 5, "hang": 1}
//                GET  /twin/orders  {"orders": [{"order_no", "waybill_no", "receiver", "asked",
//                "cancelled"}]}
//
// One logisticsOrderNo gets one waybill however often it is ordered ("asked" counts). A cut answer
// is a response with status 0: acted, but nobody hears of it.

#include <boost/json/object.hpp>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/twin_faults.hpp"
#include "gateway/base/time.hpp"
#include "gateway/ports/http.hpp"

namespace ow::ems {

struct TwinSettings {
    std::string sender_no;
    std::string authorization;
    std::string sign_key;
    std::string track_url;  ///< the gateway's
};

/// Thread-safe. Never blocks but in calls of its own to the gateway.
class Twin {
  public:
    Twin(TwinSettings settings, ports::HttpClient& http, const Clock& clock)
        : settings_(std::move(settings)), http_(http), clock_(clock) {}

    [[nodiscard]] ports::HttpResponse handle(const ports::HttpRequest& request);
    /// The same behind any server; a hanging answer is held until the twin ends.
    [[nodiscard]] std::vector<ports::Route> routes() {
        return faults_.routes(
            [this](const ports::HttpRequest& request) { return handle(request); });
    }

    struct Event {
        std::string waybill_no;
        std::string op_code;
        std::string op_time;  ///< yyyy-MM-dd HH:mm:ss; empty: now
        std::string deliver_code;
    };
    /// A track push as EMS would send it now.
    [[nodiscard]] ports::HttpCall track(const std::vector<Event>& events);

    /// The platform's own sealing and opening, for the vectors.
    [[nodiscard]] static std::string seal(const std::string& sign_key, const std::string& text);
    [[nodiscard]] static std::optional<std::string> open(const std::string& sign_key,
                                                         const std::string& sealed);

  private:
    struct Order {
        std::string waybill_no;
        std::string receiver;
        int asked = 0;
        bool cancelled = false;
    };
    ports::HttpResponse platform(const std::string& form);
    ports::HttpResponse act(const std::string& api_code, const boost::json::object& body);
    ports::HttpResponse order(const boost::json::object& body);
    ports::HttpResponse cancel(const boost::json::object& body);
    ports::HttpResponse label(const boost::json::object& body);
    ports::HttpResponse push_events(const boost::json::object& body);
    ports::HttpResponse list_orders() const;

    const TwinSettings settings_;
    ports::HttpClient& http_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    adapters::TwinFaults faults_;
    std::map<std::string, Order> orders_;  ///< by logisticsOrderNo
    int serial_ = 0;
};

}  // namespace ow::ems
