#pragma once
// A store restored from a backup is behind its partners: what was sent and numbered after the
// backup is known to them and not to us. So every partner is held – its rows are never claimed –
// until a person releases it, and no number that may have been given out is given out again.

#include <cstdint>
#include <string>
#include <vector>

#include "gateway/ports/store.hpp"
#include "gateway/storage/connection.hpp"

namespace ow::storage {

struct HoldPlan {
    std::vector<PartnerId> partners;  ///< held beside those with unsent rows
    std::vector<PartnerId> exempt;    ///< work of our own: nothing of it left the process
    std::int64_t serial_reserve = 0;  ///< numbers of each series passed over
    Millis reserve_for{};             ///< a series begun within this time begins behind the reserve
    Instant now{};
};

struct Held {
    std::int64_t partners = 0;
    std::int64_t rows = 0;  ///< unsent ones of held partners
};

/// Holds the store in `dir`, which no process has open.
[[nodiscard]] Result<Held> hold_store(const std::string& dir, const HoldPlan& plan);

[[nodiscard]] std::vector<ports::HeldPartner> held_partners(Connection& connection);
[[nodiscard]] std::vector<PartnerId> held_ids(Connection& connection);

struct ReleaseOrder {
    const PartnerId& partner;
    ports::Doubt doubt;
    const std::string& reason;
    Instant now;
};
[[nodiscard]] Status end_hold(Connection& connection, const ReleaseOrder& order,
                              std::int64_t& in_doubt);

/// Where a series that was never leased from begins.
[[nodiscard]] std::int64_t first_serial(Connection& connection, Instant now);

}  // namespace ow::storage
