#pragma once
// What stands around the adapter in these tests.

#include "adapters/http_push/adapter.hpp"
#include "adapters/http_push/twin.hpp"
#include "tests/support/plain_fakes.hpp"
#include "tests/support/turned_clock.hpp"

namespace ow::http_push::test {

using ow::test::ask;
using ow::test::FakeHttp;
using ow::test::FakeInbound;
using ow::test::TurnedClock;

inline constexpr const char* kKey = "a key of the tests, 16+";

inline constexpr const char* kNow = "2024-10-09T16:00:00";
inline const ports::Answer kTaken{
    {}, {{"case_no", "4101842024092710000017"}, {"state", "accepted"}}, false};

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
    TurnedClock clock{kNow};
    NullLog log;
    FakeInbound inbound{kTaken};
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

}  // namespace ow::http_push::test
