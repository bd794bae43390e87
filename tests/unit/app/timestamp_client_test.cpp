// Timestamps over HTTP against the timestamp twin, whose tokens are OpenSSL's; no socket between.

#include "gateway/app/timestamp_client.hpp"

#include <gtest/gtest.h>

#include "adapters/timestamp_twin.hpp"
#include "gateway/app/key_files.hpp"
#include "gateway/app/signing_keys.hpp"
#include "gateway/documents/timestamp_check.hpp"
#include "tests/unit/app/site_copy.hpp"

namespace ow::app {
namespace {

/// Carries a call to the twin's routes.
class Wire final : public ports::HttpClient {
  public:
    explicit Wire(adapters::TimestampTwin& twin) : routes_(twin.routes()) {}
    [[nodiscard]] Result<ports::HttpReply> call(const ports::HttpCall& call) override {
        ++calls;
        last = call;
        if (down) return Error{Code::kPartnerUnreachable};
        auto request = std::make_shared<ports::HttpRequest>();
        request->method = call.method;
        request->path = "/tsa";
        request->body = call.body;
        ports::HttpReply reply;
        for (const ports::Route& route : routes_) {
            if (route.method != call.method) continue;
            route.handler(request, [&](const ports::HttpResponse& response) {
                reply = {response.status, response.headers, response.body};
            });
        }
        if (reply.status == 0) return Error{Code::kPartnerTimeout};
        return reply;
    }
    int calls = 0;
    bool down = false;
    ports::HttpCall last;

  private:
    std::vector<ports::Route> routes_;
};

class TurnedClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override { return at; }
    Instant at = SystemClock{}.now();
};

class Timestamps : public testing::Test {
  protected:
    Timestamps() {
        const auto read = [&](const char* file) { return site_.read(file); };
        twin_ = std::move(adapters::TimestampTwin::make(read("run/certs/timestamp.crt"),
                                                        read("run/certs/timestamp.key"), "/tsa")
                              .value());
        wire_ = std::make_unique<Wire>(*twin_);
        settings_.url = "http://127.0.0.1:1/tsa";
        settings_.timeout = Millis{700};
        settings_.trusted = site_.root() / "run/certs/ca.crt";
    }
    std::unique_ptr<TimestampClient> client(bool required) {
        settings_.is_required = required;
        return std::move(TimestampClient::make(settings_, *wire_, clock_, log_).value());
    }
    void fault(const std::string& name) {
        auto request = std::make_shared<ports::HttpRequest>();
        request->method = "POST";
        request->path = "/tsa/twin/faults";
        request->body = "{\"" + name + "\": 1}";
        int status = 0;
        for (const ports::Route& route : twin_->routes()) {
            if (route.method == "POST")
                route.handler(request, [&](const ports::HttpResponse& r) { status = r.status; });
        }
        ASSERT_EQ(status, 200);
    }

    SiteCopy site_;
    std::unique_ptr<adapters::TimestampTwin> twin_;
    std::unique_ptr<Wire> wire_;
    TurnedClock clock_;
    NullLog log_;
    TimestampSettings settings_;
};

TEST_F(Timestamps, ATokenHoldsAndTheCallHasALimit) {
    const auto token = client(true)->stamp("a signature");
    ASSERT_TRUE(token) << token.error().text();
    EXPECT_TRUE(documents::check_token(*token, "a signature"));
    EXPECT_EQ(wire_->last.deadline, Millis{700});
    EXPECT_EQ(wire_->last.headers.at("content-type"), "application/timestamp-query");
    EXPECT_EQ(twin_->granted(), 1);
}

TEST_F(Timestamps, WhereTheyAreRequiredEveryFailureIsOne) {
    const auto required = client(true);
    for (const std::string name : {"busy", "server", "down", "refuse", "cut"}) {
        fault(name);
        const auto token = required->stamp("a signature");
        ASSERT_FALSE(token) << name;
        EXPECT_EQ(token.error().code(), Code::kTimestampUnavailable) << name;
    }
    EXPECT_TRUE(required->stamp("a signature"));
}

TEST_F(Timestamps, WhereTheyAreWantedASilentServiceIsLeftAloneForHalfAMinute) {
    const auto wanted = client(false);
    wire_->down = true;
    EXPECT_EQ(wanted->stamp("a signature").value(), "");
    EXPECT_EQ(wanted->stamp("a signature").value(), "");
    EXPECT_EQ(wire_->calls, 1);
    wire_->down = false;
    clock_.at += std::chrono::seconds{31};
    EXPECT_NE(wanted->stamp("a signature").value(), "");
}

TEST_F(Timestamps, AServiceNobodyTrustedVouchesForGivesNone) {
    settings_.trusted = site_.root() / "run/certs/documents.crt";
    EXPECT_EQ(client(true)->stamp("a signature").error().code(), Code::kTimestampUnavailable);
}

TEST_F(Timestamps, TheDepartmentSignsAndTheHallForItOrAsWell) {
    SignerSettings pem;
    pem.key = site_.root() / "run/certs/documents.key";
    pem.certificate = site_.root() / "run/certs/documents.crt";
    SigningSettings settings;
    settings.signers = {{"hall", pem}, {"gongshang", pem}};
    settings.countersigned = {"D15"};
    const SigningKeys book = std::move(SigningKeys::open(settings, "nowhere").value());
    const auto ids = [&](const char* document, const char* department) {
        std::string out;
        for (const SealHolder& one : book.signers_of(document, department)) out += one.id + " ";
        return out;
    };
    EXPECT_EQ(ids("D2", "gongshang"), "gongshang ");
    EXPECT_EQ(ids("D2", "shuiwu"), "hall ");
    EXPECT_EQ(ids("D15", "gongshang"), "gongshang hall ");
    EXPECT_EQ(ids("D15", "shuiwu"), "hall ");
    EXPECT_TRUE(SigningKeys::open({}, "nowhere").value().signers_of("D2", "gongshang").empty());
    EXPECT_EQ(SigningKeys::open({}, site_.root() / "run/certs").value().signers_of("D2", "").size(),
              1U);
}

}  // namespace
}  // namespace ow::app
