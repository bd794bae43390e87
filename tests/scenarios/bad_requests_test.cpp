// What can be wrong before anybody looks into a message: credentials, address, method, type, size.

#include <boost/json/parse.hpp>
#include <cstring>

#include "tests/scenarios/applications.hpp"
#include "tests/scenarios/rude_client.hpp"

namespace ow::scenario {
namespace {

constexpr std::size_t kHundred = 100U << 20U;
#ifdef __SANITIZE_ADDRESS__
constexpr double kKept = 256;  // ASan holds back what was freed
#else
constexpr double kKept = 8;
#endif
constexpr const char* kTarget = "/partners/portal/application";

class BadRequests : public ::testing::Test {
  protected:
    static void SetUpTestSuite() { hall_ = std::make_unique<HallUnderTest>(); }
    static void TearDownTestSuite() { hall_.reset(); }

    /// What is not let in leaves a line in the log, not a row: a stranger must not fill the store.
    static void expect_kept_out(const ports::HttpCall& call, int status, const char* code,
                                const char* field) {
        const Counts before = hall_->counts();
        expect_refused(*hall_, hall_->call(call), {status, code, field, false});
        EXPECT_EQ(hall_->counts(), before);
        expect_good_ones_pass(*hall_);
    }
    /// A signed good application with a header changed, or taken out if `value` is empty.
    static ports::HttpCall with_header(const char* name, const std::string& value) {
        ports::HttpCall call = hall_->signed_call(good_portal(*hall_));
        std::erase_if(call.headers, [&](const auto& header) {
            return std::equal(header.first.begin(), header.first.end(), name, name + strlen(name),
                              [](char a, char b) { return tolower(a) == tolower(b); });
        });
        if (!value.empty()) call.headers[name] = value;
        return call;
    }

    static std::unique_ptr<HallUnderTest> hall_;
};
std::unique_ptr<HallUnderTest> BadRequests::hall_;

boost::json::object error_in(const std::string& reply) {
    const std::size_t body = reply.find("\r\n\r\n");
    if (body == std::string::npos) return {};
    boost::system::error_code failed;
    const auto value = boost::json::parse(reply.substr(body + 4), failed);
    return failed ? boost::json::object{} : value.at("error").as_object();
}

}  // namespace

TEST_F(BadRequests, WithoutOneOfTheFourHeadersNobodyIsLetIn) {
    for (const char* name : {"X-OW-Partner", "X-OW-Time", "X-OW-Nonce", "X-OW-Signature"}) {
        SCOPED_TRACE(name);
        std::string lower{name};
        for (char& c : lower) c = static_cast<char>(tolower(c));
        expect_kept_out(with_header(name, ""), 401, "AUTH_CREDENTIALS_MISSING", lower.c_str());
    }
}

TEST_F(BadRequests, AWrongSignatureIsRefused) {
    expect_kept_out(with_header("X-OW-Signature", std::string(64, 'a')), 403,
                    "AUTH_SIGNATURE_INVALID", "x-ow-signature");
    expect_kept_out(with_header("X-OW-Signature", "no hex"), 403, "AUTH_SIGNATURE_INVALID",
                    "x-ow-signature");
    expect_kept_out(with_header("X-OW-Nonce", "short"), 403, "AUTH_SIGNATURE_INVALID",
                    "x-ow-nonce");
    expect_kept_out(with_header("X-OW-Partner", "nobody"), 401, "AUTH_CREDENTIALS_MISSING",
                    "x-ow-partner");
    ports::HttpCall changed = hall_->signed_call(good_portal(*hall_));
    changed.body = with(changed.body, "样本路1号", "样本路2号");
    expect_kept_out(changed, 403, "AUTH_SIGNATURE_INVALID", "x-ow-signature");
    ports::HttpCall elsewhere = hall_->signed_call(good_portal(*hall_));
    elsewhere.url = hall_->url("/partners/portal/supplement");
    expect_kept_out(elsewhere, 403, "AUTH_SIGNATURE_INVALID", "x-ow-signature");
}

TEST_F(BadRequests, OneMayNotSpeakForAnother) {
    // Signed by the one, well and truly, for the address of the other.
    Message message = good_portal(*hall_);
    message.partner = "own_system";
    const std::string target = hall_->url(kTarget);
    expect_kept_out(hall_->signed_call(message, target), 403, "AUTH_FORBIDDEN", "*");
}

TEST_F(BadRequests, AStaleOrFutureTimeIsRefused) {
    const ports::HttpCall early = hall_->signed_call(good_portal(*hall_));
    hall_->clock().forward(std::chrono::minutes{6});
    expect_kept_out(early, 403, "AUTH_TIME_OUTSIDE_WINDOW", "x-ow-time");
    hall_->clock().forward(std::chrono::minutes{6});
    const ports::HttpCall late = hall_->signed_call(good_portal(*hall_));
    hall_->clock().forward(std::chrono::minutes{-12});
    expect_kept_out(late, 403, "AUTH_TIME_OUTSIDE_WINDOW", "x-ow-time");
    expect_kept_out(with_header("X-OW-Time", "yesterday"), 403, "AUTH_TIME_OUTSIDE_WINDOW",
                    "x-ow-time");
    expect_kept_out(with_header("X-OW-Time", "99999999999999999999"), 403,
                    "AUTH_TIME_OUTSIDE_WINDOW", "x-ow-time");
}

TEST_F(BadRequests, AReplayedRequestIsRefusedAndTheFirstStays) {
    const ports::HttpCall call = hall_->signed_call(good_portal(*hall_));
    ASSERT_EQ(hall_->call(call).status, 200);
    expect_kept_out(call, 403, "AUTH_REPLAY", "x-ow-nonce");
}

TEST_F(BadRequests, AnotherTypeThanTheInterfaceSpeaksIsRefused) {
    for (const char* type : {"text/plain", "application/xml", "multipart/form-data; boundary=x"}) {
        expect_kept_out(with_header("Content-Type", type), 415, "MEDIA_TYPE_UNSUPPORTED",
                        "content-type");
    }
    expect_kept_out(with_header("Content-Type", ""), 415, "MEDIA_TYPE_UNSUPPORTED", "content-type");
    Message xml = good_own_system(*hall_);
    xml.content_type = "application/json";
    expect_kept_out(hall_->signed_call(xml), 415, "MEDIA_TYPE_UNSUPPORTED", "content-type");
    expect_kept_out(with_header("Idempotency-Key", std::string(201, 'k')), 400, "REQUEST_INVALID",
                    "idempotency-key");
}

TEST_F(BadRequests, AnAddressOrMethodThatIsNoneIsRefused) {
    Message nonsense = good_portal(*hall_);
    nonsense.kind = "nonsense";
    const Counts before = hall_->counts();
    expect_refused(*hall_, hall_->send(nonsense), {400, "MESSAGE_KIND_UNKNOWN", "nonsense"});
    for (const char* path : {"/nowhere", "/partners/nobody/application", "/partners/portal",
                             "/partners/portal/application/x"})
        expect_refused(*hall_, hall_->call("POST", path), {404, "ROUTE_NOT_FOUND", "*", false});
    expect_refused(*hall_, hall_->call("POST", "/partners/portal/..%2f"),
                   {400, "REQUEST_INVALID", "request-target", false});
    for (const char* method : {"GET", "PUT", "DELETE", "PATCH"}) {
        const Reply reply = hall_->call(method, kTarget);
        expect_refused(*hall_, reply, {405, "ROUTE_NOT_FOUND", "method", false});
        EXPECT_EQ(reply.headers.at("allow"), "POST");
    }
    EXPECT_EQ(hall_->counts(), before);
    expect_good_ones_pass(*hall_);
}

TEST_F(BadRequests, AHundredMegabytesAnnouncedAreRefusedUnread) {
    const double memory = anonymous_mb();
    const Counts before = hall_->counts();
    RudeClient client{hall_->ca(), hall_->process().port()};
    ASSERT_TRUE(client.send("POST " + std::string{kTarget} +
                            " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            "Content-Length: " +
                            std::to_string(kHundred) + "\r\n\r\n"));
    const std::string block(64 * 1024, ' ');
    const std::size_t sent = client.flood(block, kHundred);
    const std::string reply = client.read_all();
    EXPECT_TRUE(reply.starts_with("HTTP/1.1 413 ")) << reply;
    EXPECT_EQ(error_in(reply).at("code").as_string(), "REQUEST_TOO_LARGE");
    EXPECT_EQ(error_in(reply).at("field").as_string(), "body");
    EXPECT_LT(sent, 8U << 20U) << "it went on reading";
    EXPECT_LT(anonymous_mb() - memory, 8);
    EXPECT_EQ(hall_->counts(), before);
    const std::string trace{error_in(reply).at("trace").as_string()};
    EXPECT_FALSE(hall_->log().of_trace(trace).empty());
    expect_good_ones_pass(*hall_);
}

TEST_F(BadRequests, AHundredMegabytesInChunksAreRefusedAtTheLimit) {
    const double memory = anonymous_mb();
    const Counts before = hall_->counts();
    RudeClient client{hall_->ca(), hall_->process().port()};
    ASSERT_TRUE(client.send("POST " + std::string{kTarget} +
                            " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            "Transfer-Encoding: chunked\r\n\r\n"));
    const std::string chunk = "10000\r\n" + std::string(64 * 1024, ' ') + "\r\n";
    const std::size_t sent = client.flood(chunk, kHundred);
    const std::string reply = client.read_all();
    EXPECT_TRUE(reply.starts_with("HTTP/1.1 413 ")) << reply;
    EXPECT_EQ(error_in(reply).at("code").as_string(), "REQUEST_TOO_LARGE");
    const auto limit = static_cast<std::size_t>(hall_->config().gateway.limits.body_bytes);
    EXPECT_LT(sent, limit + (8U << 20U)) << "it went on reading";
    EXPECT_LT(anonymous_mb() - memory, kKept) << "what was refused is given back";
    EXPECT_EQ(hall_->counts(), before);
    expect_good_ones_pass(*hall_);
}

TEST_F(BadRequests, BrokenHttpIsRefusedAndTheNextCallerIsServed) {
    for (const char* request :
         {"NONSENSE\r\n\r\n", "POST /partners/portal/application HTTP/1.1\r\n\r\n",
          "POST /partners/portal/application HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
          "POST /partners/portal/application HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
          "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "POST /partners/portal/application HTTP/1.1\r\nHost: x\r\n"
          "Transfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
        SCOPED_TRACE(request);
        RudeClient client{hall_->ca(), hall_->process().port()};
        ASSERT_TRUE(client.send(request));
        const std::string reply = client.read_all();
        EXPECT_TRUE(reply.starts_with("HTTP/1.1 400 ")) << reply;
        EXPECT_EQ(error_in(reply).at("code").as_string(), "REQUEST_INVALID");
        const std::string trace{error_in(reply).at("trace").as_string()};
        EXPECT_FALSE(hall_->log().of_trace(trace).empty());
    }
    RudeClient client{hall_->ca(), hall_->process().port()};
    ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHost: x\r\nx: " + std::string(32 * 1024, 'a')));
    EXPECT_TRUE(client.read_all().starts_with("HTTP/1.1 413 "));
    expect_good_ones_pass(*hall_);
}

}  // namespace ow::scenario
