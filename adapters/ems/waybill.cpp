#include "adapters/ems/waybill.hpp"

#include <algorithm>
#include <array>

#include "gateway/base/text.hpp"

namespace ow::ems {
namespace {

constexpr std::size_t kLength = 13;
constexpr std::size_t kLongest = 64;

struct Carrier {
    std::string_view prefix;
    std::string_view name;
};
constexpr Carrier kOthers[] = {
    {"DPK", "德邦快递"}, {"JD", "京东快递"}, {"JT", "极兔速递"},
    {"SF", "顺丰速运"},  {"YT", "圆通速递"},
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool all_digits(std::string_view s) {
    return std::all_of(s.begin(), s.end(), is_digit);
}

Error refused(std::string cause) {
    return Error{Code::kFieldFormat, {.field = "waybill_no"}, std::move(cause)};
}

/// Empty if there is anything in it that no waybill number has.
std::string normalise(std::string_view text) {
    std::string out;
    for (const char32_t c : to_code_points(text)) {
        const char32_t narrow = c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
        if (narrow == U' ' || narrow == U'-' || narrow == 0x3000 || narrow == U'\t') continue;
        if (narrow >= 0x7F || narrow < 0x20) return {};
        const char byte = static_cast<char>(narrow);
        out.push_back(byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte);
    }
    const std::size_t comma = out.rfind(',');
    return comma == std::string::npos ? out : out.substr(comma + 1);
}

bool is_s10(std::string_view s) {
    return s.size() == kLength && is_upper(s[0]) && is_upper(s[1]) && all_digits(s.substr(2, 9)) &&
           is_upper(s[11]) && is_upper(s[12]);
}

}  // namespace

char s10_check(std::string_view eight_digits) {
    constexpr std::array<int, 8> kWeights{8, 6, 4, 2, 3, 5, 9, 7};
    int sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i) sum += kWeights[i] * (eight_digits[i] - '0');
    const int check = 11 - sum % 11;
    return static_cast<char>('0' + (check == 10 ? 0 : check == 11 ? 5 : check));
}

Result<Waybill> recognise(std::string_view text) {
    if (text.size() > kLongest || find_malformed_utf8(text) != std::string_view::npos) {
        return refused("不是邮件号码");
    }
    const std::string number = normalise(text);
    if (is_s10(number)) {
        if (s10_check(std::string_view{number}.substr(2, 8)) != number[10])
            return refused("校验位不符");
        return Waybill{number, WaybillKind::kS10, false};
    }
    for (const Carrier& other : kOthers) {
        if (number.starts_with(other.prefix)) {
            return refused(std::string{other.name} + "的单号，请到相应快递公司办理");
        }
    }
    if (number.size() != kLength || !all_digits(number)) return refused("EMS 邮件号码为 13 位数字");
    const bool fits = s10_check(std::string_view{number}.substr(2, 8)) == number[10];
    return Waybill{number, WaybillKind::kInland, !fits};
}

}  // namespace ow::ems
