#pragma once
// A partner's configuration with the files it names read: what its adapter is given.

#include "gateway/app/config_loader.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::app {

/// The settings with every file that one of them, or `trust.hmac_key_file`, names. kFileUnreadable.
[[nodiscard]] Result<ports::PartnerSettings> partner_settings(
    const model::PartnerConfig& partner, const std::filesystem::path& directory);

}  // namespace ow::app
