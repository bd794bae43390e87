#include "gateway/base/text.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <numeric>

namespace ow {
namespace {

struct Step {
    char32_t code_point;
    std::size_t size;  // 0: malformed
};

Step decode_one(std::string_view s, std::size_t i) {
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(s[k]); };
    const unsigned lead = byte(i);
    if (lead < 0x80) return {lead, 1};
    const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || i + size > s.size()) return {0, 0};
    char32_t cp = lead & (0xFFU >> (size + 1));
    for (std::size_t k = 1; k < size; ++k) {
        if ((byte(i + k) & 0xC0U) != 0x80U) return {0, 0};
        cp = (cp << 6U) | (byte(i + k) & 0x3FU);
    }
    constexpr std::array<char32_t, 5> kLowest{0, 0, 0x80, 0x800, 0x10000};
    if (cp < kLowest[size] || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) return {0, 0};
    return {cp, size};
}

struct PuaRow {
    char32_t old_point;
    char32_t standard;
};

// GB 18030-2022 against its 2000/2005 editions; U+E863 is GBK-95's place of 䶮.
constexpr PuaRow kPua[] = {
    {0xE78D, 0xFE10}, {0xE78E, 0xFE12}, {0xE78F, 0xFE11}, {0xE790, 0xFE13}, {0xE791, 0xFE14},
    {0xE792, 0xFE15}, {0xE793, 0xFE16}, {0xE794, 0xFE17}, {0xE795, 0xFE18}, {0xE796, 0xFE19},
    {0xE81E, 0x9FB4}, {0xE826, 0x9FB5}, {0xE82B, 0x9FB6}, {0xE82C, 0x9FB7}, {0xE832, 0x9FB8},
    {0xE843, 0x9FB9}, {0xE854, 0x9FBA}, {0xE863, 0x4DAE}, {0xE864, 0x9FBB},
};

std::string iconv_name(std::string_view charset) {
    for (std::string_view gb : {"gb2312", "gbk", "gb18030", "cp936", "x-gbk"}) {
        if (iequals(charset, gb)) return "GB18030";
    }
    return std::string{charset};
}

struct IconvClose {
    void operator()(void* handle) const { iconv_close(handle); }
};

Result<std::string> convert(std::string_view bytes, const std::string& from,
                            const std::string& to) {
    const iconv_t raw = iconv_open(to.c_str(), from.c_str());
    // The C API reports failure as an all-ones pointer.
    if (raw == reinterpret_cast<iconv_t>(-1)) {
        return Error{Code::kCharsetInvalid, {}, "unknown charset " + from + " or " + to};
    }
    const std::unique_ptr<void, IconvClose> handle{raw};
    std::string input{bytes};
    std::string out(bytes.size() * 4 + 16, '\0');
    char* in_at = input.data();
    char* out_at = out.data();
    std::size_t in_left = input.size();
    std::size_t out_left = out.size();
    if (iconv(raw, &in_at, &in_left, &out_at, &out_left) == static_cast<std::size_t>(-1)) {
        const auto offset = static_cast<std::int64_t>(input.size() - in_left);
        return Error{Code::kCharsetInvalid,
                     {.column = offset + 1},
                     fmt::format("byte {} is not {}", offset + 1, from)};
    }
    out.resize(out.size() - out_left);
    return out;
}

}  // namespace

std::size_t find_malformed_utf8(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        const Step step = decode_one(bytes, i);
        if (step.size == 0) return i;
        i += step.size;
    }
    return std::string_view::npos;
}

std::size_t count_code_points(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

std::u32string to_code_points(std::string_view utf8) {
    std::u32string out;
    for (std::size_t i = 0; i < utf8.size();) {
        const Step step = decode_one(utf8, i);
        out.push_back(step.size == 0 ? U'\uFFFD' : step.code_point);
        i += std::max<std::size_t>(step.size, 1);
    }
    return out;
}

void append_utf8(std::string& out, char32_t cp) {
    const auto put = [&](char32_t value) { out.push_back(static_cast<char>(value)); };
    if (cp < 0x80) return put(cp);
    if (cp < 0x800) {
        put(0xC0U | (cp >> 6U));
    } else {
        if (cp < 0x10000) {
            put(0xE0U | (cp >> 12U));
        } else {
            put(0xF0U | (cp >> 18U));
            put(0x80U | ((cp >> 12U) & 0x3FU));
        }
        put(0x80U | ((cp >> 6U) & 0x3FU));
    }
    put(0x80U | (cp & 0x3FU));
}

std::string to_utf8(std::u32string_view code_points) {
    std::string out;
    for (char32_t cp : code_points) append_utf8(out, cp);
    return out;
}

Result<std::string> decode_to_utf8(std::string_view bytes, std::string_view charset) {
    if (charset.empty() || iequals(charset, "utf-8") || iequals(charset, "utf8")) {
        if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
        const std::size_t bad = find_malformed_utf8(bytes);
        if (bad == std::string_view::npos) return normalise_pua(bytes);
        return Error{Code::kCharsetInvalid,
                     {.column = static_cast<std::int64_t>(bad) + 1},
                     fmt::format("byte {} is not UTF-8", bad + 1)};
    }
    auto decoded = convert(bytes, iconv_name(charset), "UTF-8");
    if (!decoded) return decoded.error();
    return normalise_pua(*decoded);
}

Result<std::string> encode_from_utf8(std::string_view utf8, std::string_view charset) {
    if (charset.empty() || iequals(charset, "utf-8")) return std::string{utf8};
    const bool two_byte_only = iequals(charset, "gbk") || iequals(charset, "gb2312");
    const std::string name = two_byte_only ? std::string{charset} : iconv_name(charset);
    std::string out;
    for (char32_t cp : to_code_points(utf8)) {
        auto one = convert(to_utf8({&cp, 1}), "UTF-8", name);
        if (!one) {
            return Error{Code::kCharacterNotInCharset,
                         {},
                         fmt::format("U+{:04X} is not in {}", static_cast<unsigned>(cp), charset)};
        }
        out += *one;
    }
    return out;
}

std::string normalise_pua(std::string_view utf8) {
    // All rows lie in U+E700..U+E8FF: lead byte EE. Nothing else needs a second look.
    if (utf8.find('\xEE') == std::string_view::npos) return std::string{utf8};
    std::u32string points = to_code_points(utf8);
    for (char32_t& cp : points) {
        const auto* row = std::find_if(std::begin(kPua), std::end(kPua),
                                       [&](const PuaRow& r) { return r.old_point == cp; });
        if (row != std::end(kPua)) cp = row->standard;
    }
    return to_utf8(points);
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view kBlanks[] = {" ", "\t", "\r", "\n", "\u3000", "\u00A0"};
    for (bool again = true; again;) {
        again = false;
        for (std::string_view blank : kBlanks) {
            if (text.starts_with(blank)) text.remove_prefix(blank.size()), again = true;
            if (text.ends_with(blank)) text.remove_suffix(blank.size()), again = true;
        }
    }
    return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

bool iequals(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return lower(x) == lower(y); });
}

namespace {

/// Letters to take out, put in, change or swap with their neighbour.
std::size_t edits(std::string_view from, std::string_view to) {
    std::vector<std::size_t> before, above(to.size() + 1), row(to.size() + 1);
    std::iota(above.begin(), above.end(), std::size_t{0});
    for (std::size_t i = 1; i <= from.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const std::size_t changed = above[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, changed});
            const bool is_swap =
                i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
            if (is_swap) row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = above;
        above = row;
    }
    return above.back();
}

}  // namespace

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
    std::string_view best;
    std::size_t fewest = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (std::string_view candidate : candidates) {
        const std::size_t distance = edits(word, candidate);
        if (distance < fewest) fewest = distance, best = candidate;
    }
    return best;
}

}  // namespace ow
