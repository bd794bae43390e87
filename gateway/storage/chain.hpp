#pragma once
// The evidence chain and the tree over all chains. Pure.
//
// Per stream: hash = H(previous ‖ clear ‖ H(cipher)), the first previous being 32 zero bytes. Over
// all streams, in order of their ids: a Merkle tree with leaf = H(0x00 ‖ name ‖ 0x0a ‖ version ‖
// 0x0a ‖ hash) and node = H(0x01 ‖ left ‖ right); an odd last node goes up unchanged.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/time.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/ports/store.hpp"

namespace ow::storage {

[[nodiscard]] std::string first_link();
[[nodiscard]] std::string link(crypto::Hash hash, std::string_view previous, std::string_view clear,
                               std::string_view cipher_digest);

[[nodiscard]] std::string leaf(crypto::Hash hash, std::string_view stream, std::int64_t version,
                               std::string_view head);

/// A Merkle tree whose leaves may change; only the changed paths are hashed again.
class MerkleTree {
  public:
    explicit MerkleTree(crypto::Hash hash) : hash_(hash), levels_(1) {}
    /// `index` at most one past the last leaf.
    void set(std::size_t index, std::string leaf_hash);
    [[nodiscard]] const std::string& leaf_at(std::size_t index) const {
        return levels_.front()[index];
    }
    /// Empty tree: 32 zero bytes.
    [[nodiscard]] std::string root();
    /// The neighbours on the way from a leaf to root(), from below; root() was asked before.
    [[nodiscard]] std::vector<ports::ProofNode> proof(std::size_t index) const;

  private:
    [[nodiscard]] std::string node(std::size_t level, std::size_t index) const;

    crypto::Hash hash_;
    std::vector<std::vector<std::string>> levels_;
    std::vector<std::size_t> changed_;
};

/// The root that a leaf and its proof lead to.
[[nodiscard]] std::string root_of(crypto::Hash hash, std::string leaf_hash,
                                  const std::vector<ports::ProofNode>& proof);

/// What is signed: a text that names the time, the numbers and the root in hex.
[[nodiscard]] std::string root_statement(Instant at, std::int64_t streams, std::int64_t last_step,
                                         std::string_view root);

}  // namespace ow::storage
