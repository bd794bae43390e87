#include "gateway/ports/call_outcome.hpp"

#include <algorithm>
#include <charconv>

#include "gateway/base/text.hpp"

namespace ow::ports {
namespace {

constexpr std::int64_t kLongestWait = 86'400;
constexpr std::size_t kLongestKey = 200;
constexpr std::size_t kLongestCode = 40;
constexpr std::size_t kLongestNumber = 100;  // characters, as in the field list

}  // namespace

Code outcome_of(int http_status) {
    if (http_status == 401 || http_status == 403) return Code::kPartnerCredentials;
    if (http_status == 408 || http_status == 429 || http_status == 503) return Code::kPartnerBusy;
    if (http_status >= 500) return Code::kPartnerTimeout;
    return Code::kPartnerRefused;
}

Millis retry_after(const HttpReply& reply) {
    const auto header = reply.headers.find("retry-after");
    if (header == reply.headers.end()) return Millis{0};
    std::int64_t seconds = 0;
    const char* end = header->second.data() + header->second.size();
    const auto read = std::from_chars(header->second.data(), end, seconds);
    if (read.ec != std::errc{} || read.ptr != end || seconds < 0) return Millis{0};
    return std::chrono::seconds{std::min(seconds, kLongestWait)};
}

bool is_idempotency_key(std::string_view text) {
    return text.size() <= kLongestKey &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

std::string plain_code(std::string code) {
    const bool plain =
        code.size() <= kLongestCode && std::all_of(code.begin(), code.end(), [](char c) {
            return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        });
    return plain ? code : std::string{};
}

Receipt receipt_with(std::string_view foreign_no) {
    Receipt receipt;
    const bool plain = std::none_of(foreign_no.begin(), foreign_no.end(),
                                    [](char c) { return (c >= 0 && c <= 0x20) || c == 0x7f; });
    if (!foreign_no.empty() && plain && count_code_points(foreign_no) <= kLongestNumber)
        receipt.facts["foreign_no"] = foreign_no;
    return receipt;
}

}  // namespace ow::ports
