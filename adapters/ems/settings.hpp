#pragma once
// The keys of a partner's file that this adapter reads. Secrets are contents of files.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/ems/envelope.hpp"
#include "adapters/ems/opcodes.hpp"
#include "adapters/ems/request.hpp"
#include "adapters/partner_keys.hpp"
#include "gateway/base/result.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::ems {

struct Settings {
    PartnerId partner;
    std::string endpoint;  ///< whole URL of the open platform
    Credentials credentials;
    Envelope envelope;
    Opcodes opcodes;
    std::string customer;  ///< ecommerceUserId
    std::string product;
    std::string payment;
    Party sender;
    std::vector<std::string> busy_codes;  ///< retCodes that mean "later"
};

/// Sorted.
[[nodiscard]] std::span<const adapters::SettingRow> setting_rows();

/// kPartnerConfiguration with the key: missing, of wrong form, or not in the table.
[[nodiscard]] Result<Settings> read_settings(const ports::PartnerSettings& partner);

}  // namespace ow::ems
