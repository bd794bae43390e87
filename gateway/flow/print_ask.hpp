#pragma once
// A print as its case tells of it: who asked which printer for which document, how it ended. The
// row of the outbox that carries it is named after the event that asked.

#include <optional>
#include <string>
#include <vector>

#include "gateway/flow/case_service.hpp"

namespace ow::flow {

/// Kind of the outbox rows that go to a printer.
inline constexpr std::string_view kPrintKind = "print";

struct PrintAsk {
    std::int64_t sequence = 0;  ///< of the event that asked
    std::string document;
    std::string sha256;
    PartnerId printer;
    std::string batch;
    std::int64_t nth = 1;  ///< 1: the first print; 2: the first reprint …
    std::string actor;
    Instant at{};
    // How it ended, if it has.
    std::string ended;  ///< "printed", "cancelled", "moved", "repeated"; empty: under way
    Instant ended_at{};
    boost::json::object facts;  ///< the printer's receipt
};

/// The asks of a case, in order.
[[nodiscard]] std::vector<PrintAsk> print_asks(const std::vector<model::StoredEvent>& events);
/// The one that an outbox row of the case carries; nullopt: no row of a print.
[[nodiscard]] std::optional<PrintAsk> ask_of(ports::Store& store, const ports::OutboxView& row);
[[nodiscard]] std::optional<PrintAsk> ask_at(const std::vector<model::StoredEvent>& events,
                                             std::int64_t sequence);
/// As plan() names the row.
[[nodiscard]] std::string row_of(const CaseNo& no, const PrintAsk& ask);

/// A print that waits or stands still, or of which nobody knows, does not come (any more):
/// kCommandNotAllowed while it is on its way.
[[nodiscard]] Status drop_print(ports::Store& store, CaseService& cases,
                                const ports::OutboxView& row, const std::string& reason,
                                const std::string& actor, Instant now);
/// A person found the paper of a print whose answer was lost.
[[nodiscard]] Status confirm_print(ports::Store& store, CaseService& cases,
                                   const ports::OutboxView& row, const std::string& actor,
                                   Instant now);

}  // namespace ow::flow
