#pragma once
// The other side of the WeChat adapter: the platform's servers and its users, with faults on
// demand.
//
// The platform:  POST /cgi-bin/stable_token,
// /cgi-bin/message/{custom/send,template/send,subscribe/bizsend} For the demo:  POST /twin/push
// {"openid", "event", "event_key"} or {"openid", "content"}; "repeat": true
//                                   sends the last one again as the platform does after a lost
//                                   answer. Answer: {"status", "text"} – what the user sees.
//                POST /twin/faults  {"busy": 2, "expire_token": true, "cut": 1, "cut_one_in": 5,
//                "hang": 1} GET  /twin/sent    {"sent": [{"way", "openid", "text", "values",
//                "client_msg_id", "asked"}]}
//
// A cut answer is a response with status 0: acted, but nobody hears of it. `client_msg_id` makes a
// template message one message however often it is asked for ("asked" counts); the other ways send
// each time, as the real ones do.

#include <boost/json/object.hpp>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/twin_faults.hpp"
#include "adapters/wechat/twin_wire.hpp"
#include "gateway/base/time.hpp"
#include "gateway/ports/http.hpp"

namespace ow::wechat {

struct TwinSettings {
    twin::Account account;
    std::string callback_url;  ///< the gateway's, without query
    bool plain = false;        ///< 明文模式 instead of safe mode
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

    /// A push as the platform would send it now.
    [[nodiscard]] ports::HttpCall push(const twin::Fields& fields);
    /// What the user sees of the gateway's answer; nullopt if it is not one the platform takes.
    [[nodiscard]] std::optional<std::string> shown(const ports::HttpReply& reply) const;

  private:
    struct Sent {
        std::string way;
        std::string openid;
        std::string text;
        boost::json::object values;
        std::string client_msg_id;
        std::int64_t msgid = 0;
        int asked = 1;
    };
    ports::HttpResponse stable_token(const boost::json::object& body);
    ports::HttpResponse message(const ports::HttpRequest& request, const std::string& way,
                                const boost::json::object& body);
    ports::HttpResponse user_push(const boost::json::object& body);
    ports::HttpResponse set_faults(const boost::json::object& body);
    ports::HttpResponse list_sent() const;
    int refusal(const ports::HttpRequest& request, const std::string& way,
                const boost::json::object& body);
    std::int64_t keep(const std::string& way, const boost::json::object& body);

    const TwinSettings settings_;
    ports::HttpClient& http_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    adapters::TwinFaults faults_;
    std::string token_;
    int tokens_ = 0;
    bool expire_token_ = false;
    std::int64_t last_id_ = 400000000;
    std::vector<Sent> sent_;
    twin::Fields last_push_;
};

}  // namespace ow::wechat
