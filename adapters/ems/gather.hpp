#pragma once
// Several messages of one request, answered together once each of them was.

#include <functional>
#include <memory>
#include <vector>

#include "gateway/ports/partner.hpp"

namespace ow::ems {

/// Hands all messages to intake; `done` runs once, on any thread, with the answers in the order of
/// the messages (at once if there are none).
void receive_all(ports::Inbound& inbound, std::vector<ports::InboundMessage> messages,
                 std::function<void(std::vector<ports::Answer>)> done);

/// Whether sending the same again can help: intake was full or the store not writable.
[[nodiscard]] bool any_may_retry(const std::vector<ports::Answer>& answers);

}  // namespace ow::ems
