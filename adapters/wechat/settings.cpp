#include "adapters/wechat/settings.hpp"

#include <algorithm>
#include <charconv>

#include "gateway/base/text.hpp"

namespace ow::wechat {
namespace {

constexpr std::string_view kSlots =
    "09:00-10:00,10:00-11:00,11:00-12:00,14:00-15:00,15:00-16:00,16:00-17:00";
constexpr std::string_view kTemplatePrefix = "template_";

constexpr SettingRow kRows[] = {
    {"appid", "AppID of the account"},
    {"days_ahead", "how many days ahead may be booked (default 7)"},
    {"encoding_aes_key_file", "file with the EncodingAESKey, 43 characters"},
    {"keep", "push types and events that go to intake, separated by commas (default none)"},
    {"link_minutes", "how long a booking link is valid (default 30)"},
    {"menu_key", "EventKey of the menu's booking button (default book)"},
    {"mode", "safe (default) or plain"},
    {"secret_file", "file with the AppSecret"},
    {"slots", "bookable times, separated by commas"},
    {"template_*", "template id of that name"},
    {"token_file", "file with the server token"},
    {"way", "custom (default), subscribe or template"},
};

Error wrong(std::string_view key, std::string_view cause) {
    return Error{Code::kPartnerConfiguration, {.field = std::string{key}}, std::string{cause}};
}

Status check_keys(const ports::PartnerSettings& partner) {
    std::vector<std::string_view> known;
    for (const SettingRow& row : kRows) known.push_back(row.key);
    for (const auto& [key, value] : partner.settings) {
        if (key.starts_with(kTemplatePrefix)) continue;
        if (std::find(known.begin(), known.end(), key) == known.end()) {
            const std::string_view close = nearest(key, known);
            return wrong(key, close.empty() ? "unknown key"
                                            : "unknown key; did you mean " + std::string{close});
        }
    }
    return ok();
}

std::string setting(const ports::PartnerSettings& partner, const std::string& key,
                    std::string_view otherwise) {
    const auto found = partner.settings.find(key);
    return found == partner.settings.end() ? std::string{otherwise}
                                           : std::string{trim(found->second)};
}

Result<std::string> secret(const ports::PartnerSettings& partner, const std::string& key) {
    const auto found = partner.files.find(key);
    if (found == partner.files.end()) return wrong(key, "missing");
    std::string_view text = found->second;
    while (text.ends_with('\n') || text.ends_with('\r') || text.ends_with(' '))
        text.remove_suffix(1);
    if (text.empty()) return wrong(key, "the file is empty");
    return std::string{text};
}

Result<int> number(const ports::PartnerSettings& partner, const std::string& key, int otherwise,
                   int largest) {
    const std::string text = setting(partner, key, std::to_string(otherwise));
    int value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || stop != text.data() + text.size() || value < 1 || value > largest) {
        return wrong(key, "1 to " + std::to_string(largest));
    }
    return value;
}

std::vector<std::string> list(const std::string& text) {
    std::vector<std::string> out;
    for (const std::string_view part : split(text, ',')) {
        if (!trim(part).empty()) out.emplace_back(trim(part));
    }
    return out;
}

Status read_choices(const ports::PartnerSettings& partner, Settings& out) {
    const std::string mode = setting(partner, "mode", "safe");
    if (mode != "safe" && mode != "plain") return wrong("mode", "safe or plain");
    out.plain = mode == "plain";
    const std::string way = setting(partner, "way", "custom");
    if (way != "custom" && way != "subscribe" && way != "template") {
        return wrong("way", "custom, subscribe or template");
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

std::span<const SettingRow> setting_rows() {
    return kRows;
}

Result<Settings> read_settings(const ports::PartnerSettings& partner, std::string_view public_url) {
    if (const Status status = check_keys(partner); !status) return status.error();
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
                 .slots = list(setting(partner, "slots", kSlots)),
                 .keep = list(setting(partner, "keep", ""))};
    while (out.public_url.ends_with('/')) out.public_url.pop_back();
    if (const Status status = read_choices(partner, out); !status) return status.error();
    return out;
}

}  // namespace ow::wechat
