#include "gateway/storage/lru.hpp"

#include <gtest/gtest.h>

namespace ow::storage {

TEST(Lru, ForgetsWhatWasUsedLongestAgo) {
    Lru<int> lru{2};
    lru.put("a", 1);
    lru.put("b", 2);
    ASSERT_NE(lru.find("a"), nullptr);
    lru.put("c", 3);
    EXPECT_EQ(lru.find("b"), nullptr);
    EXPECT_EQ(*lru.find("a"), 1);
    lru.put("a", 9);
    EXPECT_EQ(*lru.find("a"), 9);
    lru.erase("a");
    EXPECT_EQ(lru.find("a"), nullptr);
    EXPECT_EQ(*lru.find("c"), 3);
}

}  // namespace ow::storage
