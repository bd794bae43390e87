#include "gateway/storage/chain.hpp"

#include <gtest/gtest.h>

namespace ow::storage {
namespace {

using crypto::Hash;

std::string node(const std::string& left, const std::string& right) {
    return crypto::digest(Hash::kSha256, std::string(1, '\1') + left + right);
}

TEST(Chain, LinksPreviousClearPartAndDigestOfTheCipher) {
    const std::string cipher_digest = crypto::digest(Hash::kSm3, "cipher");
    EXPECT_EQ(link(Hash::kSm3, first_link(), "clear", cipher_digest),
              crypto::digest(Hash::kSm3, std::string(32, '\0') + "clear" + cipher_digest));
}

TEST(Merkle, AnOddNodeGoesUpUnchanged) {
    MerkleTree tree{Hash::kSha256};
    EXPECT_EQ(tree.root(), std::string(32, '\0'));
    tree.set(0, "a");
    EXPECT_EQ(tree.root(), "a");
    tree.set(1, "b");
    tree.set(2, "c");
    EXPECT_EQ(tree.root(), node(node("a", "b"), "c"));
}

TEST(Merkle, ChangedPathsGiveTheSameRootAsATreeMadeAnew) {
    MerkleTree grown{Hash::kSha256};
    for (std::size_t size = 1; size <= 40; ++size) {
        grown.set(size - 1, "first" + std::to_string(size));
        static_cast<void>(grown.root());
        grown.set(size / 2, "changed" + std::to_string(size));
        MerkleTree anew{Hash::kSha256};
        for (std::size_t i = 0; i < size; ++i) anew.set(i, grown.leaf_at(i));
        EXPECT_EQ(grown.root(), anew.root()) << size;
    }
}

}  // namespace
}  // namespace ow::storage
