#include "gateway/crypto/cipher.hpp"

#include <gtest/gtest.h>

#include "gateway/crypto/digest.hpp"

namespace ow::crypto {

TEST(Seal, OpensOnlyWithTheSameKeyContextAndBytes) {
    const std::string key = random_bytes(32);
    const std::string sealed = seal(key, "身份信息", "case:1");
    EXPECT_EQ(*open(key, sealed, "case:1"), "身份信息");
    EXPECT_FALSE(open(key, sealed, "case:2"));
    EXPECT_FALSE(open(random_bytes(32), sealed, "case:1"));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        std::string changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_FALSE(open(key, changed, "case:1")) << i;
    }
}

TEST(Sm4, AgreesWithGbT32907) {
    const std::string key = *from_hex("0123456789abcdeffedcba9876543210");
    EXPECT_EQ(to_hex(*sm4_ecb_encrypt(key, key)), "681edf34d206965e86b3e94f536e4246");
    EXPECT_EQ(*sm4_ecb_decrypt(key, *sm4_ecb_encrypt(key, key)), key);
}

TEST(Pkcs7, StripsBlock32AndRefusesEveryBrokenRun) {
    for (std::size_t size = 0; size < 64; ++size) {
        const std::string plain(size, 'x');
        EXPECT_EQ(*pkcs7_strip(pkcs7_pad(plain, 32), 32), plain);
    }
    EXPECT_FALSE(pkcs7_strip("", 32));
    EXPECT_FALSE(pkcs7_strip(std::string(16, '\0'), 32));
    EXPECT_FALSE(pkcs7_strip(std::string(32, '\x21'), 32));
    EXPECT_FALSE(pkcs7_strip(std::string(15, 'a') + '\x02', 32));
}

}  // namespace ow::crypto
