#pragma once
// Proof that nothing was changed or removed: chains, heads, gaps, messages and signed roots,
// recomputed from the rows. Needs the master key only for the wrapped keys and files.

#include <functional>

#include "gateway/ports/store.hpp"
#include "gateway/storage/chain.hpp"
#include "gateway/storage/connection.hpp"
#include "gateway/storage/key_ring.hpp"

namespace ow::storage {

using RootSigned = std::function<bool(const std::string& statement, const std::string& signature)>;

/// One pass over the steps in the order they were written; memory: some 100 bytes a stream.
void verify_chains(Connection& connection, crypto::Hash hash, const KeyRing& keys,
                   const RootSigned& root_signed, const std::optional<ports::SignedRoot>& kept,
                   ports::VerifyReport& report);

struct Root {
    std::int64_t last_step = 0;
    std::int64_t streams = 0;
    std::string root;
};
/// Over all stream heads, in one snapshot.
[[nodiscard]] Root compute_root(Connection& connection, crypto::Hash hash);
/// One stream's steps and its place under the root, in one snapshot. kCaseNotFound.
[[nodiscard]] Result<ports::StreamEvidence> evidence_of(Connection& connection, crypto::Hash hash,
                                                        const StreamId& stream, Instant now);
void write_root_row(Connection& connection, const Root& root, Instant at,
                    const std::string& signature);

}  // namespace ow::storage
