#include "gateway/crypto/signature.hpp"

#include <gtest/gtest.h>

#include "gateway/crypto/digest.hpp"

namespace ow::crypto {
namespace {

// The P-256 example of RFC 6979, A.2.5: key, and its signature of "sample" with SHA-256.
constexpr std::string_view kPublic = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7
Yfps5mliLmDyn7Z5A/4QCLi8maQa6elWKLxk8vGyDC1+n1F3o8KU1EYimQ==
-----END PUBLIC KEY-----
)";
constexpr std::string_view kScalar =
    "MHcCAQEEIMmvqdhFunUWa1whV2ex1pNOUMPbNuibEnuKYisSD2choAoGCCqGSM49\n"
    "AwEHoUQDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Z5A/4QCLi8\n"
    "maQa6elWKLxk8vGyDC1+n1F3o8KU1EYimQ==\n";
constexpr std::string_view kSignatureOfSample =
    "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
    "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";

std::string private_pem() {
    const std::string kind = "EC PRIVATE KEY";
    return "-----BEGIN " + kind + "-----\n" + std::string{kScalar} + "-----END " + kind + "-----\n";
}

}  // namespace

TEST(Signature, VerifiesTheExampleOfRfc6979) {
    const std::string signature = *from_hex(kSignatureOfSample);
    EXPECT_TRUE(verify(kPublic, "sample", signature));
    EXPECT_FALSE(verify(kPublic, "Sample", signature));
}

TEST(Signature, KnowsThePublicHalfOfThatKeyAndSignsForIt) {
    const auto half = public_of(private_pem());
    ASSERT_TRUE(half);
    EXPECT_EQ(*half, kPublic);
    const auto signature = sign(private_pem(), "根");
    ASSERT_TRUE(signature);
    EXPECT_TRUE(verify(kPublic, "根", *signature));
}

TEST(Signature, HoldsForItsBytesAndKeyAlone) {
    const KeyPair pair = new_p256_key();
    const std::string signature = *sign(pair.private_pem, std::string("a\0b", 3));
    EXPECT_TRUE(verify(pair.public_pem, std::string("a\0b", 3), signature));
    EXPECT_FALSE(verify(pair.public_pem, "a", signature));
    EXPECT_FALSE(verify(new_p256_key().public_pem, std::string("a\0b", 3), signature));
    EXPECT_FALSE(verify(pair.public_pem, std::string("a\0b", 3), ""));
    for (std::size_t i = 0; i < signature.size(); ++i) {
        std::string changed = signature;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_FALSE(verify(pair.public_pem, std::string("a\0b", 3), changed)) << i;
    }
}

TEST(Signature, MakesAnotherKeyEachTimeAndItsHalvesFit) {
    const KeyPair first = new_p256_key();
    EXPECT_NE(first.private_pem, new_p256_key().private_pem);
    EXPECT_EQ(*public_of(first.private_pem), first.public_pem);
}

TEST(Signature, SaysThatAKeyIsNoneInsteadOfSigning) {
    const KeyPair pair = new_p256_key();
    for (const std::string& pem :
         {std::string{}, std::string{"not PEM"}, pair.public_pem, pair.private_pem.substr(0, 80)}) {
        const auto signature = sign(pem, "x");
        ASSERT_FALSE(signature);
        EXPECT_EQ(signature.error().code(), Code::kCryptoFailed);
        ASSERT_FALSE(public_of(pem));
    }
    EXPECT_FALSE(verify(pair.private_pem, "x", *sign(pair.private_pem, "x")));
    EXPECT_FALSE(verify("", "x", *sign(pair.private_pem, "x")));
}

}  // namespace ow::crypto
