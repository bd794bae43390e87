#include "adapters/soap/settings.hpp"

#include <algorithm>

#include "gateway/mapping/charset.hpp"

namespace ow::soap {
namespace {

constexpr adapters::SettingRow kRows[] = {
    {"busy_codes", "codes of a fault or reply that mean: later; between commas"},
    {"charset", "of our envelopes; default utf-8"},
    {"done_codes", "codes that mean: taken before; default DUPLICATE"},
    {"foreign_no", "element of the reply with the partner's number; default foreign_no"},
    {"hmac_key_file", "key of the signature headers"},
    {"namespace", "of operation and parameter"},
    {"operation", "element around the message, every kind; without one the message is the body"},
    {"operation.*", "the same for one kind of message"},
    {"our_name", "X-OW-Partner of our calls; default gateway"},
    {"parameter", "element in the operation that takes the message as text (arg0, xml …)"},
    {"qualified", "yes (default) or no: whether the parameter is in the namespace"},
    {"result", "element of the reply with the partner's own code"},
    {"result_ok", "values of it that mean: done; between commas, required with result"},
    {"soap_action", "SOAPAction, every kind; default empty"},
    {"soap_action.*", "the same for one kind of message"},
    {"version", "1.1, the only one spoken"},
    {"wsdl", "address of the department's service description; default <endpoint>?wsdl"},
};

using adapters::setting;
using adapters::wrong_setting;
using Texts = std::map<std::string, std::string>;

std::vector<std::string> list(const ports::PartnerSettings& partner, const std::string& key,
                              std::string_view otherwise = {}) {
    return adapters::setting_list(setting(partner, key, otherwise));
}

Texts by_kind(const ports::PartnerSettings& partner, const std::string& key) {
    Texts out;
    for (const auto& [name, value] : partner.settings) {
        if (name == key) out[""] = value;
        if (name.starts_with(key + ".")) out[name.substr(key.size() + 1)] = value;
    }
    return out;
}

bool is_element_name(std::string_view name) {
    const auto letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
               static_cast<unsigned char>(c) >= 0x80;
    };
    return !name.empty() && letter(name.front()) &&
           std::all_of(name.begin(), name.end(), [&](char c) {
               return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
           });
}

Status check(const SenderSettings& made) {
    for (const auto& [kind, name] : made.operations) {
        const std::string key = kind.empty() ? "operation" : "operation." + kind;
        if (!is_element_name(name)) return wrong_setting(key, "an element name without prefix");
        if (made.name_space.empty()) return wrong_setting("namespace", "needed by " + key);
    }
    for (const auto& [kind, action] : made.actions) {
        if (action.find_first_of("\"\r\n") != std::string::npos)
            return wrong_setting(kind.empty() ? "soap_action" : "soap_action." + kind,
                                 "without quotes and line ends");
    }
    if (!made.parameter.empty() && !is_element_name(made.parameter))
        return wrong_setting("parameter", "an element name without prefix");
    if (!made.parameter.empty() && made.operations.empty())
        return wrong_setting("operation", "needed by parameter");
    if (made.result.empty() != made.ok_codes.empty())
        return wrong_setting(made.result.empty() ? "result" : "result_ok",
                             "result and result_ok go together");
    if (!mapping::is_known_charset(made.charset))
        return wrong_setting("charset", "utf-8, gbk or gb18030");
    return ok();
}

}  // namespace

std::span<const adapters::SettingRow> setting_rows() {
    return kRows;
}

Result<SenderSettings> sender_settings(const ports::PartnerSettings& partner) {
    if (const Status known = adapters::check_keys(partner, kRows); !known) return known.error();
    if (setting(partner, "version", "1.1") != "1.1")
        return wrong_setting("version", "1.1 is expected");
    const std::string qualified = setting(partner, "qualified", "yes");
    if (qualified != "yes" && qualified != "no") return wrong_setting("qualified", "yes or no");
    auto signing = ports::signing_of(partner);
    if (!signing) return signing.error();
    SenderSettings made;
    made.partner = partner.id;
    made.endpoint = partner.endpoint;
    made.name_space = setting(partner, "namespace");
    made.operations = by_kind(partner, "operation");
    made.actions = by_kind(partner, "soap_action");
    made.parameter = setting(partner, "parameter");
    made.qualified = qualified == "yes";
    made.charset = setting(partner, "charset", made.charset);
    made.foreign_no = setting(partner, "foreign_no", made.foreign_no);
    made.result = setting(partner, "result");
    made.ok_codes = list(partner, "result_ok");
    made.done_codes = list(partner, "done_codes", "DUPLICATE");
    made.busy_codes = list(partner, "busy_codes");
    made.signing = std::move(*signing);
    if (const Status right = check(made); !right) return right.error();
    return made;
}

std::string for_kind(const std::map<std::string, std::string>& values, const std::string& kind) {
    auto found = values.find(kind);
    if (found == values.end()) found = values.find("");
    return found == values.end() ? std::string{} : found->second;
}

}  // namespace ow::soap
