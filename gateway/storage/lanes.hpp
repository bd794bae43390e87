#pragma once
// The outbox. A lane is (partner, stream); only its oldest unfinished row can be claimed, so a
// parked or unknown row stops its own lane and no other. Every function works in the transaction
// its connection is in.

#include <optional>
#include <string>
#include <vector>

#include "gateway/ports/store.hpp"
#include "gateway/storage/connection.hpp"

namespace ow::storage {

/// What finishing needs to know of a row.
struct LaneRow {
    std::int64_t id = 0;
    std::int64_t stream = 0;
    std::int64_t fence = 0;
    PartnerId partner;
    ports::OutboxState state = ports::OutboxState::kWaiting;
};

/// Whether the lane has an unfinished row.
[[nodiscard]] bool lane_is_open(Connection& connection, std::int64_t stream,
                                const PartnerId& partner);

[[nodiscard]] std::optional<LaneRow> find_row(Connection& connection, const std::string& id);
/// Whether `fence` still holds the row: claimed, and by nobody else since.
[[nodiscard]] bool holds(const LaneRow& row, std::int64_t fence);

/// Puts the row into its new state and lets the lane's next row come forward if this one is done.
void finish(Connection& connection, const LaneRow& row, const ports::OutboxFinish& how, Instant at);
/// Claims; bodies are still sealed. Cheap whatever the number of stopped or skipped rows.
[[nodiscard]] std::vector<ports::Claim> claim(Connection& connection, Instant now, Millis lease,
                                              int limit, const std::vector<PartnerId>& skip,
                                              int per_partner);
/// At opening: nobody else has the store, so what an earlier process leased or put off is due
/// again.
void end_leases(Connection& connection, Instant now);
[[nodiscard]] Status mark_sending(Connection& connection, const std::string& id, std::int64_t fence,
                                  Instant until);
[[nodiscard]] Status resolve(Connection& connection, const std::string& id,
                             ports::OutboxState state, Instant now);
/// A destroyed stream sends nothing more.
void cancel_all(Connection& connection, std::int64_t stream, Instant now);

[[nodiscard]] std::vector<ports::OutboxView> rows_of_stream(Connection& connection,
                                                            const StreamId& stream);
[[nodiscard]] std::vector<ports::OutboxView> rows_in_state(
    Connection& connection, ports::OutboxState state, int limit,
    const std::optional<ports::OutboxPlace>& after);
[[nodiscard]] std::vector<ports::OutboxCause> causes_of(Connection& connection);
[[nodiscard]] std::vector<ports::OutboxView> rows_of_cause(Connection& connection,
                                                           const ports::OutboxCause& cause,
                                                           int limit);
[[nodiscard]] std::vector<ports::OutboxBacklog> backlog_of(Connection& connection, Instant now);
/// Waiting rows that are leased lose their lease; a row in `sending` is left alone.
[[nodiscard]] std::int64_t release(Connection& connection, ports::OutboxState state,
                                   const PartnerId& partner, const std::string& reason,
                                   Instant now);

}  // namespace ow::storage
