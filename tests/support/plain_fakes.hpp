#pragma once
// What stands around one adapter: an intake and a client that remember and answer what they are
// told to.

#include <mutex>
#include <vector>

#include "gateway/ports/partner.hpp"

namespace ow::test {

class FakeInbound final : public ports::Inbound {
  public:
    explicit FakeInbound(ports::Answer first) : answer(std::move(first)) {}
    void receive(ports::InboundMessage message, std::function<void(ports::Answer)> done) override {
        const std::scoped_lock lock{mutex_};
        received.push_back(message);
        done(answer);
    }
    std::vector<ports::InboundMessage> received;
    ports::Answer answer;

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
    Result<ports::HttpReply> reply = ports::HttpReply{200, {}, {}};
};

/// The answer of a route's handler that answers before it returns.
inline ports::HttpResponse ask(const ports::Route& route, ports::HttpRequest request) {
    ports::HttpResponse answer{-1, {}, {}};
    route.handler(std::make_shared<const ports::HttpRequest>(std::move(request)),
                  [&](ports::HttpResponse response) { answer = std::move(response); });
    return answer;
}

}  // namespace ow::test
