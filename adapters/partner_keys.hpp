#pragma once
// Reading the keys of a partner's file that belong to its adapter. Pure.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::adapters {

struct SettingRow {
    std::string_view key;  ///< `name_*` stands for every key that begins with `name_`
    std::string_view meaning;
};

/// kPartnerConfiguration naming the key.
[[nodiscard]] Error wrong_setting(std::string_view key, std::string_view cause);
/// Refuses a key that no row knows, naming the nearest that one does.
[[nodiscard]] Status check_keys(const ports::PartnerSettings& partner,
                                std::span<const SettingRow> rows);
/// Trimmed.
[[nodiscard]] std::string setting(const ports::PartnerSettings& partner, const std::string& key,
                                  std::string_view otherwise = {});
/// Parts between commas, trimmed, without the empty ones.
[[nodiscard]] std::vector<std::string> setting_list(std::string_view text);
/// Content of the file that a key ending in `_file` names, without line ends and blanks after it;
/// empty if there is none.
[[nodiscard]] std::string_view file_content(const ports::PartnerSettings& partner,
                                            const std::string& key);

}  // namespace ow::adapters
