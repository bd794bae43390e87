#include "gateway/mapping/charset.hpp"

#include <algorithm>
#include <iterator>

#include "gateway/base/text.hpp"
#include "gateway/xml/document.hpp"

namespace ow::mapping {
namespace {

constexpr std::string_view kCharsets[] = {"cp936", "gb18030", "gb2312",   "gbk",
                                          "utf-8", "utf8",    "us-ascii", "x-gbk"};

/// The rule of the header.
bool is_chinese_utf8(std::string_view bytes) {
    const auto begins_three = [](char c) { return static_cast<unsigned char>(c) >= 0xE0U; };
    return std::any_of(bytes.begin(), bytes.end(), begins_three) &&
           find_malformed_utf8(bytes) == std::string::npos;
}

bool is_gb(std::string_view charset) {
    return charset.size() > 2 && (iequals(charset.substr(0, 2), "gb") ||
                                  iequals(charset, "cp936") || iequals(charset, "x-gbk"));
}

}  // namespace

bool is_known_charset(std::string_view charset) {
    return std::any_of(std::begin(kCharsets), std::end(kCharsets),
                       [&](std::string_view known) { return iequals(known, charset); });
}

std::string charset_of(std::string_view content_type) {
    auto parts = split(content_type, ';');
    for (std::size_t i = 1; i < parts.size(); ++i) {
        std::string_view part = trim(parts[i]);
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos || !iequals(trim(part.substr(0, equals)), "charset"))
            continue;
        part = trim(part.substr(equals + 1));
        if (part.size() >= 2 && part.starts_with('"') && part.ends_with('"'))
            part = part.substr(1, part.size() - 2);
        return std::string{part};
    }
    return {};
}

Result<std::string> decode_message(std::string_view bytes, std::string_view content_type,
                                   std::string_view mapping_charset, bool is_xml) {
    if (bytes.starts_with("\xEF\xBB\xBF")) return decode_to_utf8(bytes, "utf-8");
    if (bytes.starts_with("\xFF\xFE")) return decode_to_utf8(bytes.substr(2), "UTF-16LE");
    if (bytes.starts_with("\xFE\xFF")) return decode_to_utf8(bytes.substr(2), "UTF-16BE");
    std::string charset{mapping_charset};
    if (charset.empty()) charset = charset_of(content_type);
    if (charset.empty() && is_xml) charset = xml::declared_charset(bytes);
    if (charset.empty() || iequals(charset, "us-ascii")) charset = "utf-8";
    if (is_gb(charset) && is_chinese_utf8(bytes)) {
        return Error{Code::kCharsetInvalid, {}, "labelled " + charset + " but written in UTF-8"};
    }
    if (is_known_charset(charset)) return decode_to_utf8(bytes, charset);
    return Error{Code::kCharsetInvalid, {}, "charset not accepted; use UTF-8 or GB18030"};
}

}  // namespace ow::mapping
