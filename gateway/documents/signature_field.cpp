#include "gateway/documents/signature_field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"

namespace ow::documents {
namespace {

constexpr std::string_view kBlank{" \t\r\n\f\0", 6};
constexpr std::string_view kByteRange = "/ByteRange";
constexpr std::string_view kHex = "0123456789abcdefABCDEF";

std::string_view left_trimmed(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of(kBlank), text.size()));
}

/// Takes a number of at most 12 digits off the front.
std::optional<std::size_t> take_number(std::string_view& text) {
    constexpr std::size_t kMostDigits = 12;
    text = left_trimmed(text);
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0 || digits > kMostDigits) return std::nullopt;
    std::size_t value = 0;
    for (const char c : text.substr(0, digits))
        value = value * 10 + static_cast<std::size_t>(c - '0');
    text.remove_prefix(digits);
    return value;
}

/// [a b c d] after the key at `at`.
std::optional<std::array<std::size_t, 4>> byte_range(std::string_view pdf, std::size_t at) {
    std::string_view text = left_trimmed(pdf.substr(at + kByteRange.size()));
    if (!text.starts_with('[')) return std::nullopt;
    text.remove_prefix(1);
    std::array<std::size_t, 4> out{};
    for (std::size_t& one : out) {
        const auto number = take_number(text);
        if (!number) return std::nullopt;
        one = *number;
    }
    if (!left_trimmed(text).starts_with(']')) return std::nullopt;
    return out;
}

/// A literal or hexadecimal string as bytes.
std::string string_bytes(std::string_view text) {
    text = left_trimmed(text);
    if (text.starts_with('<'))
        return crypto::from_hex(text.substr(1, text.find('>') - 1)).value_or("");
    std::string out;
    if (!text.starts_with('(')) return out;
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            out += text[++i];  // octal and line-end escapes stay unread
        } else {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0) break;
            if (i > 0) out += text[i];
        }
    }
    return out;
}

std::string from_utf16be(std::string_view bytes) {
    const auto unit = [&](std::size_t at) {
        return static_cast<char32_t>((static_cast<unsigned char>(bytes[at]) << 8U) |
                                     static_cast<unsigned char>(bytes[at + 1]));
    };
    std::string out;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        char32_t point = unit(i);
        const bool high = point >= 0xD800 && point < 0xDC00 && i + 3 < bytes.size();
        const char32_t low = high ? unit(i + 2) : 0;
        if (low >= 0xDC00 && low < 0xE000) {
            point = 0x10000 + ((point - 0xD800) << 10U) + (low - 0xDC00);
            i += 2;
        }
        const bool printable = point >= U' ' && (point < 0xD800 || point > 0xDFFF);
        if (printable) append_utf8(out, point);
    }
    return out;
}

/// UTF-16BE or UTF-8 with a mark, else what of it is ASCII.
std::string text_string(std::string_view text) {
    const std::string bytes = string_bytes(text);
    if (bytes.starts_with("\xEF\xBB\xBF") && find_malformed_utf8(bytes) == std::string::npos)
        return bytes.substr(3);
    if (bytes.starts_with("\xFE\xFF")) return from_utf16be(bytes.substr(2));
    std::string out;
    for (const char c : bytes)
        if (c >= ' ' && c < 0x7F) out += c;
    return out;
}

std::string_view after(std::string_view dictionary, std::string_view key) {
    std::size_t at = dictionary.find(key);
    constexpr std::string_view kEnds = "(</[ \t\r\n";
    while (at != std::string_view::npos) {
        const std::string_view rest = dictionary.substr(at + key.size());
        if (!rest.empty() && kEnds.find(rest[0]) != std::string_view::npos) return rest;
        at = dictionary.find(key, at + 1);
    }
    return {};
}

/// D:20261120100000+08'00'
std::optional<Instant> pdf_time(const std::string& text) {
    constexpr std::size_t kSeconds = 16;
    if (text.size() < kSeconds || !text.starts_with("D:")) return std::nullopt;
    const auto part = [&](std::size_t from, std::size_t count) { return text.substr(from, count); };
    std::string zone = "Z";
    if (text.size() >= kSeconds + 6 && (text[kSeconds] == '+' || text[kSeconds] == '-'))
        zone = part(kSeconds, 3) + ":" + part(kSeconds + 4, 2);
    return parse_instant(fmt::format("{}-{}-{}T{}:{}:{}{}", part(2, 4), part(6, 2), part(8, 2),
                                     part(10, 2), part(12, 2), part(14, 2), zone));
}

/// The dictionary around the gap, without the gap.
void read_words(std::string_view pdf, std::size_t key, SignatureField& out) {
    const std::size_t first = std::min(key, out.gap_open), last = std::max(key, out.gap_close);
    const std::size_t open = pdf.rfind(" obj", first);
    const std::size_t close = pdf.find("endobj", last);
    if (open == std::string_view::npos || close == std::string_view::npos) return;
    constexpr std::size_t kMost = 65536;
    if (out.gap_open - open > kMost || close - out.gap_close > kMost) return;
    const std::string words{std::string{pdf.substr(open, out.gap_open - open)} + " " +
                            std::string{pdf.substr(out.gap_close, close - out.gap_close)}};
    std::string_view filter = left_trimmed(after(words, "/SubFilter"));
    filter = filter.substr(std::min<std::size_t>(filter.size(), 1));
    out.filter = filter.substr(0, filter.find_first_of("/<>()[] \r\n\t"));
    out.name = text_string(after(words, "/Name"));
    out.reason = text_string(after(words, "/Reason"));
    out.claimed_at = pdf_time(string_bytes(after(words, "/M")));
}

SignatureField damaged(std::string fault) {
    SignatureField out;
    out.fault = std::move(fault);
    return out;
}

SignatureField field_at(std::string_view pdf, std::size_t key) {
    const auto range = byte_range(pdf, key);
    if (!range) return damaged("签名范围（ByteRange）残缺");
    const auto [from, first, second, count] = *range;
    if (from != 0 || first == 0 || second < first + 2 || second > pdf.size() ||
        count > pdf.size() - second)
        return damaged("签名范围（ByteRange）超出文件或不从头开始");
    const std::string_view gap = pdf.substr(first, second - first);
    if (key >= first && key < second) return damaged("签名范围（ByteRange）写在签名值之中");
    const std::string_view before = pdf.substr(0, pdf.find_last_not_of(kBlank, first - 1) + 1);
    if (gap.front() != '<' || gap.back() != '>' || !before.ends_with("/Contents"))
        return damaged("签名范围留出的不是签名值");
    SignatureField out;
    out.gap_open = first;
    out.gap_close = second;
    out.covered = second + count;
    const std::string_view digits = gap.substr(1, gap.size() - 2);
    const auto bytes = crypto::from_hex(digits);
    if (!bytes || digits.find_first_not_of(kHex) != std::string_view::npos)
        return damaged("签名值不是十六进制数");
    out.contents = *bytes;
    out.one_case = digits.find_first_of("abcdef") == std::string_view::npos ||
                   digits.find_first_of("ABCDEF") == std::string_view::npos;
    read_words(pdf, key, out);
    return out;
}

}  // namespace

std::string SignatureField::signed_bytes(std::string_view pdf) const {
    std::string out{pdf.substr(0, gap_open)};
    return out.append(pdf.substr(gap_close, covered - gap_close));
}

std::vector<SignatureField> signature_fields(std::string_view pdf) {
    std::vector<SignatureField> out;
    for (std::size_t at = pdf.find(kByteRange);
         at != std::string_view::npos && out.size() < kMostSignatures;
         at = pdf.find(kByteRange, at + 1)) {
        out.push_back(field_at(pdf, at));
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const auto& a, const auto& b) { return a.covered < b.covered; });
    return out;
}

}  // namespace ow::documents
