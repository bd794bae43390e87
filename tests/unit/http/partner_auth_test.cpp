#include "gateway/http/partner_auth.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"
#include "tests/unit/http/loopback.hpp"

namespace ow::http::test {
namespace {

using std::chrono::seconds;

constexpr const char* kKey = "a-key-of-at-least-sixteen-bytes";
const Instant kNow = Instant{} + seconds{1'700'000'000};

ports::HttpRequest signed_request(std::string_view key, seconds at = seconds{1'700'000'000},
                                  std::string nonce = "nonce-0001") {
    ports::HttpRequest request;
    request.method = "POST";
    request.raw_target = "/partners/bureau/decision?x=%E4%B8%80";
    request.body = "{\"a\":1}";
    request.remote_address = "10.1.2.3";
    const std::string time = std::to_string(at.count());
    request.headers = {{"x-ow-partner", "bureau"},
                       {"x-ow-time", time},
                       {"x-ow-nonce", nonce},
                       {"x-ow-signature", sign_request(key, request.method, request.raw_target,
                                                       time, nonce, request.body)}};
    return request;
}

std::vector<PartnerCredentials> bureau() {
    return {{PartnerId{"bureau"}, {{"AA:BB:01"}}, {{kKey}}, {}}};
}

Code refusal(PartnerAuth& auth, const ports::HttpRequest& request) {
    const auto partner = auth.authenticate(request);
    return partner ? Code::kInternal : partner.error().code();
}

TEST(PartnerAuth, AgreesWithVectorsMadeByPython) {
    std::ifstream file{"tests/unit/http/hmac_vectors.txt"};
    std::string line;
    int count = 0;
    while (std::getline(file, line)) {
        if (line.empty() || line.front() == '#') continue;
        const auto parts = split(line, ' ');
        ASSERT_EQ(parts.size(), 7U) << line;
        const auto bytes = [](std::string_view hex) {
            return hex == "-" ? std::string{} : crypto::from_hex(hex).value();
        };
        EXPECT_EQ(
            sign_request(bytes(parts[0]), parts[1], parts[2], parts[3], parts[4], bytes(parts[5])),
            parts[6]);
        ++count;
    }
    EXPECT_GE(count, 5);
}

TEST(PartnerAuth, TakesASignedRequestOnce) {
    const FixedClock clock{kNow};
    PartnerAuth auth{bureau(), clock};
    const auto request = signed_request(kKey);
    ASSERT_TRUE(auth.authenticate(request));
    EXPECT_EQ(refusal(auth, request), Code::kAuthReplay);
    EXPECT_EQ(refusal(auth, signed_request(kKey, seconds{1'700'000'060})), Code::kAuthReplay)
        << "the nonce counts, not the second";
    EXPECT_TRUE(auth.authenticate(signed_request(kKey, seconds{1'700'000'000}, "nonce-0002")));
}

TEST(PartnerAuth, CoversEveryPartOfTheRequest) {
    const FixedClock clock{kNow};
    PartnerAuth auth{bureau(), clock};
    const auto good = signed_request(kKey);
    auto method = good;
    method.method = "PUT";
    auto target = good;
    target.raw_target += "&y=2";
    auto time = good;
    time.headers["x-ow-time"] = "1700000001";
    auto nonce = good;
    nonce.headers["x-ow-nonce"] = "nonce-0003";
    auto body = good;
    body.body += ' ';
    auto cut = good;
    cut.headers["x-ow-signature"].resize(32);
    for (const auto& changed : {method, target, time, nonce, body, cut})
        EXPECT_EQ(refusal(auth, changed), Code::kAuthSignatureInvalid);
    EXPECT_EQ(refusal(auth, signed_request("another key, also long")), Code::kAuthSignatureInvalid);
    EXPECT_TRUE(auth.authenticate(good)) << "a refused one must not burn the nonce";
}

TEST(PartnerAuth, HoldsTheWindowOfFiveMinutesBothWays) {
    const FixedClock clock{kNow};
    PartnerAuth auth{bureau(), clock};
    const auto at = [](int offset) {
        return signed_request(kKey, seconds{1'700'000'000 + offset},
                              "nonce" + std::to_string(offset + 1000));
    };
    EXPECT_TRUE(auth.authenticate(at(-300)));
    EXPECT_TRUE(auth.authenticate(at(300)));
    EXPECT_EQ(refusal(auth, at(-301)), Code::kAuthTimeOutsideWindow);
    EXPECT_EQ(refusal(auth, at(301)), Code::kAuthTimeOutsideWindow);
    auto wild = at(0);
    for (const char* time : {"x", "-1", "99999999999999999999", "9223372036854775807", "17e8"}) {
        wild.headers["x-ow-time"] = time;
        EXPECT_EQ(refusal(auth, wild), Code::kAuthTimeOutsideWindow) << time;
    }
}

TEST(PartnerAuth, RemembersANonceAsLongAsItsTimeIsInTheWindow) {
    FixedClock clock{kNow};
    PartnerAuth auth{bureau(), clock};
    const auto ahead = signed_request(kKey, seconds{1'700'000'300});
    ASSERT_TRUE(auth.authenticate(ahead));
    clock.set(kNow + seconds{599});
    EXPECT_EQ(refusal(auth, ahead), Code::kAuthReplay);
    clock.set(kNow + seconds{601});
    EXPECT_EQ(refusal(auth, ahead), Code::kAuthTimeOutsideWindow);
}

TEST(PartnerAuth, NeverForgetsANonceForWantOfRoom) {
    FixedClock clock{kNow};
    PartnerAuth auth{bureau(), clock, 2};
    const auto nth = [&](int n, int offset = 0) {
        return signed_request(kKey, seconds{1'700'000'000 + offset},
                              "nonce-00" + std::to_string(n));
    };
    ASSERT_TRUE(auth.authenticate(nth(1)));
    ASSERT_TRUE(auth.authenticate(nth(2)));
    EXPECT_EQ(refusal(auth, nth(3)), Code::kOverloaded);
    EXPECT_EQ(refusal(auth, nth(1)), Code::kAuthReplay);
    clock.set(kNow + seconds{400});
    EXPECT_TRUE(auth.authenticate(nth(3, 400)));
}

TEST(PartnerAuth, TakesTheOldKeyBesideTheNewWhileItIsChanged) {
    const FixedClock clock{kNow};
    PartnerAuth auth{{{PartnerId{"bureau"}, {}, {{kKey}, {"the new key of the bureau"}}, {}}},
                     clock};
    EXPECT_TRUE(auth.authenticate(signed_request(kKey)));
    EXPECT_TRUE(auth.authenticate(
        signed_request("the new key of the bureau", seconds{1'700'000'000}, "nonce-0002")));
    auth.replace({{PartnerId{"bureau"}, {}, {{"the new key of the bureau"}}, {}}});
    EXPECT_EQ(refusal(auth, signed_request(kKey, seconds{1'700'000'000}, "nonce-0003")),
              Code::kAuthSignatureInvalid);
}

TEST(PartnerAuth, AnEmptyKeyOpensNothing) {
    const FixedClock clock{kNow};
    PartnerAuth auth{{{PartnerId{"bureau"}, {}, {{""}}, {}}}, clock};
    EXPECT_EQ(refusal(auth, signed_request("")), Code::kAuthSignatureInvalid);
}

TEST(PartnerAuth, SaysWhatIsMissing) {
    const FixedClock clock{kNow};
    PartnerAuth auth{bureau(), clock};
    for (const char* name : {"x-ow-partner", "x-ow-time", "x-ow-nonce", "x-ow-signature"}) {
        auto request = signed_request(kKey);
        request.headers.erase(name);
        const auto refused = auth.authenticate(request);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code(), Code::kAuthCredentialsMissing);
        EXPECT_EQ(refused.error().at().field, name);
    }
    auto stranger = signed_request(kKey);
    stranger.headers["x-ow-partner"] = "nobody";
    EXPECT_EQ(refusal(auth, stranger), Code::kAuthCredentialsMissing);
}

TEST(PartnerAuth, KnowsCertificatesInAnySpelling) {
    const FixedClock clock{kNow};
    PartnerAuth auth{bureau(), clock};
    ports::HttpRequest request;
    request.certificate_sha256 = "aabb01";
    ASSERT_TRUE(auth.authenticate(request));
    EXPECT_EQ(auth.authenticate(request)->str(), "bureau");
    request.certificate_sha256 = "aabb02";
    EXPECT_EQ(refusal(auth, request), Code::kAuthCertificateUnknown);
    auto both = signed_request(kKey);
    both.certificate_sha256 = "aabb02";
    EXPECT_TRUE(auth.authenticate(both)) << "the signature is enough";
}

TEST(PartnerAuth, HoldsToTheAddressesGiven) {
    const FixedClock clock{kNow};
    const auto with = [&](const char* rule) {
        const auto range = AddressRange::parse(rule).value();
        PartnerAuth auth{{{PartnerId{"bureau"}, {}, {{kKey}}, {range}}}, clock};
        return static_cast<bool>(auth.authenticate(signed_request(kKey)));
    };
    EXPECT_TRUE(with("10.1.2.3"));
    EXPECT_TRUE(with("10.1.0.0/16"));
    EXPECT_TRUE(with("0.0.0.0/0"));
    EXPECT_FALSE(with("10.1.2.4"));
    EXPECT_FALSE(with("10.2.0.0/16"));
    EXPECT_FALSE(with("2001:db8::/32"));
    auto by_six = signed_request(kKey);
    by_six.remote_address = "2001:db8::9";
    PartnerAuth auth{{{PartnerId{"bureau"}, {}, {{kKey}}, {*AddressRange::parse("2001:db8::/32")}}},
                     clock};
    EXPECT_TRUE(auth.authenticate(by_six));
    EXPECT_EQ(refusal(auth, signed_request(kKey)), Code::kAuthForbidden);
}

TEST(PartnerAuth, AnOldKeyAndAnOldCertificateEndOnTheirDayAndSayWhen) {
    FixedClock clock{kNow};
    const Instant until = kNow + seconds{60};
    PartnerAuth auth{{{PartnerId{"bureau"},
                       {{"AA:BB:01"}, {"AA:BB:02", until}},
                       {{"the new key of the bureau"}, {kKey, until}},
                       {}}},
                     clock};
    ports::HttpRequest old;
    old.certificate_sha256 = "aabb02";
    EXPECT_TRUE(auth.authenticate(signed_request(kKey)));
    EXPECT_TRUE(auth.authenticate(old));
    clock.set(until);
    const auto by_key =
        auth.authenticate(signed_request(kKey, seconds{1'700'000'060}, "nonce-0002"));
    ASSERT_FALSE(by_key);
    EXPECT_EQ(by_key.error().code(), Code::kAuthSignatureInvalid);
    EXPECT_NE(by_key.error().cause().find("2023-11-15"), std::string::npos)
        << by_key.error().cause();
    const auto by_certificate = auth.authenticate(old);
    ASSERT_FALSE(by_certificate);
    EXPECT_EQ(by_certificate.error().code(), Code::kAuthCertificateUnknown);
    EXPECT_NE(by_certificate.error().cause().find("2023-11-15"), std::string::npos);
    old.certificate_sha256 = "aabb01";
    EXPECT_TRUE(auth.authenticate(old));
    EXPECT_TRUE(auth.authenticate(
        signed_request("the new key of the bureau", seconds{1'700'000'060}, "nonce-0003")));
}

TEST(PartnerAuth, AKeyThatIsListedTwiceCountsAsLongAsTheLongerOne) {
    const FixedClock clock{kNow};
    for (const bool old_first : {true, false}) {
        std::vector<Credential> keys{{kKey, kNow}, {kKey}};
        if (!old_first) std::swap(keys[0], keys[1]);
        PartnerAuth auth{{{PartnerId{"bureau"}, {}, keys, {}}}, clock};
        EXPECT_TRUE(auth.authenticate(signed_request(kKey)));
    }
}

TEST(PartnerAuth, ABucketForEachPartnerFillsWithTime) {
    FixedClock clock{kNow};
    const std::vector<PartnerCredentials> both{
        {PartnerId{"bureau"}, {{"01"}}, {{kKey}}, {}, {2, 3}},
        {PartnerId{"other"}, {{"02"}}, {}, {}, {}}};
    PartnerAuth auth{both, clock};
    ports::HttpRequest bureau;
    bureau.certificate_sha256 = "01";
    ports::HttpRequest other;
    other.certificate_sha256 = "02";
    const auto taken = [&] {
        int count = 0;
        while (auth.authenticate(bureau)) ++count;
        return count;
    };
    EXPECT_EQ(taken(), 3) << "the burst";
    EXPECT_EQ(refusal(auth, bureau), Code::kRateLimited);
    EXPECT_TRUE(auth.authenticate(other)) << "nobody else pays";
    clock.set(kNow + Millis{500});
    EXPECT_EQ(taken(), 1);
    clock.set(kNow + seconds{1000});
    EXPECT_EQ(taken(), 3) << "no more than the burst is saved up";
    clock.set(kNow);
    EXPECT_EQ(taken(), 0) << "a clock that goes back gives nothing";
}

TEST(PartnerAuth, AForgedRequestTakesNoTokenOfThePartner) {
    const FixedClock clock{kNow};
    PartnerAuth auth{{{PartnerId{"bureau"}, {}, {{kKey}}, {}, {1, 1}}}, clock};
    for (int n = 0; n < 5; ++n)
        EXPECT_EQ(refusal(auth, signed_request("a key of somebody else")),
                  Code::kAuthSignatureInvalid);
    EXPECT_TRUE(auth.authenticate(signed_request(kKey)));
    EXPECT_EQ(refusal(auth, signed_request(kKey)), Code::kAuthReplay) << "nor does a replay";
}

}  // namespace
}  // namespace ow::http::test
