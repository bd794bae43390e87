#include "gateway/model/check_digits.hpp"

#include <algorithm>
#include <array>

namespace ow::model {
namespace {

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool all_capitals(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

constexpr std::string_view kUsccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Check digit of eight digits (UPU S10).
char s10_check(std::string_view eight) {
    constexpr std::array<int, 8> kWeights{8, 6, 4, 2, 3, 5, 9, 7};
    int sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i) sum += kWeights[i] * (eight[i] - '0');
    const int check = 11 - sum % 11;
    return static_cast<char>('0' + (check == 10 ? 0 : check == 11 ? 5 : check));
}

}  // namespace

std::optional<Day> birth_of_resident_id(std::string_view number) {
    if (number.size() != 18 || !all_digits(number.substr(0, 17))) return std::nullopt;
    const std::string date{number.substr(6, 8)};
    return parse_day(date.substr(0, 4) + "-" + date.substr(4, 2) + "-" + date.substr(6, 2));
}

Verdict check_resident_id(std::string_view number) {
    constexpr std::array<int, 17> kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    constexpr std::string_view kChecks = "10X98765432";
    if (!birth_of_resident_id(number)) return Verdict::kWrong;
    int sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i) sum += kWeights[i] * (number[i] - '0');
    const bool right = kChecks[static_cast<std::size_t>(sum % 11)] == number[17];
    return right ? Verdict::kRight : Verdict::kWrong;
}

Verdict check_uscc(std::string_view code) {
    if (code.size() != 18) return Verdict::kWrong;
    if (code.find_first_not_of(kUsccAlphabet) != std::string_view::npos) return Verdict::kWrong;
    std::size_t sum = 0;
    std::size_t weight = 1;
    for (char c : code.substr(0, 17)) {
        sum += kUsccAlphabet.find(c) * weight;
        weight = weight * 3 % 31;
    }
    const char check = kUsccAlphabet[(31 - sum % 31) % 31];
    return check == code.back() ? Verdict::kRight : Verdict::kDoubtful;
}

Verdict check_s10(std::string_view number) {
    const bool formed = number.size() == 13 && all_capitals(number.substr(0, 2)) &&
                        all_digits(number.substr(2, 9)) && all_capitals(number.substr(11));
    if (!formed) return Verdict::kWrong;
    return s10_check(number.substr(2, 8)) == number[10] ? Verdict::kRight : Verdict::kWrong;
}

Verdict check_domestic_waybill(std::string_view number) {
    if (number.size() != 13 || !all_digits(number)) return Verdict::kWrong;
    return s10_check(number.substr(2, 8)) == number[10] ? Verdict::kRight : Verdict::kDoubtful;
}

}  // namespace ow::model
