#include "adapters/ems/settings.hpp"

namespace ow::ems {
namespace {

using adapters::file_content;
using adapters::setting;
using adapters::wrong_setting;

constexpr adapters::SettingRow kRows[] = {
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

Status check_present(const Settings& settings) {
    if (settings.endpoint.empty()) return wrong_setting("endpoint", "missing");
    if (settings.credentials.sender_no.empty()) return wrong_setting("sender_no", "missing");
    if (settings.credentials.authorization.empty())
        return wrong_setting("authorization_file", "missing");
    if (settings.customer.empty()) return wrong_setting("customer", "missing");
    for (const PartyKey& row : kSender) {
        if ((settings.sender.*row.member).empty()) return wrong_setting(row.key, "missing");
    }
    return ok();
}

}  // namespace

std::span<const adapters::SettingRow> setting_rows() {
    return kRows;
}

Result<Settings> read_settings(const ports::PartnerSettings& partner) {
    if (const Status status = adapters::check_keys(partner, kRows); !status) return status.error();
    auto envelope = Envelope::make(file_content(partner, "sign_key_file"));
    if (!envelope) return envelope.error();
    auto opcodes = Opcodes::parse(file_content(partner, "opcodes_file"));
    if (!opcodes) return opcodes.error();
    Settings out{.partner = partner.id,
                 .endpoint = partner.endpoint,
                 .credentials = {setting(partner, "sender_no"),
                                 std::string{file_content(partner, "authorization_file")}},
                 .envelope = *std::move(envelope),
                 .opcodes = *std::move(opcodes),
                 .customer = setting(partner, "customer"),
                 .product = setting(partner, "product", "1"),
                 .payment = setting(partner, "payment", "1"),
                 .sender = {},
                 .busy_codes = adapters::setting_list(setting(partner, "busy_codes"))};
    for (const PartyKey& row : kSender) out.sender.*row.member = setting(partner, row.key);
    if (const Status status = check_present(out); !status) return status.error();
    return out;
}

}  // namespace ow::ems
