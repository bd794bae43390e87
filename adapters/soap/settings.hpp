#pragma once
// What a partner's file says about calling it.

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/partner_keys.hpp"
#include "gateway/ports/call_signature.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::soap {

struct SenderSettings {
    PartnerId partner;
    std::string endpoint;
    std::string name_space;                         ///< `namespace`: of operation and parameter
    std::map<std::string, std::string> operations;  ///< kind → element; "" = for every kind
    std::map<std::string, std::string> actions;     ///< kind → SOAPAction; "" = for every kind
    std::string parameter;  ///< the message goes as text into this element; empty: as elements
    bool qualified = true;  ///< whether the parameter is in the namespace
    std::string charset = "utf-8";
    std::string foreign_no = "foreign_no";  ///< element of the reply with the partner's number
    std::string result;                     ///< element with the partner's own code; empty: none
    std::vector<std::string> ok_codes;      ///< values of it that mean done
    std::vector<std::string> done_codes;    ///< codes that mean taken before
    std::vector<std::string> busy_codes;    ///< codes that mean later
    ports::Signing signing;                 ///< empty key: unsigned (mutual TLS only)
};

/// Every setting, sorted.
[[nodiscard]] std::span<const adapters::SettingRow> setting_rows();

/// kPartnerConfiguration names the wrong setting.
[[nodiscard]] Result<SenderSettings> sender_settings(const ports::PartnerSettings& partner);

/// The value for `kind`, else the one for every kind, else empty.
[[nodiscard]] std::string for_kind(const std::map<std::string, std::string>& values,
                                   const std::string& kind);

}  // namespace ow::soap
