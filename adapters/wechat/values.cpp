#include "adapters/wechat/values.hpp"

#include <algorithm>
#include <array>

#include "gateway/base/text.hpp"

namespace ow::wechat {
namespace {

constexpr std::size_t kUnclassed = 20;

constexpr ValueClass kClasses[] = {
    {"amount", 12, "one currency sign, up to 10 digits, 元"},
    {"car_number", 8, "number plate"},
    {"character_string", 32, "digits, letters, signs"},
    {"date", 32, "year, month, day, or a range"},
    {"letter", 32, "letters"},
    {"name", 20, "10 hanzi, or 20 letters and signs"},
    {"number", 32, "digits, decimal point"},
    {"phone_number", 17, "digits and signs"},
    {"phrase", 5, "hanzi"},
    {"symbol", 5, "signs"},
    {"thing", 20, "anything"},
    {"time", 32, "time of day, with or without a date, or a range"},
};

bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}
bool is_letter(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}
bool is_ascii(char32_t c) {
    return c >= 0x20 && c < 0x7F;
}
bool is_hanzi(char32_t c) {
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x323AF) || c == 0xB7;
}
bool is_emoji(char32_t c) {
    return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF) || c == 0xFE0F ||
           c == 0x200D;
}
bool is_of(char32_t c, std::u32string_view set) {
    return set.find(c) != set.npos;
}

bool has_alphabet(std::string_view name, char32_t c) {
    if (name == "amount") return is_digit(c) || is_of(c, U".,¥￥$€元");
    if (name == "car_number") return is_digit(c) || is_letter(c) || is_hanzi(c);
    if (name == "character_string") return is_ascii(c);
    if (name == "date" || name == "time")
        return is_digit(c) || is_of(c, U"年月日时分秒 :：-/.~～至");
    if (name == "letter") return is_letter(c);
    if (name == "number") return is_digit(c) || c == U'.' || c == U'-';
    if (name == "phone_number") return is_digit(c) || is_of(c, U"+-() ");
    if (name == "phrase") return is_hanzi(c);
    if (name == "symbol") return !is_digit(c) && !is_letter(c) && !is_hanzi(c);
    return true;
}

const ValueClass* class_of(std::string_view key) {
    const std::string_view name = key.substr(0, key.find_last_not_of("0123456789") + 1);
    const auto* found = std::find_if(std::begin(kClasses), std::end(kClasses),
                                     [&](const ValueClass& row) { return row.name == name; });
    return found == std::end(kClasses) ? nullptr : found;
}

std::size_t longest_of(const ValueClass* row, const std::u32string& text) {
    if (row == nullptr) return kUnclassed;
    const bool hanzi = std::any_of(text.begin(), text.end(), is_hanzi);
    return row->name == "name" && hanzi ? 10 : row->longest;
}

}  // namespace

std::span<const ValueClass> value_classes() {
    return kClasses;
}

Status check_value(std::string_view key, std::string_view text) {
    const At place{.field = std::string{key}};
    if (trim(text).empty()) return Error{Code::kFieldMissing, place};
    if (find_malformed_utf8(text) != std::string_view::npos)
        return Error{Code::kCharsetInvalid, place};
    const std::u32string points = to_code_points(text);
    const ValueClass* row = class_of(key);
    if (points.size() > longest_of(row, points)) {
        return Error{Code::kFieldTooLong, place, std::to_string(points.size()) + " characters"};
    }
    const auto unfit = [&](char32_t c) {
        return c < 0x20 || is_emoji(c) || (row != nullptr && !has_alphabet(row->name, c));
    };
    if (std::any_of(points.begin(), points.end(), unfit)) return Error{Code::kFieldFormat, place};
    return ok();
}

}  // namespace ow::wechat
