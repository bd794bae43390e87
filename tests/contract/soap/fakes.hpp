#pragma once
// What stands around the adapter in these tests, and envelopes made by hand.

#include <functional>
#include <mutex>
#include <vector>

#include "adapters/soap/adapter.hpp"
#include "gateway/base/text.hpp"
#include "gateway/xml/document.hpp"

namespace ow::soap::test {

inline constexpr const char* kKey = "a key of the tests, 16+";
inline constexpr const char* kCaseNo = "4101842024092710000017";

class TurnedClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override {
        return parse_instant("2024-10-09T16:00:00").value();
    }
};

class FakeInbound final : public ports::Inbound {
  public:
    void receive(ports::InboundMessage message, std::function<void(ports::Answer)> done) override {
        const std::scoped_lock lock{mutex_};
        received.push_back(message);
        done(answer);
    }
    std::vector<ports::InboundMessage> received;
    ports::Answer answer{{},
                         {{"case_no", kCaseNo},
                          {"state", "accepted"},
                          {"state_label", "已受理"},
                          {"query_token", "t"},
                          {"promised_due", "2024-10-18T23:59:59.000+08:00"},
                          {"missing", boost::json::array{"身份证", "申请表"}},
                          {"of_no_schema", "x"}},
                         false};

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
    Result<ports::HttpReply> reply = ports::HttpReply{200, {}, ""};
};

inline Result<boost::json::object> status_of(const PartnerId& partner, const std::string& number) {
    if (partner.str() != "bureau" || (number != kCaseNo && number != "B-7"))
        return Error{Code::kCaseNotFound, At{.field = "case_no"}};
    return boost::json::object{{"case_no", kCaseNo},
                               {"channel_no", "B-7"},
                               {"state", "accepted"},
                               {"state_label", "已受理"},
                               {"received_at", "2024-10-09T16:00:00.000+08:00"},
                               {"missing", boost::json::array{"甲 & <乙>"}}};
}

inline ports::PartnerSettings bureau(const std::string& endpoint = {}) {
    return {PartnerId{"bureau"},
            "样本局",
            endpoint,
            Millis{5'000},
            {{"namespace", "urn:sample:bureau"},
             {"operation", "receive"},
             {"operation.decided", "close"},
             {"soap_action", "urn:sample:bureau/receive"},
             {"busy_codes", "BUSY"}},
            {{"hmac_key_file", std::string{kKey} + "\n"}},
            {"application", "decision"}};
}

struct Surroundings {
    TurnedClock clock;
    NullLog log;
    FakeInbound inbound;
    FakeHttp http;
    std::vector<std::unique_ptr<ports::PartnerSettings>> partners;

    [[nodiscard]] Result<std::unique_ptr<ports::Adapter>> make(
        ports::PartnerSettings partner = bureau(), ports::HttpClient* client = nullptr) {
        partners.push_back(std::make_unique<ports::PartnerSettings>(std::move(partner)));
        return make_adapter({*partners.back(),
                             inbound,
                             client ? *client : http,
                             clock,
                             log,
                             "https://hall.example:8443",
                             {},
                             &status_of});
    }
};

/// The answer of a route's handler that answers before it returns.
inline ports::HttpResponse ask(const ports::Route& route, ports::HttpRequest request) {
    ports::HttpResponse answer{-1, {}, {}};
    route.handler(std::make_shared<const ports::HttpRequest>(std::move(request)),
                  [&](ports::HttpResponse response) { answer = std::move(response); });
    return answer;
}

/// As a toolkit writes it; `header` stands before the Body.
inline std::string envelope(const std::string& body, const std::string& header = {}) {
    return "<?xml version=\"1.0\"?>\n<e:Envelope "
           "xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"\n"
           " xmlns:g=\"urn:onewindow:soap:1\">\n" +
           header + "<e:Body>" + body + "</e:Body></e:Envelope>";
}

inline std::string submit(const std::string& content) {
    return "<g:submit><g:content>" + content + "</g:content></g:submit>";
}

inline std::string with_key(const std::string& key) {
    return "<e:Header><g:IdempotencyKey>" + key + "</g:IdempotencyKey></e:Header>";
}

inline ports::HttpRequest request(const std::string& body,
                                  const std::string& action = "\"urn:onewindow:soap:1#submit\"") {
    ports::HttpRequest request;
    request.method = "POST";
    request.partner = PartnerId{"bureau"};
    request.headers = {{"content-type", "text/xml; charset=utf-8"}, {"soapaction", action}};
    request.body = body;
    request.trace = "0011223344556677";
    return request;
}

/// Text of the first element so named at any depth; empty if there is none.
inline std::string text_of(const xml::Node& node, std::string_view name) {
    if (node.is_named(name)) return node.text();
    for (const xml::Node& child : node.children())
        if (std::string found = text_of(child, name); !found.empty()) return found;
    return {};
}
inline std::string text_of(const std::string& xml, std::string_view name) {
    const auto document = xml::Document::parse(xml);
    return document ? text_of(document->root(), name) : "not XML";
}

}  // namespace ow::soap::test
