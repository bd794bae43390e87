#include "gateway/storage/sealed_step.hpp"

#include <gtest/gtest.h>

#include "gateway/crypto/cipher.hpp"

namespace ow::storage {
namespace {

const StreamId kStream{"case:1"};
const std::string kKey(32, 'k');
constexpr const char* kClear =
    R"({"format":1,"stream":"case:1","sequence":4,"recorded":7,"catalogue":"c","mapping":"m",)"
    R"("events":[{"type":"case.accepted","version":1,"at":5,"actor":"system","clear":{"a":1}}]})";

TEST(SealedStep, OpensTheFrozenTextAndItsSecrets) {
    const std::string cipher = crypto::seal(kKey, R"([{"name":"王测试"}])", "step\ncase:1\n4");
    const auto events = open_step(kStream, kKey, kClear, cipher);
    ASSERT_TRUE(events);
    EXPECT_EQ(events->at(0).sequence, 4);
    EXPECT_EQ(events->at(0).event.happened_at, Instant{Millis{5}});
    EXPECT_EQ(events->at(0).event.secret.at("name"), "王测试");
}

TEST(SealedStep, WithoutTheKeyOnlyTheClearPartIsThere) {
    const auto events = open_step(kStream, "", kClear, "sealed");
    ASSERT_TRUE(events);
    EXPECT_TRUE(events->at(0).event.secret.empty());
}

TEST(SealedStep, SecretsOfAnotherPlaceAreRefused) {
    const std::string moved = crypto::seal(kKey, "[{}]", "step\ncase:1\n5");
    EXPECT_EQ(open_step(kStream, kKey, kClear, moved).error().code(), Code::kCryptoFailed);
    EXPECT_EQ(open_step(kStream, kKey, "{\"format\":1}", "").error().code(), Code::kStoreDamaged);
    EXPECT_EQ(open_step(kStream, kKey, "no json", "").error().code(), Code::kStoreDamaged);
}

}  // namespace
}  // namespace ow::storage
