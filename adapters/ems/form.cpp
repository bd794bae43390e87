#include "adapters/ems/form.hpp"

#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::ems {
namespace {

constexpr std::size_t kMaxFields = 64;

bool is_plain(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_' || c == '*';
}

void append_encoded(std::string& out, std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_plain(c)) {
            out.push_back(c);
        } else {
            out.push_back('%');
            out.push_back(kDigits[byte >> 4U]);
            out.push_back(kDigits[byte & 15U]);
        }
    }
}

Result<std::string> decode(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.push_back(text[i] == '+' ? ' ' : text[i]);
            continue;
        }
        const auto byte =
            i + 2 < text.size() ? crypto::from_hex(text.substr(i + 1, 2)) : std::nullopt;
        if (!byte) return Error{Code::kRequestInvalid, {.field = "form"}, "broken escape"};
        out += *byte;
        i += 2;
    }
    return out;
}

}  // namespace

std::string write_form(const std::vector<std::pair<std::string_view, std::string>>& fields) {
    std::string out;
    for (const auto& [name, value] : fields) {
        if (!out.empty()) out.push_back('&');
        append_encoded(out, name);
        out.push_back('=');
        append_encoded(out, value);
    }
    return out;
}

Result<std::map<std::string, std::string, std::less<>>> read_form(std::string_view body) {
    std::map<std::string, std::string, std::less<>> fields;
    for (const std::string_view pair : split(body, '&')) {
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        const auto name = decode(pair.substr(0, equals));
        const auto value = decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1));
        if (!name) return name.error();
        if (!value) return value.error();
        if (!fields.emplace(*name, *value).second || fields.size() > kMaxFields) {
            return Error{
                Code::kRequestInvalid, {.field = "form"}, "a field occurs twice, or too many"};
        }
    }
    return fields;
}

}  // namespace ow::ems
