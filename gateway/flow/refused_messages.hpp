#pragma once
// Messages that came in and did not become a case, read from their own streams.

#include <string>
#include <string_view>
#include <vector>

#include "gateway/ports/store.hpp"

namespace ow::flow {

struct RefusedMessage {
    std::string id;
    PartnerId partner;
    std::string kind;
    std::string trace;  ///< of the message's request: its log lines carry the same
    std::string stage;  ///< "refused", "quarantined"
    std::string code;   ///< catalogue name
    std::string field;
    Instant received_at{};
};

/// All that wait, the newest first: they are acknowledged, so none may fall out of sight, however
/// many are refused meanwhile.
[[nodiscard]] std::vector<RefusedMessage> quarantined_messages(ports::Store& store);

/// The newest first; their senders were told.
[[nodiscard]] std::vector<RefusedMessage> refused_messages(ports::Store& store, int limit);

/// Quarantined messages that were released and became part of one of `streams`: they hold the same
/// persons under keys of their own.
[[nodiscard]] std::vector<StreamId> released_into(ports::Store& store,
                                                  const std::vector<StreamId>& streams);

/// Who must act and what to do, by the catalogue name of an error; empty: no such name.
[[nodiscard]] std::string_view next_step_of(std::string_view code);

}  // namespace ow::flow
