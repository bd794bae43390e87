#pragma once
// What stands around the adapter in these tests.

#include <functional>
#include <mutex>
#include <vector>

#include "adapters/http_push/adapter.hpp"
#include "adapters/http_push/twin.hpp"

namespace ow::http_push::test {

inline constexpr const char* kKey = "a key of the tests, 16+";

class TurnedClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override { return now_; }
    void turn(Millis by) { now_ += by; }

  private:
    Instant now_ = parse_instant("2024-10-09T16:00:00").value();
};

class FakeInbound final : public ports::Inbound {
  public:
    void receive(ports::InboundMessage message, std::function<void(ports::Answer)> done) override {
        const std::scoped_lock lock{mutex_};
        received.push_back(message);
        done(answer);
    }
    std::vector<ports::InboundMessage> received;
    ports::Answer answer{{}, {{"case_no", "4101842024092710000017"}, {"state", "accepted"}}, false};

  private:
    std::mutex mutex_;
};

class FakeHttp final : public ports::HttpClient {
  public:
    [[nodiscard]] Result<ports::HttpReply> call(const ports::HttpCall& call) override {
        calls.push_back(call);
        return reply;
    }
    std::vector<ports::HttpCall> calls;
    Result<ports::HttpReply> reply = ports::HttpReply{200, {}, "{}"};
};

inline ports::PartnerSettings bureau(const std::string& content, const std::string& endpoint) {
    return {PartnerId{"bureau"},
            "样本局",
            endpoint,
            Millis{5'000},
            {{"content", content},
             {"accepts", "application decision"},
             {"path.application", "/in/application"},
             {"path.accepted", "/in/accepted?v=1"}},
            {{"hmac_key_file", std::string{kKey} + "\n"}}};
}

struct Surroundings {
    TurnedClock clock;
    NullLog log;
    FakeInbound inbound;
    FakeHttp http;

    [[nodiscard]] Result<std::unique_ptr<ports::Adapter>> make(
        const ports::PartnerSettings& partner, ports::HttpClient* client = nullptr) {
        const auto status = [](const PartnerId& who,
                               const std::string& number) -> Result<boost::json::object> {
            if (who.str() != "bureau" || number != "B-7")
                return Error{Code::kCaseNotFound, At{.field = "case_no"}};
            return boost::json::object{{"case_no", "4101842024092710000017"},
                                       {"state_label", "已受理"}};
        };
        return make_adapter(
            {partner, inbound, client ? *client : http, clock, log, "", {}, status});
    }
};

/// The answer of a route's handler that answers before it returns.
inline ports::HttpResponse ask(const ports::Route& route, ports::HttpRequest request) {
    ports::HttpResponse answer{-1, {}, {}};
    route.handler(std::make_shared<const ports::HttpRequest>(std::move(request)),
                  [&](ports::HttpResponse response) { answer = std::move(response); });
    return answer;
}

}  // namespace ow::http_push::test
