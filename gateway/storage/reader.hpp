#pragma once
// What the port answers from one read connection. Lists never touch closed streams they do not
// show: with half a million of them a page costs a few milliseconds.

#include <string>
#include <vector>

#include "gateway/ports/store.hpp"
#include "gateway/storage/connection.hpp"
#include "gateway/storage/key_ring.hpp"

namespace ow::storage {

/// The stream's row and steps; kCaseNotFound, kKeyDestroyed, kStoreDamaged, kCryptoFailed.
[[nodiscard]] Result<std::vector<model::StoredEvent>> load_stream(Connection& connection,
                                                                  KeyRing& keys,
                                                                  const StreamId& stream);
[[nodiscard]] Result<ports::StreamView> read_stream(Connection& connection, const StreamId& stream);
/// By row id; empty if there is none.
[[nodiscard]] std::optional<ports::StreamView> read_stream(Connection& connection, std::int64_t id);
[[nodiscard]] std::vector<ports::StreamView> list_streams(Connection& connection,
                                                          const ports::StreamQuery& query);
[[nodiscard]] std::vector<ports::StreamView> due_streams(Connection& connection, Instant now,
                                                         int limit);

[[nodiscard]] std::vector<ports::MessageView> messages_of(Connection& connection,
                                                          const StreamId& stream);
[[nodiscard]] std::optional<ports::KnownMessage> known_message(Connection& connection,
                                                               KeyRing& keys,
                                                               const PartnerId& partner,
                                                               const std::string& key);
[[nodiscard]] Result<std::string> open_message(Connection& connection, KeyRing& keys,
                                               const PartnerId& partner, const std::string& key);

}  // namespace ow::storage
