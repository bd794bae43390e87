#pragma once
// What `onewindow check` reads beyond the configuration folder: every file the configuration names,
// as the gateway would when it starts – mappings with their samples and versions, code tables,
// templates, fonts, certificates and keys, seals, the console's users, partners' keys and tables.

#include <vector>

#include "gateway/app/config_loader.hpp"
#include "gateway/base/time.hpp"

namespace ow::app {

/// All mistakes, whatever load_config found; nothing is written, sent or listened on, and a gateway
/// may run beside it. A certificate that ends within 30 days is one too.
[[nodiscard]] std::vector<Error> check_whole(const Config& config, Instant now);

}  // namespace ow::app
