#include "gateway/crypto/digest.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "gateway/crypto/signature.hpp"

namespace ow::crypto {

TEST(Digest, AgreesWithPublishedVectors) {
    EXPECT_EQ(to_hex(digest(Hash::kSha256, "abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-4
    EXPECT_EQ(to_hex(digest(Hash::kSm3, "abc")),
              "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");  // GB/T 32905
    EXPECT_EQ(to_hex(hmac(Hash::kSha256, "Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");  // RFC 4231
}

TEST(Base64, RoundTripsAndDropsSpareBits) {
    for (std::string text : {"", "a", "ab", "abc", "abcd"})
        EXPECT_EQ(*from_base64(to_base64(text)), text);
    EXPECT_EQ(*from_base64("YWJj\nZA"), "abcd");
    EXPECT_EQ(*from_base64("YR=="), *from_base64("YQ=="));
    EXPECT_FALSE(from_base64("Y"));
    EXPECT_FALSE(from_base64("YQ=a"));
    EXPECT_FALSE(from_base64("Y*=="));
}

TEST(Hex, RefusesOddAndForeignDigits) {
    EXPECT_EQ(*from_hex("00fF"), std::string("\x00\xff", 2));
    EXPECT_FALSE(from_hex("0"));
    EXPECT_FALSE(from_hex("0g"));
}

TEST(Scrypt, DependsOnPasswordAndSalt) {
    EXPECT_EQ(scrypt("p", "s"), scrypt("p", "s"));
    EXPECT_NE(scrypt("p", "s"), scrypt("p", "t"));
    EXPECT_NE(scrypt("p", "s"), scrypt("q", "s"));
}

/// openssl's output for `command`.
std::string openssl(const std::string& command) {
    std::string out;
    FILE* pipe = popen(("openssl " + command + " 2>/dev/null").c_str(), "r");
    if (pipe == nullptr) return out;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) out += static_cast<char>(c);
    pclose(pipe);
    return out;
}

TEST(Keys, AnEncryptedKeyIsRefusedByNameAndNobodyIsAsked) {
    const std::string locked = openssl(
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 -pass pass:geheim1234");
    ASSERT_NE(locked.find("ENCRYPTED"), std::string::npos);
    EXPECT_NE(sign(locked, "x").error().text().find("is encrypted"), std::string::npos);
    EXPECT_NE(public_of(locked).error().text().find("is encrypted"), std::string::npos);
    EXPECT_NE(sign("no key", "x").error().text().find("not a PEM"), std::string::npos);
}

}  // namespace ow::crypto
