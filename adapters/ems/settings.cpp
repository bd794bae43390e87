#include "adapters/ems/settings.hpp"

#include <algorithm>

#include "gateway/base/text.hpp"

namespace ow::ems {
namespace {

constexpr SettingRow kRows[] = {
    {"authorization_file", "file with the authorization code of the contract"},
    {"busy_codes", "retCodes that mean 'later', separated by commas (default none)"},
    {"customer", "ecommerceUserId"},
    {"opcodes_file", "table of operation codes (config/ems_opcodes/ems_opcodes.csv)"},
    {"payment", "paymentMode (default 1)"},
    {"product", "bizProductNo: 1 特快 (default), 10 电商标快"},
    {"sender_address", "the hall's address"},
    {"sender_city", "the hall's city"},
    {"sender_county", "the hall's county"},
    {"sender_mobile", "the hall's phone"},
    {"sender_name", "the hall's name"},
    {"sender_no", "senderNo of the contract"},
    {"sender_province", "the hall's province"},
    {"sign_key_file", "file with the signKey, base64 of 16 bytes"},
};

struct PartyKey {
    const char* key;
    std::string Party::*member;
};
constexpr PartyKey kSender[] = {
    {"sender_address", &Party::address}, {"sender_city", &Party::city},
    {"sender_county", &Party::county},   {"sender_mobile", &Party::mobile},
    {"sender_name", &Party::name},       {"sender_province", &Party::province},
};

Error wrong(std::string_view key, std::string_view cause) {
    return Error{Code::kPartnerConfiguration, {.field = std::string{key}}, std::string{cause}};
}

Status check_keys(const ports::PartnerSettings& partner) {
    std::vector<std::string_view> known;
    for (const SettingRow& row : kRows) known.push_back(row.key);
    for (const auto& [key, value] : partner.settings) {
        if (std::find(known.begin(), known.end(), key) != known.end()) continue;
        const std::string_view close = nearest(key, known);
        return wrong(
            key, close.empty() ? "unknown key" : "unknown key; did you mean " + std::string{close});
    }
    return ok();
}

std::string setting(const ports::PartnerSettings& partner, const std::string& key,
                    std::string_view otherwise = {}) {
    const auto found = partner.settings.find(key);
    return found == partner.settings.end() ? std::string{otherwise}
                                           : std::string{trim(found->second)};
}

std::string_view content(const ports::PartnerSettings& partner, const std::string& key) {
    const auto found = partner.files.find(key);
    if (found == partner.files.end()) return {};
    std::string_view text = found->second;
    while (text.ends_with('\n') || text.ends_with('\r') || text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

std::vector<std::string> list(const std::string& text) {
    std::vector<std::string> out;
    for (const std::string_view part : split(text, ',')) {
        if (!trim(part).empty()) out.emplace_back(trim(part));
    }
    return out;
}

Status check_present(const Settings& settings) {
    if (settings.endpoint.empty()) return wrong("endpoint", "missing");
    if (settings.credentials.sender_no.empty()) return wrong("sender_no", "missing");
    if (settings.credentials.authorization.empty()) return wrong("authorization_file", "missing");
    if (settings.customer.empty()) return wrong("customer", "missing");
    for (const PartyKey& row : kSender) {
        if ((settings.sender.*row.member).empty()) return wrong(row.key, "missing");
    }
    return ok();
}

}  // namespace

std::span<const SettingRow> setting_rows() {
    return kRows;
}

Result<Settings> read_settings(const ports::PartnerSettings& partner) {
    if (const Status status = check_keys(partner); !status) return status.error();
    auto envelope = Envelope::make(content(partner, "sign_key_file"));
    if (!envelope) return envelope.error();
    auto opcodes = Opcodes::parse(content(partner, "opcodes_file"));
    if (!opcodes) return opcodes.error();
    Settings out{.partner = partner.id,
                 .endpoint = partner.endpoint,
                 .credentials = {setting(partner, "sender_no"),
                                 std::string{content(partner, "authorization_file")}},
                 .envelope = *std::move(envelope),
                 .opcodes = *std::move(opcodes),
                 .customer = setting(partner, "customer"),
                 .product = setting(partner, "product", "1"),
                 .payment = setting(partner, "payment", "1"),
                 .sender = {},
                 .busy_codes = list(setting(partner, "busy_codes"))};
    for (const PartyKey& row : kSender) out.sender.*row.member = setting(partner, row.key);
    if (const Status status = check_present(out); !status) return status.error();
    return out;
}

}  // namespace ow::ems
