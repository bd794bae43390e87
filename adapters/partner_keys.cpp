#include "adapters/partner_keys.hpp"

#include <algorithm>

#include "gateway/base/text.hpp"

namespace ow::adapters {
namespace {

bool knows(const SettingRow& row, std::string_view key) {
    if (!row.key.ends_with('*')) return row.key == key;
    return key.starts_with(row.key.substr(0, row.key.size() - 1));
}

}  // namespace

Error wrong_setting(std::string_view key, std::string_view cause) {
    return Error{Code::kPartnerConfiguration, {.field = std::string{key}}, std::string{cause}};
}

Status check_keys(const ports::PartnerSettings& partner, std::span<const SettingRow> rows) {
    std::vector<std::string_view> known;
    for (const SettingRow& row : rows) known.push_back(row.key);
    for (const auto& [key, value] : partner.settings) {
        const auto fits = [&key = key](const SettingRow& row) { return knows(row, key); };
        if (std::any_of(rows.begin(), rows.end(), fits)) continue;
        const std::string_view close = nearest(key, known);
        return wrong_setting(
            key, close.empty() ? "unknown key" : "unknown key; did you mean " + std::string{close});
    }
    return ok();
}

std::string setting(const ports::PartnerSettings& partner, const std::string& key,
                    std::string_view otherwise) {
    const auto found = partner.settings.find(key);
    return std::string{found == partner.settings.end() ? otherwise : trim(found->second)};
}

std::vector<std::string> setting_list(std::string_view text) {
    std::vector<std::string> out;
    for (const std::string_view part : split(text, ',')) {
        if (!trim(part).empty()) out.emplace_back(trim(part));
    }
    return out;
}

std::string_view file_content(const ports::PartnerSettings& partner, const std::string& key) {
    const auto found = partner.files.find(key);
    if (found == partner.files.end()) return {};
    std::string_view text = found->second;
    while (text.ends_with('\n') || text.ends_with('\r') || text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

}  // namespace ow::adapters
