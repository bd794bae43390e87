// RFC 3161 against `openssl ts`: it answers our requests and confirms what we keep of its answers.

#include "gateway/documents/timestamp.hpp"

#include <gtest/gtest.h>

#include "gateway/documents/object_ids.hpp"
#include "gateway/documents/pdf_signature.hpp"
#include "gateway/documents/signer_chain.hpp"
#include "gateway/documents/timestamp_check.hpp"
#include "tests/unit/documents/seal_keys.hpp"

namespace ow::documents {
namespace {

using test::run;

struct Stamp : testing::Test {
    test::SealKeys keys;
    test::OpensslTimestamper service{keys};
    const std::string value = "a signature value";
    const std::string nonce = std::string{"\x00\xF1\x02", 3} + "0123456789";
};

TEST_F(Stamp, OpensslReadsTheRequestAndVerifiesTheToken) {
    const std::string request = timestamp_request(value, nonce);
    test::write_file(keys.file("q"), request);
    const std::string shown = run("openssl ts -query -text -in " + keys.file("q")).output;
    EXPECT_NE(shown.find("Hash Algorithm: sha256"), std::string::npos) << shown;
    EXPECT_NE(shown.find("Certificate required: yes"), std::string::npos) << shown;
    EXPECT_NE(shown.find("Nonce: 0xF102"), std::string::npos) << shown;
    const auto token = timestamp_token(service.answer(request).value(), value, nonce);
    ASSERT_TRUE(token) << token.error().text();
    test::write_file(keys.file("token"), *token);
    test::write_file(keys.file("value"), value);
    const auto verified = run("openssl ts -verify -token_in -in " + keys.file("token") + " -data " +
                              keys.file("value") + " -CAfile " + keys.file("ca.crt"));
    EXPECT_EQ(verified.exit, 0) << verified.output;
    const auto checked = check_token(*token, value);
    ASSERT_TRUE(checked) << checked.error().text();
    EXPECT_FALSE(checked->has_play);
    EXPECT_LT(std::chrono::abs(checked->at - SystemClock{}.now()), std::chrono::minutes{1});
}

TEST_F(Stamp, AnAnswerToAnotherQuestionIsRefused) {
    const std::string answer = service.answer(timestamp_request(value, nonce)).value();
    EXPECT_EQ(timestamp_token(answer, "another value", nonce).error().code(),
              Code::kTimestampUnavailable);
    EXPECT_EQ(timestamp_token(answer, value, "another nonce").error().code(),
              Code::kTimestampUnavailable);
    const std::string refusal = {0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02};
    EXPECT_NE(timestamp_token(refusal, value, nonce).error().cause().find("status 2"),
              std::string::npos);
    for (std::size_t size = 0; size < answer.size(); size += 11)
        EXPECT_FALSE(timestamp_token(answer.substr(0, size), value, nonce));
}

TEST_F(Stamp, ATokenOfACertificateThatIsNotForTimestampsIsRefused) {
    keys.make(test::kP256, "plain", "No-TSA");
    const auto token = service.stamp(value).value();
    EXPECT_EQ(check_token(token, "other").error().code(), Code::kCryptoFailed);
    const auto data = read_signed_data(token).value();
    EXPECT_TRUE(may_stamp(data.certificates[data.signer]));
    EXPECT_FALSE(may_stamp(certificates_of(keys.file("plain.crt")).value().front()));
}

TEST_F(Stamp, ABaselineTSignatureIsConfirmedByPdfsigAndOpenssl) {
    keys.make(test::kP256, "seal", "Test-Seal");
    const std::string pdf =
        sign_pdf(test::render("D2", test::sample_text("D2")).value().bytes, *keys.open("seal"),
                 {SystemClock{}.now(), "示范局", ""}, &service)
            .value();
    test::write_file(keys.file("t.pdf"), pdf);
    const std::string seen = run("pdfsig -nocert " + keys.file("t.pdf")).output;
    EXPECT_NE(seen.find("Signature is Valid"), std::string::npos) << seen;
    EXPECT_EQ(run("qpdf --check " + keys.file("t.pdf")).exit, 0);
    const auto data = read_signed_data(test::cut_out(pdf).cms).value();
    const auto token = data.unsigned_attributes.find(std::string{kOidTimestampToken});
    ASSERT_NE(token, data.unsigned_attributes.end());
    test::write_file(keys.file("token"), token->second);
    test::write_file(keys.file("value"), data.signature);
    const auto verified = run("openssl ts -verify -token_in -in " + keys.file("token") + " -data " +
                              keys.file("value") + " -CAfile " + keys.file("ca.crt"));
    EXPECT_EQ(verified.exit, 0) << verified.output;
}

struct Silent final : Timestamper {
    [[nodiscard]] Result<std::string> stamp(std::string_view) const override {
        return Error{Code::kTimestampUnavailable};
    }
};

TEST_F(Stamp, WithoutTheStampItAskedForADocumentIsNotSignedAtAll) {
    keys.make(test::kP256, "seal", "Test-Seal");
    const Silent silent;
    const auto made = sign_pdf(test::small_pdf(), *keys.open("seal"),
                               {SystemClock{}.now(), "示范局", ""}, &silent);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code(), Code::kTimestampUnavailable);
}

}  // namespace
}  // namespace ow::documents
