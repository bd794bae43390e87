#include "gateway/base/ids.hpp"

#include <fmt/format.h>

namespace ow {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::size_t kCaseNoLength = 22;

}  // namespace

char mod37_36(std::string_view text) {
    std::size_t carry = 36;
    for (char c : text) {
        const std::size_t found = kAlphabet.find(c);
        std::size_t sum = (carry + (found == std::string_view::npos ? 0 : found)) % 36;
        if (sum == 0) sum = 36;
        carry = sum * 2 % 37;
    }
    return kAlphabet[(37 - carry) % 36];
}

CaseNo make_case_no(std::string_view area, std::string_view yyyymmdd, char channel, int serial) {
    std::string body = fmt::format("{}{}{}{:06}", area, yyyymmdd, channel, serial);
    body.push_back(mod37_36(body));
    return CaseNo{std::move(body)};
}

bool is_case_no(std::string_view text) {
    return text.size() == kCaseNoLength &&
           text.find_first_not_of(kAlphabet) == std::string_view::npos &&
           mod37_36(text.substr(0, kCaseNoLength - 1)) == text.back();
}

}  // namespace ow
