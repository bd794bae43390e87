#include "adapters/wechat/settings.hpp"

#include <charconv>

namespace ow::wechat {
namespace {

using adapters::file_content;
using adapters::setting;
using adapters::wrong_setting;

constexpr std::string_view kSlots =
    "09:00-10:00,10:00-11:00,11:00-12:00,14:00-15:00,15:00-16:00,16:00-17:00";
constexpr std::string_view kTemplatePrefix = "template_";

constexpr adapters::SettingRow kRows[] = {
    {"appid", "AppID of the account"},
    {"days_ahead", "how many days ahead may be booked (default 7)"},
    {"encoding_aes_key_file", "file with the EncodingAESKey, 43 characters"},
    {"keep", "push types and events that go to intake, separated by commas (default none)"},
    {"link_minutes", "how long a booking link is valid (default 30)"},
    {"menu_key", "EventKey of the menu's booking button (default book)"},
    {"mode", "safe (default) or plain"},
    {"secret_file", "file with the AppSecret"},
    {"slots", "bookable times, separated by commas (default the hall's hours)"},
    {"template_*", "template id of that name"},
    {"token_file", "file with the server token"},
    {"way", "custom (default), subscribe or template"},
};

Result<std::string> secret(const ports::PartnerSettings& partner, const std::string& key) {
    if (!partner.files.contains(key)) return wrong_setting(key, "missing");
    const std::string_view text = file_content(partner, key);
    if (text.empty()) return wrong_setting(key, "the file is empty");
    return std::string{text};
}

Result<int> number(const ports::PartnerSettings& partner, const std::string& key, int otherwise,
                   int largest) {
    const std::string text = setting(partner, key, std::to_string(otherwise));
    int value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || stop != text.data() + text.size() || value < 1 || value > largest) {
        return wrong_setting(key, "1 to " + std::to_string(largest));
    }
    return value;
}

Status read_choices(const ports::PartnerSettings& partner, Settings& out) {
    const std::string mode = setting(partner, "mode", "safe");
    if (mode != "safe" && mode != "plain") return wrong_setting("mode", "safe or plain");
    out.plain = mode == "plain";
    const std::string way = setting(partner, "way", "custom");
    if (way != "custom" && way != "subscribe" && way != "template") {
        return wrong_setting("way", "custom, subscribe or template");
    }
    out.way = way == "custom"      ? Way::kCustom
              : way == "subscribe" ? Way::kSubscribe
                                   : Way::kTemplate;
    for (const auto& [key, value] : partner.settings) {
        if (key.starts_with(kTemplatePrefix))
            out.templates[key.substr(kTemplatePrefix.size())] = value;
    }
    const auto minutes = number(partner, "link_minutes", 30, 1440);
    if (!minutes) return minutes.error();
    out.link_valid = std::chrono::minutes{*minutes};
    const auto days = number(partner, "days_ahead", 7, 60);
    if (!days) return days.error();
    out.days_ahead = *days;
    return ok();
}

}  // namespace

std::span<const adapters::SettingRow> setting_rows() {
    return kRows;
}

Result<Settings> read_settings(const ports::PartnerSettings& partner, std::string_view public_url) {
    if (const Status status = adapters::check_keys(partner, kRows); !status) return status.error();
    const auto app_secret = secret(partner, "secret_file");
    const auto token = secret(partner, "token_file");
    const auto aes_key = secret(partner, "encoding_aes_key_file");
    if (!app_secret) return app_secret.error();
    if (!token) return token.error();
    if (!aes_key) return aes_key.error();
    const std::string appid = setting(partner, "appid", "");
    auto safe_mode = SafeMode::make(*aes_key, appid);
    if (!safe_mode) return safe_mode.error();
    std::string endpoint =
        partner.endpoint.empty() ? "https://api.weixin.qq.com" : partner.endpoint;
    while (endpoint.ends_with('/')) endpoint.pop_back();
    Settings out{.partner = partner.id,
                 .endpoint = std::move(endpoint),
                 .public_url = std::string{public_url},
                 .appid = appid,
                 .secret = *app_secret,
                 .token = *token,
                 .safe_mode = *std::move(safe_mode),
                 .templates = {},
                 .menu_key = setting(partner, "menu_key", "book"),
                 .slots = adapters::setting_list(setting(partner, "slots", kSlots)),
                 .keep = adapters::setting_list(setting(partner, "keep", ""))};
    while (out.public_url.ends_with('/')) out.public_url.pop_back();
    if (const Status status = read_choices(partner, out); !status) return status.error();
    return out;
}

}  // namespace ow::wechat
