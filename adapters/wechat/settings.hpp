#pragma once
// The keys of a partner's file that this adapter reads. Secrets are contents of files.

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/partner_keys.hpp"
#include "adapters/wechat/envelope.hpp"
#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::wechat {

/// How a notice leaves; `template` alone is sent once however often it is asked for.
enum class Way : std::uint8_t { kCustom, kSubscribe, kTemplate };

struct Settings {
    PartnerId partner;
    std::string endpoint;  ///< "https://api.weixin.qq.com", without a slash at the end
    std::string public_url;
    std::string appid;
    std::string secret;
    std::string token;
    SafeMode safe_mode;
    bool plain = false;  ///< 明文模式 is taken too; else only safe mode
    Way way = Way::kCustom;
    std::map<std::string, std::string> templates;  ///< name → template id
    std::string menu_key = "book";
    Millis link_valid = std::chrono::minutes{30};
    int days_ahead = 7;
    std::vector<std::string> slots;
    std::vector<std::string> keep;  ///< push types and events that go to intake as kind "event"
};

/// Sorted; `template_*` stands for any name.
[[nodiscard]] std::span<const adapters::SettingRow> setting_rows();

/// kPartnerConfiguration with the key: missing, of wrong form, or not in the table.
[[nodiscard]] Result<Settings> read_settings(const ports::PartnerSettings& partner,
                                             std::string_view public_url);

}  // namespace ow::wechat
