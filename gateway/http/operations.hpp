#pragma once
// /healthz: the process answers. /readyz: it can take messages (503 with the reason otherwise).
// What the check answers stands below "ready" (partners held after a restore).
// /metrics: Prometheus text. Answered on the I/O thread, so a full pool does not hide them; the
// readiness check must not block.

#include <functional>
#include <vector>

#include "gateway/http/metrics.hpp"
#include "gateway/ports/http.hpp"

namespace ow::http {

using Readiness = std::function<Result<std::string>()>;

[[nodiscard]] std::vector<ports::Route> operations_routes(const Metrics& metrics, Readiness ready);

}  // namespace ow::http
