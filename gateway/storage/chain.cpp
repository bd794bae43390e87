#include "gateway/storage/chain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ow::storage {

std::string first_link() {
    return std::string(32, '\0');
}

std::string link(crypto::Hash hash, std::string_view previous, std::string_view clear,
                 std::string_view cipher_digest) {
    std::string all;
    all.reserve(previous.size() + clear.size() + cipher_digest.size());
    all += previous;
    all += clear;
    all += cipher_digest;
    return crypto::digest(hash, all);
}

std::string leaf(crypto::Hash hash, std::string_view stream, std::int64_t version,
                 std::string_view head) {
    std::string all(1, '\0');
    all += stream;
    all += fmt::format("\n{}\n", version);
    all += head;
    return crypto::digest(hash, all);
}

void MerkleTree::set(std::size_t index, std::string leaf_hash) {
    auto& leaves = levels_.front();
    if (index >= leaves.size()) leaves.resize(index + 1);
    leaves[index] = std::move(leaf_hash);
    changed_.push_back(index);
}

std::string MerkleTree::node(std::size_t level, std::size_t index) const {
    const auto& below = levels_[level - 1];
    if (index * 2 + 1 == below.size()) return below[index * 2];
    return crypto::digest(hash_, std::string(1, '\1') + below[index * 2] + below[index * 2 + 1]);
}

std::string MerkleTree::root() {
    for (std::size_t level = 1; levels_[level - 1].size() > 1; ++level) {
        if (levels_.size() == level) levels_.emplace_back();
        levels_[level].resize((levels_[level - 1].size() + 1) / 2);
        for (std::size_t& index : changed_) index /= 2;
        std::sort(changed_.begin(), changed_.end());
        changed_.erase(std::unique(changed_.begin(), changed_.end()), changed_.end());
        for (std::size_t index : changed_) levels_[level][index] = node(level, index);
    }
    changed_.clear();
    return levels_.back().empty() ? std::string(32, '\0') : levels_.back().front();
}

std::vector<ports::ProofNode> MerkleTree::proof(std::size_t index) const {
    std::vector<ports::ProofNode> nodes;
    for (std::size_t level = 0; levels_[level].size() > 1; ++level, index /= 2) {
        const std::size_t other = index % 2 == 0 ? index + 1 : index - 1;
        if (other < levels_[level].size()) nodes.push_back({other < index, levels_[level][other]});
    }
    return nodes;
}

std::string root_of(crypto::Hash hash, std::string at, const std::vector<ports::ProofNode>& proof) {
    for (const ports::ProofNode& node : proof) {
        const std::string pair = node.is_left ? node.hash + at : at + node.hash;
        at = crypto::digest(hash, std::string(1, '\1') + pair);
    }
    return at;
}

std::string root_statement(Instant at, std::int64_t streams, std::int64_t last_step,
                           std::string_view root) {
    return fmt::format("onewindow merkle root v1\nat {}\nstreams {}\nsteps {}\nroot {}\n",
                       to_iso(at), streams, last_step, crypto::to_hex(root));
}

}  // namespace ow::storage
