#pragma once
// Tries every address out that a message is sent to: GET <endpoint><path.<kind>>, signed. A partner
// that checks it answers 401 or 403 for a wrong signature; 200, 400 or 405 show that it is there.

#include "adapters/http_probe.hpp"

namespace ow::http_push {

[[nodiscard]] Result<ports::ConnectionFinding> probe(const adapters::ProbeContext& context);

}  // namespace ow::http_push
