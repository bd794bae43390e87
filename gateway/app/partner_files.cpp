#include "gateway/app/partner_files.hpp"

#include "gateway/app/key_files.hpp"
#include "gateway/base/text.hpp"

namespace ow::app {

Result<ports::PartnerSettings> partner_settings(const model::PartnerConfig& partner,
                                                const std::filesystem::path& directory) {
    ports::PartnerSettings out{
        partner.id, partner.name, partner.endpoint, partner.total_deadline, partner.settings, {},
        {}};
    for (const auto& [kind, mapping] : partner.inbound) out.inbound.push_back(kind);
    auto files = partner.settings;
    if (!partner.trust.hmac_key_file.empty())
        files.try_emplace("hmac_key_file", partner.trust.hmac_key_file);
    for (const auto& [key, value] : files) {
        if (!key.ends_with("_file")) continue;
        auto content = read_file(directory / value);
        if (!content) return content.error();
        out.files[key] = std::string{trim(*content)};
    }
    return out;
}

}  // namespace ow::app
