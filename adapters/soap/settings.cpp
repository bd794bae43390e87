#include "adapters/soap/settings.hpp"

#include <algorithm>

#include "gateway/base/text.hpp"
#include "gateway/mapping/charset.hpp"

namespace ow::soap {
namespace {

constexpr SettingRow kRows[] = {
    {"busy_codes", "codes of a fault or reply that mean: later; blank-separated"},
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
    {"result_ok", "values of it that mean: done; blank-separated, required with result"},
    {"soap_action", "SOAPAction, every kind; default empty"},
    {"soap_action.*", "the same for one kind of message"},
    {"version", "1.1, the only one spoken"},
};

class Settings {
  public:
    explicit Settings(const ports::PartnerSettings& partner) : partner_(partner) {}

    [[nodiscard]] std::string text(const std::string& key,
                                   const std::string& otherwise = {}) const {
        const auto found = partner_.settings.find(key);
        return found == partner_.settings.end() ? otherwise : found->second;
    }
    [[nodiscard]] std::vector<std::string> words(const std::string& key,
                                                 const std::string& otherwise = {}) const {
        std::vector<std::string> out;
        const std::string all = text(key, otherwise);
        for (const std::string_view word : split(all, ' '))
            if (!word.empty()) out.emplace_back(word);
        return out;
    }
    [[nodiscard]] std::map<std::string, std::string> by_kind(const std::string& key) const {
        std::map<std::string, std::string> out;
        for (const auto& [name, value] : partner_.settings) {
            if (name == key) out[""] = value;
            if (name.starts_with(key + ".")) out[name.substr(key.size() + 1)] = value;
        }
        return out;
    }
    [[nodiscard]] Error wrong(const std::string& key, std::string why) const {
        return Error{Code::kPartnerConfiguration, At{.field = key, .where = partner_.id.str()},
                     std::move(why)};
    }

  private:
    const ports::PartnerSettings& partner_;
};

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

Status check(const Settings& from, const SenderSettings& made) {
    for (const auto& [kind, name] : made.operations) {
        const std::string key = kind.empty() ? "operation" : "operation." + kind;
        if (!is_element_name(name)) return from.wrong(key, "an element name without prefix");
        if (made.name_space.empty()) return from.wrong("namespace", "needed by " + key);
    }
    for (const auto& [kind, action] : made.actions) {
        if (action.find_first_of("\"\r\n") != std::string::npos)
            return from.wrong(kind.empty() ? "soap_action" : "soap_action." + kind,
                              "without quotes and line ends");
    }
    if (!made.parameter.empty() && !is_element_name(made.parameter))
        return from.wrong("parameter", "an element name without prefix");
    if (!made.parameter.empty() && made.operations.empty())
        return from.wrong("operation", "needed by parameter");
    if (made.result.empty() != made.ok_codes.empty())
        return from.wrong(made.result.empty() ? "result" : "result_ok",
                          "result and result_ok go together");
    if (!mapping::is_known_charset(made.charset))
        return from.wrong("charset", "utf-8, gbk or gb18030");
    return ok();
}

}  // namespace

std::span<const SettingRow> setting_rows() {
    return kRows;
}

Result<SenderSettings> sender_settings(const ports::PartnerSettings& partner) {
    const Settings from{partner};
    if (from.text("version", "1.1") != "1.1") return from.wrong("version", "1.1 is expected");
    const std::string qualified = from.text("qualified", "yes");
    if (qualified != "yes" && qualified != "no") return from.wrong("qualified", "yes or no");
    auto signing = ports::signing_of(partner);
    if (!signing) return signing.error();
    SenderSettings made;
    made.partner = partner.id;
    made.endpoint = partner.endpoint;
    made.name_space = from.text("namespace");
    made.operations = from.by_kind("operation");
    made.actions = from.by_kind("soap_action");
    made.parameter = from.text("parameter");
    made.qualified = qualified == "yes";
    made.charset = from.text("charset", made.charset);
    made.foreign_no = from.text("foreign_no", made.foreign_no);
    made.result = from.text("result");
    made.ok_codes = from.words("result_ok");
    made.done_codes = from.words("done_codes", "DUPLICATE");
    made.busy_codes = from.words("busy_codes");
    made.signing = std::move(*signing);
    if (const Status right = check(from, made); !right) return right.error();
    return made;
}

std::string for_kind(const std::map<std::string, std::string>& values, const std::string& kind) {
    auto found = values.find(kind);
    if (found == values.end()) found = values.find("");
    return found == values.end() ? std::string{} : found->second;
}

}  // namespace ow::soap
