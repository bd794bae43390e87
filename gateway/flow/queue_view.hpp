#pragma once
// What stands still between us and the partners, by cause: partner and error code. For the
// console's page and `onewindow queue`.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/flow/setting.hpp"
#include "gateway/ports/store.hpp"

namespace ow::flow {

struct QueueCause {
    PartnerId partner;
    std::string partner_name;
    bool is_inbound = false;  ///< a message of the partner's that did not become a case
    /// "parked", "unknown", "waiting", kQueueHeld; inbound "refused", "quarantined"
    std::string_view state;
    ports::OutboxState outbox_state = ports::OutboxState::kWaiting;
    std::string reason;          ///< error code; kQueueClosed, kQueueSlow
    std::string_view next_step;  ///< 中文: who must act and what to do
    std::int64_t count = 0;
    std::int64_t behind = 0;  ///< further cases whose messages wait for the same partner
    Instant oldest{};
    std::optional<Instant> next_try;  ///< nullopt: a person's turn
    bool may_resend = false;          ///< the whole group, without asking the partner first
};

struct QueueRow {
    std::string id;
    std::string case_no;
    std::string kind;
    Instant since{};
    int attempts = 0;
    std::string trace;  ///< inbound
    std::string field;  ///< inbound
};

/// An outbound cause as pages and commands name it.
struct CauseName {
    std::string partner;
    std::string state;
    std::string reason;
};

/// A partner to whom nothing goes since a restore; counts its lanes.
inline constexpr std::string_view kQueueHeld = "held";

/// Reasons that are no errors.
inline constexpr std::string_view kQueueClosed = "PARTNER_CLOSED";  ///< outside its service hours
inline constexpr std::string_view kQueueSlow = "PARTNER_SLOW";      ///< it takes them, slowly

/// Held partners first, then stopped rows, then waiting ones, then inbound ones. What goes its
/// ordinary way – due for less than a minute – is not listed.
[[nodiscard]] std::vector<QueueCause> queue_causes(ports::Store& store, const Setting& setting,
                                                   Instant now);
/// Those that have waited longest; of kQueueClosed and kQueueSlow: none, their rows have no fault.
[[nodiscard]] std::vector<QueueRow> queue_rows(ports::Store& store, const QueueCause& cause,
                                               int limit);
/// Every row of the cause goes again, to its partner only; how many. kCommandNotAllowed where the
/// partner may have them already and does not deduplicate.
[[nodiscard]] Result<std::int64_t> resend(ports::Store& store, const Setting& setting,
                                          const CauseName& cause, Instant now);

}  // namespace ow::flow
