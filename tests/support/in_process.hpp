#pragma once
// Adapters and twins without sockets: a wire that carries calls straight into handlers, an intake
// that remembers, a clock that is turned by hand.

#include <boost/url.hpp>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/ports/partner.hpp"
#include "tests/support/turned_clock.hpp"

namespace ow::test {

/// Does what flow promises: one answer for one (partner, key), another body under it is refused.
class RememberingInbound final : public ports::Inbound {
  public:
    using Decide = std::function<ports::Answer(const ports::InboundMessage&)>;
    Decide decide = [](const ports::InboundMessage&) { return ports::Answer{}; };
    bool hold = false;  ///< keep `done` back, as a slow commit would

    void receive(ports::InboundMessage message, std::function<void(ports::Answer)> done) override {
        ports::Answer answer = answer_to(message);
        if (hold) {
            held_.emplace_back(std::move(done), std::move(answer));
        } else {
            done(std::move(answer));
        }
    }
    void release() {
        for (auto& [done, answer] : std::exchange(held_, {})) done(std::move(answer));
    }
    void release_one() {
        auto [done, answer] = std::move(held_.front());
        held_.erase(held_.begin());
        done(std::move(answer));
    }
    [[nodiscard]] const std::vector<ports::InboundMessage>& taken() const { return taken_; }
    [[nodiscard]] std::size_t repeated() const { return repeated_; }

  private:
    ports::Answer answer_to(const ports::InboundMessage& message) {
        const std::string key = message.partner.str() + '/' + message.idempotency_key;
        if (const auto known = known_.find(key); known != known_.end()) {
            if (known->second.first != message.body)
                return {Error{Code::kIdempotencyKeyReused}, {}, false};
            ++repeated_;
            ports::Answer again = known->second.second;
            again.repeated = true;
            return again;
        }
        ports::Answer answer = decide(message);
        const bool lost = answer.error && answer.error->row().retry != Retry::kNever;
        if (!lost) known_[key] = {message.body, answer};
        if (!answer.error) taken_.push_back(message);
        return answer;
    }

    std::vector<ports::InboundMessage> taken_;
    std::map<std::string, std::pair<std::string, ports::Answer>> known_;
    std::vector<std::pair<std::function<void(ports::Answer)>, ports::Answer>> held_;
    std::size_t repeated_ = 0;
};

inline ports::HttpCall call_of(std::string method, std::string url, std::string body = {}) {
    ports::HttpCall call;
    call.method = std::move(method);
    call.url = std::move(url);
    call.body = std::move(body);
    return call;
}

/// A request as a server would hand it on.
inline ports::HttpRequest request_of(const ports::HttpCall& call, Instant now) {
    const boost::urls::url_view url = boost::urls::parse_uri(call.url).value();
    ports::HttpRequest request;
    request.method = call.method;
    request.path = url.path();
    request.raw_target = std::string{url.encoded_target()};
    for (const auto& pair : url.params()) request.query[pair.key] = pair.value;
    request.headers = call.headers;
    request.body = call.body;
    request.received_at = now;
    request.trace = "00000000000000ff";
    return request;
}

/// The adapter's answer; nullopt while it has not answered.
inline std::shared_ptr<std::optional<ports::HttpResponse>> ask(ports::Adapter& adapter,
                                                               const ports::HttpRequest& request) {
    const auto out = std::make_shared<std::optional<ports::HttpResponse>>();
    for (const ports::Route& route : adapter.routes()) {
        if (route.method != request.method || route.pattern != request.path) continue;
        route.handler(std::make_shared<const ports::HttpRequest>(request),
                      [out](ports::HttpResponse response) { *out = std::move(response); });
        return out;
    }
    *out = ports::HttpResponse{404, {}, {}};
    return out;
}

/// Host name → handler. Status 0 or below is an answer that never came: kPartnerTimeout.
class Wire final : public ports::HttpClient {
  public:
    using Handle = std::function<ports::HttpResponse(const ports::HttpRequest&)>;
    explicit Wire(const Clock& clock) : clock_(clock) {}
    void connect(const std::string& host, Handle handle) { hosts_[host] = std::move(handle); }
    void disconnect(const std::string& host) { hosts_.erase(host); }

    [[nodiscard]] Result<ports::HttpReply> call(const ports::HttpCall& call) override {
        ++calls;
        const boost::urls::url_view url = boost::urls::parse_uri(call.url).value();
        const auto host = hosts_.find(url.host());
        if (host == hosts_.end()) return Error{Code::kPartnerUnreachable};
        const ports::HttpResponse response = host->second(request_of(call, clock_.now()));
        if (response.status <= 0) return Error{Code::kPartnerTimeout};
        return ports::HttpReply{response.status, response.headers, response.body};
    }
    int calls = 0;

  private:
    const Clock& clock_;
    std::map<std::string, Handle> hosts_;
};

}  // namespace ow::test
