#include "gateway/ports/call_signature.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "adapters/http_push/twin_wire.hpp"
#include "adapters/twin_signature.hpp"
#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::http_push {
namespace {

std::string bytes(std::string_view hex) {
    return hex == "-" ? std::string{} : crypto::from_hex(hex).value();
}

// The vectors were made by Python (tests/unit/http/make_hmac_vectors.py); adapter, twin and server
// each have their own code for the scheme.
TEST(HttpPushSignature, AdapterAndTwinAgreeWithPython) {
    std::ifstream file{"tests/unit/http/hmac_vectors.txt"};
    std::string line;
    int count = 0;
    while (std::getline(file, line)) {
        if (line.empty() || line.front() == '#') continue;
        const auto parts = split(line, ' ');
        ports::HttpCall call;
        call.method = parts[1];
        call.url = "https://host:1" + std::string{parts[2]};
        call.body = bytes(parts[5]);
        const Instant now{std::chrono::seconds{std::stoll(std::string{parts[3]})}};
        const auto headers =
            ports::sign_call({"gateway", bytes(parts[0])}, call, now, std::string{parts[4]});
        EXPECT_EQ(headers.at("x-ow-signature"), parts[6]);
        EXPECT_EQ(headers.at("x-ow-time"), parts[3]);

        ports::HttpRequest request;
        request.method = call.method;
        request.raw_target = parts[2];
        request.body = call.body;
        request.headers = {{"x-ow-partner", "gateway"},
                           {"x-ow-time", std::string{parts[3]}},
                           {"x-ow-nonce", std::string{parts[4]}},
                           {"x-ow-signature", std::string{parts[6]}}};
        EXPECT_TRUE(adapters::is_signed(request, bytes(parts[0])));
        request.body += " ";
        EXPECT_FALSE(adapters::is_signed(request, bytes(parts[0])));
        ++count;
    }
    EXPECT_GE(count, 5);
}

TEST(HttpPushSignature, SignsTheTargetAsItIsWritten) {
    EXPECT_EQ(ports::target_of("https://a:1/b/c?d=%20"), "/b/c?d=%20");
    EXPECT_EQ(ports::target_of("http://a"), "/");
}

}  // namespace
}  // namespace ow::http_push
