#pragma once
// What stands around the adapter in these tests, and envelopes made by hand.

#include <vector>

#include "adapters/soap/adapter.hpp"
#include "gateway/base/text.hpp"
#include "gateway/xml/document.hpp"
#include "tests/support/plain_fakes.hpp"
#include "tests/support/turned_clock.hpp"

namespace ow::soap::test {

using ow::test::ask;
using ow::test::FakeHttp;
using ow::test::FakeInbound;
using ow::test::TurnedClock;

inline constexpr const char* kKey = "a key of the tests, 16+";
inline constexpr const char* kCaseNo = "4101842024092710000017";

inline const ports::Answer kTaken{{},
                                  {{"case_no", kCaseNo},
                                   {"state", "accepted"},
                                   {"state_label", "已受理"},
                                   {"query_token", "t"},
                                   {"promised_due", "2024-10-18T23:59:59.000+08:00"},
                                   {"missing", boost::json::array{"身份证", "申请表"}},
                                   {"of_no_schema", "x"}},
                                  false};

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
    TurnedClock clock{"2024-10-09T16:00:00"};
    NullLog log;
    FakeInbound inbound{kTaken};
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
