#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "gateway/base/passing_folder.hpp"
#include "gateway/http/client.hpp"
#include "gateway/http/tls.hpp"
#include "tests/unit/http/loopback.hpp"

namespace ow::http::test {
namespace {

using ports::HttpCall;
using ports::HttpRequest;
using ports::Respond;
using testing::HasSubstr;
using Request = std::shared_ptr<const HttpRequest>;

/// A CA, a server for 127.0.0.1, a partner's client, and a stranger of another CA; by openssl, once
/// for the program.
class Certificates {
  public:
    Certificates() {
        const std::string script =
            "set -e; cd '" + dir_ +
            "'; key='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2';"
            "for ca in ca other; do openssl req -x509 $key -subj /CN=$ca -keyout $ca.key -out "
            "$ca.pem; done;"
            "printf 'subjectAltName=IP:127.0.0.1\\n' > san;"
            "leaf() { openssl req $key -subj /CN=$1 -keyout $1.key -out $1.csr;"
            " openssl x509 -req -in $1.csr -CA $2.pem -CAkey $2.key -CAcreateserial -days 2 "
            "-extfile san -out $1.pem; };"
            "leaf server ca; leaf partner ca; leaf stranger other;"
            "openssl x509 -in partner.pem -noout -fingerprint -sha256 | cut -d= -f2 > fingerprint";
        ok_ = ::system(("(" + script + ") >/dev/null 2>&1").c_str()) == 0;
    }
    [[nodiscard]] bool made() const { return ok_; }
    [[nodiscard]] std::string file(const std::string& name) const { return dir_ + "/" + name; }
    [[nodiscard]] std::string fingerprint() const {
        std::string text;
        std::ifstream{file("fingerprint")} >> text;
        return text;
    }

  private:
    PassingFolder folder_{std::filesystem::temp_directory_path(), "ow-tls-"};
    std::string dir_ = folder_.path().string();
    bool ok_ = false;
};

class Tls : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        certificates_ = std::make_unique<Certificates>();
        ASSERT_TRUE(certificates_->made());
    }
    static void TearDownTestSuite() { certificates_.reset(); }

    [[nodiscard]] static std::string file(const std::string& name) {
        return certificates_->file(name);
    }
    [[nodiscard]] static ServerSettings settings(bool ask_client) {
        ServerSettings settings;
        settings.tls =
            TlsFiles{file("server.pem"), file("server.key"), ask_client ? file("ca.pem") : ""};
        return settings;
    }
    [[nodiscard]] static std::vector<ports::Route> routes() {
        ports::Route partner =
            route("POST", "/partner", [](const Request& request, const Respond& respond) {
                respond({200, {}, "partner " + request->partner.str()});
            });
        partner.trust = ports::Trust::kPartner;
        return {partner, route("POST", "/in", echo())};
    }
    static Result<ports::HttpReply> call(const Loopback& server, TlsIdentity identity,
                                         const std::string& path = "/in") {
        ClientSettings client;
        client.default_tls = std::move(identity);
        auto made = Client::make(client);
        if (!made) return made.error();
        HttpCall call;
        call.url = "https://127.0.0.1:" + std::to_string(server.port()) + path;
        call.body = "BODY";
        call.deadline = Millis{5'000};
        auto reply = (*made)->call(call);
        if (!reply) return reply;
        return (*made)->call(call);  // again, on the kept connection
    }

    static std::unique_ptr<Certificates> certificates_;
};
std::unique_ptr<Certificates> Tls::certificates_;

TEST_F(Tls, ServesWhoTrustsTheCa) {
    const Loopback server{routes(), settings(false)};
    const auto reply = call(server, {file("ca.pem"), {}, {}});
    ASSERT_TRUE(reply) << reply.error().text();
    EXPECT_EQ(reply->body, "POST /in 4");
    EXPECT_EQ(server.metrics.value(Metric::kRequests, {"/in", "200"}), 2);
}

TEST_F(Tls, AnEncryptedKeyIsRefusedByNameAndNobodyIsAsked) {
    const std::string lock = "openssl pkey -in '" + file("server.key") +
                             "' -aes256 -passout pass:geheim1234 -out '" + file("locked.key") +
                             "' 2>/dev/null";
    ASSERT_EQ(::system(lock.c_str()), 0);
    const auto made = make_tls({file("server.pem"), file("locked.key"), ""});
    ASSERT_FALSE(made);
    EXPECT_THAT(made.error().text(), HasSubstr("is encrypted"));
    EXPECT_THAT(made.error().text(), HasSubstr("locked.key"));
}

TEST_F(Tls, AServerThatTheCaDidNotIssueIsACredentialsProblem) {
    const Loopback server{routes(), settings(false)};
    const auto reply = call(server, {file("other.pem"), {}, {}});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code(), Code::kPartnerCredentials) << reply.error().text();
}

TEST_F(Tls, KnowsThePartnerByItsCertificate) {
    const SystemClock clock;
    PartnerAuth auth{{{PartnerId{"bureau"}, {{certificates_->fingerprint()}}, {}, {}}}, clock};
    const Loopback server{routes(), settings(true), &auth};
    const auto reply =
        call(server, {file("ca.pem"), file("partner.pem"), file("partner.key")}, "/partner");
    ASSERT_TRUE(reply) << reply.error().text();
    EXPECT_EQ(reply->body, "partner bureau");
    const auto anonymous = call(server, {file("ca.pem"), {}, {}}, "/partner");
    ASSERT_TRUE(anonymous) << anonymous.error().text();
    EXPECT_EQ(anonymous->status, 401);
    EXPECT_THAT(anonymous->body, HasSubstr("AUTH_CREDENTIALS_MISSING"));
    const auto unlisted =
        call(server, {file("ca.pem"), file("server.pem"), file("server.key")}, "/partner");
    ASSERT_TRUE(unlisted) << unlisted.error().text();
    EXPECT_THAT(unlisted->body, HasSubstr("AUTH_CERTIFICATE_UNKNOWN"));
}

TEST_F(Tls, ARotatedCertificateOpensTheDoorUntilItsDayAndFromItsAddresses) {
    FixedClock clock{Instant{} + std::chrono::seconds{1'700'000'000}};
    const Instant until = clock.now() + std::chrono::seconds{10};
    const auto own = [&](const char* range) {
        return std::vector<PartnerCredentials>{{PartnerId{"bureau"},
                                                {{"00"}, {certificates_->fingerprint(), until}},
                                                {},
                                                {*AddressRange::parse(range)}}};
    };
    PartnerAuth auth{own("127.0.0.0/8"), clock};
    const Loopback server{routes(), settings(true), &auth};
    const auto ask = [&] {
        return call(server, {file("ca.pem"), file("partner.pem"), file("partner.key")}, "/partner")
            .value();
    };
    EXPECT_EQ(ask().status, 200);
    auth.replace(own("::1"));
    EXPECT_EQ(ask().status, 403);
    auth.replace(own("127.0.0.1"));
    clock.set(until);
    const auto late = ask();
    EXPECT_EQ(late.status, 401);
    EXPECT_THAT(late.body, HasSubstr("has been replaced"));
}

TEST_F(Tls, WhoAsksMoreThanAgreedIsToldWhenToComeBack) {
    const FixedClock clock{Instant{} + std::chrono::seconds{1'700'000'000}};
    PartnerAuth auth{{{PartnerId{"bureau"}, {{certificates_->fingerprint()}}, {}, {}, {1, 1}}},
                     clock};
    const Loopback server{routes(), settings(true), &auth};
    const auto second =
        call(server, {file("ca.pem"), file("partner.pem"), file("partner.key")}, "/partner");
    ASSERT_TRUE(second) << second.error().text();
    EXPECT_EQ(second->status, 429);
    EXPECT_EQ(second->headers.at("retry-after"), "1");
    EXPECT_THAT(second->body, HasSubstr("RATE_LIMITED"));
}

TEST_F(Tls, EitherKeySignsWhileOneTakesTheOthersPlace) {
    const FixedClock clock{Instant{} + std::chrono::seconds{1'700'000'000}};
    const Instant now = clock.now();
    PartnerAuth auth{{{PartnerId{"bureau"},
                       {},
                       {{"the new key of the bureau"},
                        {"the old key of the bureau", now + std::chrono::seconds{1}},
                        {"the key before the old one", now}},
                       {}}},
                     clock};
    const Loopback server{routes(), settings(false), &auth};
    ClientSettings trusting;
    trusting.default_tls.ca = file("ca.pem");
    const auto client = std::move(Client::make(trusting).value());
    const auto ask = [&](const std::string& key) {
        HttpCall call;
        call.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/partner";
        call.body = "BODY";
        const std::string nonce = "nonce of " + key.substr(4, 12);
        call.headers = {{"X-OW-Partner", "bureau"},
                        {"X-OW-Time", "1700000000"},
                        {"X-OW-Nonce", nonce},
                        {"X-OW-Signature",
                         sign_request(key, "POST", "/partner", "1700000000", nonce, call.body)}};
        return client->call(call).value().status;
    };
    EXPECT_EQ(ask("the new key of the bureau"), 200);
    EXPECT_EQ(ask("the old key of the bureau"), 200);
    EXPECT_EQ(ask("the key before the old one"), 403);
}

TEST_F(Tls, AClientCertificateOfAnotherCaIsRefusedAndTheClientKnowsWhy) {
    const Loopback server{routes(), settings(true)};
    const auto reply = call(server, {file("ca.pem"), file("stranger.pem"), file("stranger.key")});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code(), Code::kPartnerCredentials) << reply.error().text();
    EXPECT_EQ(server.metrics.value(Metric::kRequests, {"/in", "200"}), 0);
}

TEST_F(Tls, PlainTextOnATlsPortIsUnreachableNotATimeout) {
    const Loopback plain{routes()};
    const auto reply = call(plain, {file("ca.pem"), {}, {}});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code(), Code::kPartnerUnreachable) << reply.error().text();
}

TEST_F(Tls, SpeaksToAnIndependentClientOverBothVersionsAndNoOlder) {
    const Loopback server{routes(), settings(true)};
    const auto curl = [&](const std::string& options) {
        const std::string out = file("curl.out");
        const std::string command =
            "curl -s -o '" + out + "' --cacert '" + file("ca.pem") + "' -d BODY " + options +
            " https://127.0.0.1:" + std::to_string(server.port()) + "/in 2>/dev/null";
        std::filesystem::remove(out);
        std::string body;
        if (::system(command.c_str()) == 0) std::getline(std::ifstream{out}, body);
        return body;
    };
    EXPECT_EQ(curl("--tlsv1.3"), "POST /in 4");
    EXPECT_EQ(curl("--tlsv1.2 --tls-max 1.2"), "POST /in 4");
    EXPECT_EQ(curl("--tlsv1.0 --tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0"), "");
    EXPECT_EQ(curl("--cert '" + file("partner.pem") + "' --key '" + file("partner.key") + "'"),
              "POST /in 4");
}

TEST_F(Tls, NamesTheFileItCannotRead) {
    NullLog log;
    Metrics metrics;
    const SystemClock clock;
    ServerSettings wrong = settings(false);
    wrong.tls->private_key = file("absent.key");
    const auto server = Server::start(wrong, {}, {clock, log, metrics});
    ASSERT_FALSE(server);
    EXPECT_EQ(server.error().code(), Code::kFileUnreadable);
    EXPECT_EQ(server.error().at().where, file("absent.key"));
    wrong.tls->private_key = file("ca.key");
    EXPECT_FALSE(Server::start(wrong, {}, {clock, log, metrics}));
}

TEST_F(Tls, CutsAHandshakeThatDoesNotCome) {
    ServerSettings slow = settings(false);
    slow.limits.header_time = Millis{200};
    const Loopback server{routes(), slow};
    EXPECT_EQ(server.talk("\x16\x03"), "");
    EXPECT_EQ(server.metrics.value(Metric::kConnectionsCut, {"handshake"}), 1);
}

}  // namespace
}  // namespace ow::http::test
